using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using WxCloud.Cli.Resources;

namespace WxCloud.Cli.Parsing;

/// <summary>What options and arguments accept. Wrong usage is found before anything begins.</summary>
internal static class OptionRules
{
    /// <summary>An option without a value. Otherwise the word after it, such as a file named <c>true</c>, would be read as its value.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>An option with a text, which may not be empty: an unset variable of a script is a mistake and no choice.</summary>
    public static Option<string?> Text(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(static token => token.Value.Length == 0))
            {
                result.AddError(Texts.MayNotBeEmpty(option.Name));
            }
        });
        return option;
    }

    /// <summary>An option with one of the names of an enumeration, in any case.</summary>
    public static Option<T> Choice<T>(string name, string description)
        where T : struct, Enum
    {
        var option = new Option<T>(name) { Description = description };
        option.Validators.Add(result =>
        {
            var names = Enum.GetNames<T>();
            if (result.Tokens.Any(token => !names.Contains(token.Value, StringComparer.OrdinalIgnoreCase)))
            {
                result.AddError(Texts.OneOf(name, string.Join(", ", names)));
            }
        });
        return option;
    }

    /// <summary>Accepts only whole numbers from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public static Option<int> Between(this Option<int> option, int minimum, int maximum)
    {
        option.Validators.Add(result =>
        {
            var typed = result.Tokens.Count > 0 ? result.Tokens[0].Value : null;
            var isGood = typed is null
                || (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum);
            if (!isGood)
            {
                result.AddError(maximum == int.MaxValue ? Texts.NumberFrom(option.Name, minimum) : Texts.NumberBetween(option.Name, minimum, maximum));
            }
        });
        return option;
    }

    /// <summary>Refuses two options in one command.</summary>
    public static void Exclude(this Command command, Option option, Option otherOption) => command.Validators.Add(result =>
    {
        if (IsGiven(result, option) && IsGiven(result, otherOption))
        {
            result.AddError(Texts.ExcludeEachOther(option.Name, otherOption.Name));
        }
    });

    /// <summary>Needs either an argument or an option.</summary>
    public static void RequireOne(this Command command, Argument argument, Option option) => command.Validators.Add(result =>
    {
        var hasArgument = result.GetResult(argument) is { Tokens.Count: > 0 };
        if (hasArgument == IsGiven(result, option))
        {
            result.AddError(Texts.OneOfNeeded($"{argument.Name}, {option.Name}"));
        }
    });

    /// <summary>Whether a path can only be a folder, by its last character.</summary>
    public static bool IsFolderPath(string path) => path.Length > 0 && (path[^1] == Path.DirectorySeparatorChar || path[^1] == Path.AltDirectorySeparatorChar);

    private static bool IsGiven(CommandResult command, Option option) => command.GetResult(option) is { Implicit: false };
}
