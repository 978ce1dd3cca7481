using System.Collections;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using WxCloud.Api;
using WxCloud.Errors;
using Xunit;

namespace WxCloud.Core.Tests.Errors;

public sealed partial class MessagesTests
{
    [Fact]
    public void Both_languages_have_the_same_texts_with_the_same_placeholders()
    {
        var english = Texts("en");
        var chinese = Texts("zh-CN");
        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), chinese.Keys.Order());
        foreach (var (key, text) in english)
        {
            Assert.Equal(PlacesIn(text), PlacesIn(chinese[key]));
            Assert.NotEqual(text, chinese[key]);
        }
    }

    [Fact]
    public void Every_error_has_its_text()
    {
        var made = typeof(Error).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Where(static method => method.ReturnType == typeof(WxCloudException))
            .Select(static method => (WxCloudException)method.Invoke(null, [.. method.GetParameters().Select(SampleOf)])!)
            .ToList();
        Assert.NotEmpty(made);
        Assert.All(made, static error => Assert.NotNull(Messages.Find(error.ErrorId[WxCloudException.IdPrefix.Length..])));
    }

    [Fact]
    public void Every_service_error_has_its_text() =>
        Assert.All(
            Enumerable.Range(-700_000, 800_000).Select(ServiceErrors.Find).Distinct(),
            static error => Assert.NotNull(Messages.Find(error.Reason)));

    private static System.Collections.Generic.Dictionary<string, string> Texts(string culture) =>
        new ResourceManager("WxCloud.Resources.Messages", typeof(Messages).Assembly)
            .GetResourceSet(CultureInfo.GetCultureInfo(culture).Parent is { Name: "zh-Hans" } parent ? parent : CultureInfo.InvariantCulture, true, false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(static entry => (string)entry.Key, static entry => (string)entry.Value!);

    private static string PlacesIn(string text) => string.Concat(Place().Matches(text).Select(static match => match.Value).Distinct().Order());

    private static object? SampleOf(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(string) => "x",
        var type when type == typeof(System.Exception) => new System.IO.IOException("x"),
        var type when type.IsValueType => System.Activator.CreateInstance(type),
        _ => null,
    };

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
