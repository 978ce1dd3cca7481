using WxCloud.Cli;
using WxCloud.Cli.Streams;

UserLanguage.Apply();
StandardStreams.Prepare();
using var interruption = new Interruption();
return await CommandLine.RunAsync(args, interruption.Token);
