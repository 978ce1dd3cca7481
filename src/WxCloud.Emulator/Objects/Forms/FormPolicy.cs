using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace WxCloud.Emulator.Objects.Forms;

/// <summary>The policy of a signed form: its expiry, and the conditions for the fields and the file.</summary>
internal sealed class FormPolicy
{
    private static readonly string[] s_required = ["q-sign-algorithm", "q-ak", "q-sign-time"];

    private readonly List<Condition> _conditions = [];

    private FormPolicy(byte[] text) => Text = text;

    /// <summary>The decoded policy, over which the signature is made.</summary>
    public byte[] Text { get; }

    public DateTimeOffset Expiration { get; private set; }

    public long MinLength { get; private set; }

    public long MaxLength { get; private set; } = long.MaxValue;

    /// <exception cref="CosException">The policy is not base64 or not JSON, or a required member is missing.</exception>
    public static FormPolicy Parse(string base64)
    {
        byte[] text;
        try
        {
            text = Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw CosErrors.MalformedPolicy("The policy is not base64.");
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            var policy = new FormPolicy(text);
            policy.Read(document.RootElement);
            return policy;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw CosErrors.MalformedPolicy("The policy is not a JSON object with expiration and conditions.");
        }
    }

    /// <summary>
    /// Checks the fields against the conditions.
    /// </summary>
    /// <param name="fields">The fields of the form.</param>
    /// <param name="bucket">The bucket that the form was sent to.</param>
    /// <param name="key">The key, with the file name put in its place.</param>
    /// <exception cref="CosException">A condition is not met.</exception>
    public void ThrowIfViolated(FormFields fields, string bucket, string key)
    {
        foreach (Condition condition in _conditions)
        {
            var actual = condition.Name.ToLowerInvariant() switch
            {
                "bucket" => bucket,
                "key" => key,
                "q-sign-time" => fields["q-sign-time"] ?? fields["q-key-time"],
                _ => fields[condition.Name],
            };
            if (actual is null || !condition.IsMetBy(actual))
            {
                throw CosErrors.ConditionNotMet(condition.Name, actual ?? string.Empty);
            }
        }
    }

    private void Read(JsonElement policy)
    {
        if (!policy.TryGetProperty("expiration", out JsonElement expiration)
            || !DateTimeOffset.TryParse(expiration.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
        {
            throw CosErrors.MalformedPolicy("The policy has no expiration in ISO 8601.");
        }

        Expiration = time;
        if (!policy.TryGetProperty("conditions", out JsonElement conditions) || conditions.GetArrayLength() == 0)
        {
            throw CosErrors.MalformedPolicy("You must provide condition if you specify a policy in post object request.");
        }

        foreach (JsonElement condition in conditions.EnumerateArray())
        {
            ReadCondition(condition);
        }

        foreach (var name in s_required)
        {
            if (!_conditions.Exists(condition => condition.Name == name))
            {
                throw CosErrors.MalformedPolicy($"The policy has no condition on {name}.");
            }
        }
    }

    private void ReadCondition(JsonElement condition)
    {
        if (condition.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in condition.EnumerateObject())
            {
                _conditions.Add(new Condition(property.Name, property.Value.GetString() ?? string.Empty, IsPrefix: false));
            }

            return;
        }

        if (condition.GetArrayLength() != 3)
        {
            throw CosErrors.MalformedPolicy("A condition has three parts.");
        }

        var kind = condition[0].GetString() ?? string.Empty;
        if (kind == "content-length-range")
        {
            MinLength = ReadLength(condition[1]);
            MaxLength = ReadLength(condition[2]);
            return;
        }

        if (kind is not ("eq" or "starts-with"))
        {
            throw CosErrors.MalformedPolicy($"{kind} is not a kind of condition.");
        }

        var name = (condition[1].GetString() ?? string.Empty).TrimStart('$');
        _conditions.Add(new Condition(name, condition[2].GetString() ?? string.Empty, IsPrefix: kind == "starts-with"));
    }

    /// <summary>A length is a number or the text of one.</summary>
    private static long ReadLength(JsonElement length)
    {
        if (length.ValueKind == JsonValueKind.Number && length.TryGetInt64(out var number))
        {
            return number;
        }

        return long.TryParse(length.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            ? number
            : throw CosErrors.MalformedPolicy("content-length-range has two numbers.");
    }

    private sealed record Condition(string Name, string Value, bool IsPrefix)
    {
        public bool IsMetBy(string actual) => IsPrefix ? actual.StartsWith(Value, StringComparison.Ordinal) : actual == Value;
    }
}
