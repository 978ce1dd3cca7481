using System.CommandLine;
using System.Globalization;
using System.Linq;

namespace WxCloud.Cli.Commands;

/// <summary>Checks what was typed before anything begins.</summary>
internal static class Validation
{
    /// <summary>Takes whole numbers within bounds alone.</summary>
    public static Option<int> Between(this Option<int> option, int least, int most)
    {
        option.Validators.Add(result =>
        {
            var typed = result.Tokens.Count > 0 ? result.Tokens[0].Value : null;
            var isGood = typed is null
                || (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most);
            if (!isGood)
            {
                result.AddError(most == int.MaxValue ? $"{option.Name} takes a number from {least}." : $"{option.Name} takes a number from {least} to {most}.");
            }
        });
        return option;
    }

    /// <summary>Takes an unknown option for a mistake and not for a value.</summary>
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
