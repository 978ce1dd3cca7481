using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Architecture.Tests.Samples.Used;

namespace WxCloud.Architecture.Tests.Samples;

internal static class AsyncBody
{
    public static async Task<int> RunAsync()
    {
        await Task.Yield();
        return ByAsyncBody.Value();
    }
}

internal static class Iterator
{
    public static IEnumerable<int> Run()
    {
        yield return ByIterator.Value();
    }
}

internal static class Lambda
{
    public static Func<int> Run() => static () => ByLambda.Value();
}

internal static class AsyncLambda
{
    public static Func<Task<int>> Run() => static async () =>
    {
        await Task.Yield();
        return ByAsyncLambda.Value();
    };
}

internal static class Closure
{
    public static Func<int> Run(int value)
    {
        var used = new ByClosure { Value = value };
        return () => used.Value;
    }
}

internal static class LocalFunction
{
    public static int Run()
    {
        return Inner();

        static int Inner() => ByLocalFunction.Value();
    }
}

internal sealed class GenericArguments
{
    public List<ByGenericArgument>? One { get; set; }

    public Dictionary<string, List<ByNestedGenericArgument>>? Two { get; set; }
}

internal static class Calls
{
    public static int Generic() => Enumerable.Empty<ByGenericCall>().Count();

    public static string TypeOf() => typeof(ByTypeOf).Name;

    public static bool Pattern(object value) => value is ByPattern;

    public static object Cast(object value) => (ByCast)value;

    public static object Array() => new ByArray[1];

    public static object StaticField() => ByStaticField.Value;

    public static void Catch(Action action)
    {
        try
        {
            action();
        }
        catch (ByCatch)
        {
        }
    }
}

internal static class Outer
{
    internal sealed class Inner
    {
        public static object Make() => new ByNestedType();
    }
}

internal sealed class Inheritor : ByBase, IByInterface
{
    public static void Constrained<T>(T value)
        where T : IByConstraint => _ = value;
}

[ByAttribute]
internal sealed class Attributed
{
    [ByMemberAttribute]
    public static int Value => 1;

    public static void Run([ByParameterAttribute] int value) => _ = value;
}

[KnownType(typeof(ByAttributeArgument))]
internal sealed class AttributedWithType;
