using System;

namespace WxCloud.Architecture.Tests.Samples.Used;

internal sealed class ByAsyncBody
{
    public static int Value() => 1;
}

internal sealed class ByIterator
{
    public static int Value() => 1;
}

internal sealed class ByLambda
{
    public static int Value() => 1;
}

internal sealed class ByClosure
{
    public int Value { get; init; }
}

internal sealed class ByLocalFunction
{
    public static int Value() => 1;
}

internal sealed class ByGenericArgument;

internal sealed class ByNestedGenericArgument;

internal sealed class ByGenericCall;

internal sealed class ByTypeOf;

internal sealed class ByPattern;

internal sealed class ByCast;

internal sealed class ByArray;

internal sealed class ByCatch : Exception;

internal sealed class ByStaticField
{
    public static readonly object Value = new();
}

internal sealed class ByAsyncLambda
{
    public static int Value() => 1;
}

internal sealed class ByNestedType;

internal class ByBase;

internal interface IByInterface;

internal interface IByConstraint;

[AttributeUsage(AttributeTargets.All)]
internal sealed class ByAttributeAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
internal sealed class ByParameterAttributeAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
internal sealed class ByMemberAttributeAttribute : Attribute;

internal sealed class ByAttributeArgument;

[AttributeUsage(AttributeTargets.All)]
internal sealed class KnownTypeAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
