using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using WxCloud.Database.Values;

namespace WxCloud.Cli.Parsing;

/// <summary>Options and arguments whose values are JSON. Malformed JSON is wrong usage, found before the command starts.</summary>
internal static class JsonRules
{
    /// <summary>An option with the JSON of one object.</summary>
    public static Option<string?> Object(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description };
        option.Validators.Add(result => Check(result, name));
        return option;
    }

    /// <summary>An option that may be given several times, each with the JSON of an object.</summary>
    public static Option<string[]> Objects(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description, Arity = ArgumentArity.OneOrMore };
        option.Validators.Add(result => Check(result, name));
        return option;
    }

    /// <summary>An option that may be given several times, with a text that is not empty.</summary>
    public static Option<string[]> Texts(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(static token => token.Value.Length == 0))
            {
                result.AddError(Resources.Texts.MayNotBeEmpty(name));
            }
        });
        return option;
    }

    /// <summary>The values of options of the form <c>name=JSON</c>; what is no JSON is a text.</summary>
    /// <exception cref="WxCloudException">A name is duplicated or JSON is malformed.</exception>
    public static DocumentFields ReadParameters(string[]? given)
    {
        var fields = new DocumentFields();
        foreach (var text in given ?? [])
        {
            var at = text.IndexOf('=');
            fields.Add(text[..at].TrimStart('@'), ReadValue(text[(at + 1)..]));
        }

        return fields;
    }

    /// <summary>An option of the form <c>name=JSON</c> that may be given several times.</summary>
    public static Option<string[]> Parameters(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(static token => token.Value.IndexOf('=') < 1))
            {
                result.AddError(Resources.Texts.NameAndValue(name));
            }
        });
        return option;
    }

    private static object? ReadValue(string text)
    {
        try
        {
            return DocumentJson.Read(text, text);
        }
        catch (WxCloudException)
        {
            return text;
        }
    }

    private static void Check(SymbolResult result, string name)
    {
        foreach (var token in result.Tokens)
        {
            try
            {
                DocumentJson.ReadDocument(token.Value, name);
            }
            catch (WxCloudException e)
            {
                result.AddError(e.Message);
            }
        }
    }
}
