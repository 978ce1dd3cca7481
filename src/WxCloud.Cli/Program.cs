using WxCloud.Cli;

return await CommandLine.RunAsync(args);
