using System.CommandLine;
using System.Globalization;
using System.Linq;

namespace WxCloud.Cli.Parsing;

/// <summary>What options and arguments accept. Wrong usage is found before anything begins.</summary>
internal static class OptionRules
{
    /// <summary>An option without a value. Otherwise the word after it, such as a file named <c>true</c>, would be read as its value.</summary>
    public static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

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
                result.AddError(maximum == int.MaxValue ? $"{option.Name} takes a number from {minimum}." : $"{option.Name} takes a number from {minimum} to {maximum}.");
            }
        });
        return option;
    }

    /// <summary>Reports an unknown option instead of reading it as a value.</summary>
    public static Argument<string[]> WithoutOptions(this Argument<string[]> argument)
    {
        argument.Validators.Add(static result =>
        {
            foreach (var typed in result.Tokens.Select(static token => token.Value).Where(static value => value.Length > 1 && value[0] == '-'))
            {
                result.AddError($"Unknown option {typed}. For a file of that name write ./{typed}.");
            }
        });
        return argument;
    }
}
