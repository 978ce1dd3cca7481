using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxCloud.Secrets;

namespace WxCloud.Connections;

/// <summary>How the settings of a connection are written to a profile file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UseStringEnumConverter = true,
    Converters = [typeof(SecretJsonConverter), typeof(TimeoutJsonConverter)])]
[JsonSerializable(typeof(ConnectionSettings))]
internal sealed partial class ProfileJson : JsonSerializerContext;

/// <summary>Writes secrets in the clear: the file that they go into is for its owner alone.</summary>
internal sealed class SecretJsonConverter : JsonConverter<Secret>
{
    public override Secret? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } value ? new(value) : null;

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue(value.Reveal());
}

/// <summary>Writes a timeout as a number of seconds.</summary>
internal sealed class TimeoutJsonConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ConnectionSettings.LimitTimeout(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(value.TotalSeconds);
}
