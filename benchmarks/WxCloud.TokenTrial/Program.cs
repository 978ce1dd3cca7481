using System.CommandLine;
using WxCloud;
using WxCloud.TokenTrial;

var processes = new Option<int>("--processes") { Description = "How many work at a time.", DefaultValueFactory = static _ => 8 };
var seconds = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = static _ => 120 };
var interval = new Option<int>("--expire-every") { Description = "Seconds between two expiries of all tokens.", DefaultValueFactory = static _ => 10 };
var mode = new Option<WxTokenMode>("--token-mode") { Description = "Stable (default) or Standard." };
var noCache = new Option<bool>("--no-token-cache") { Description = "Every process for itself, to see what the cache is good for." };
var root = new RootCommand("Runs many processes on one AppID while its tokens expire, and counts errors and token calls.") { processes, seconds, interval, mode, noCache };
root.SetAction((parsed, cancellationToken) => Trial.RunAsync(
    new(parsed.GetValue(processes), parsed.GetValue(seconds), parsed.GetValue(interval), parsed.GetValue(mode), parsed.GetValue(noCache)),
    cancellationToken));

var worker = new Command("worker", "One of the processes; the trial starts it.") { Hidden = true };
worker.SetAction(static (_, cancellationToken) => Worker.RunAsync(cancellationToken));
root.Subcommands.Add(worker);

return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
