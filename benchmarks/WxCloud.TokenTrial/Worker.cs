using System;
using System.Threading;
using System.Threading.Tasks;
using WxCloud.Connections;

namespace WxCloud.TokenTrial;

/// <summary>A process that works on the AppID until standard input closes, then prints how many calls it made and which failed.</summary>
internal static class Worker
{
    public const string Endpoint = "TRIAL_ENDPOINT";
    public const string DataFolder = "TRIAL_DATA";
    public const string Mode = "TRIAL_MODE";
    public const string NoCache = "TRIAL_NO_CACHE";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var connection = new WxCloudConnection(ConnectionSettings.ForEmulator(new(Variable(Endpoint)!)) with
        {
            DataFolder = Variable(DataFolder),
            TokenMode = Enum.Parse<WxTokenMode>(Variable(Mode)!),
            NoTokenCache = Variable(NoCache) is not null,
        });
        // The console's reader has no asynchronous reads.
        var end = Task.Run(Console.In.ReadToEnd, cancellationToken);
        var (calls, errors) = (0, 0);
        while (!end.IsCompleted)
        {
            try
            {
                await connection.Engine.Storage.GetUploadTicketAsync("local-env", $"trial/{calls}.txt", cancellationToken).ConfigureAwait(false);
                calls++;
            }
            catch (WxCloudException e)
            {
                errors++;
                await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            }

            await Task.WhenAny(end, Task.Delay(s_pause, cancellationToken)).ConfigureAwait(false);
        }

        await Console.Out.WriteLineAsync($"{calls} {errors}").ConfigureAwait(false);
        return 0;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
