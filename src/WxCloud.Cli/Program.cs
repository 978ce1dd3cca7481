using WxCloud.Cli;

UserLanguage.Apply();
return await CommandLine.RunAsync(args);
