using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;

namespace WxCloud.Emulator.Hosting;

/// <summary>The options of the program.</summary>
internal static class CommandLine
{
    public const string Usage =
        """
        Usage: WxCloud.Emulator [options]

          --port N           the port to listen on (9380); 0 takes any free one
          --address IP       the address to listen on (127.0.0.1)
          --data-path DIR    keep objects and tokens in this folder (default: the user's data folder)
          --in-memory        keep nothing over a restart
          --environment ID   a cloud environment (local-env); may be given several times
          --faults FILE      break things by the rules in this file
          --public-read      links without signature that never lapse
          --raw-links        URLs as raw text, not percent-encoded
          --help             show this text
        """;

    /// <summary>Reads the options; null when help is asked for.</summary>
    /// <exception cref="FormatException">An option is unknown, lacks its value, or has one that makes no sense; the message says which.</exception>
    public static EmulatorOptions? Parse(IReadOnlyList<string> arguments)
    {
        EmulatorOptions options = new();
        List<string> environments = [];
        bool inMemory = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string option = arguments[i];
            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{option} needs a value.");
            switch (option)
            {
                case "--port":
                    options = options with { Port = ParsePort(Value()) };
                    break;
                case "--address":
                    options = options with { Address = ParseAddress(Value()) };
                    break;
                case "--data-path":
                    options = options with { DataPath = Value() };
                    break;
                case "--in-memory":
                    inMemory = true;
                    break;
                case "--environment":
                    environments.Add(Value());
                    break;
                case "--faults":
                    options = options with { FaultPath = Value() };
                    break;
                case "--public-read":
                    options = options with { PublicRead = true };
                    break;
                case "--raw-links":
                    options = options with { RawLinks = true };
                    break;
                case "--help" or "-h":
                    return null;
                default:
                    throw new FormatException($"{option} is no option.");
            }
        }

        if (inMemory && options.DataPath is not null)
        {
            throw new FormatException("--in-memory and --data-path exclude each other.");
        }

        string? dataPath = inMemory ? null
            : options.DataPath ?? EmulatorOptions.UserDataPath ?? throw new FormatException("This user has no data folder: name one with --data-path, or use --in-memory.");
        return options with { DataPath = dataPath, EnvironmentIds = environments.Count > 0 ? environments : options.EnvironmentIds };
    }

    private static int ParsePort(string text)
    {
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= IPEndPoint.MaxPort
            ? port
            : throw new FormatException($"{text} is no port.");
    }

    private static IPAddress ParseAddress(string text)
    {
        return IPAddress.TryParse(text, out IPAddress? address) ? address : throw new FormatException($"{text} is no IP address.");
    }
}
