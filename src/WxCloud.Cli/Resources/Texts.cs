using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;

namespace WxCloud.Cli.Resources;

/// <summary>The texts of the command line, by UI culture. Errors of the engine bring their own.</summary>
internal static partial class Texts
{
    private static readonly ResourceManager s_texts = new("WxCloud.Cli.Resources.Texts", typeof(Texts).Assembly);

    public static string Program => Find();

    public static string Upload => Find();

    public static string Download => Find();

    public static string Url => Find();

    public static string Delete => Find();

    public static string List => Find();

    public static string ListArgument => Find();

    public static string ListPrefix => Find();

    public static string ListRecurse => Find();

    public static string ListDirectory => Find();

    public static string ListFile => Find();

    public static string Orphans => Find();

    public static string OrphansCollection => Find();

    public static string OrphansProperty => Find();

    public static string OrphansPrefix => Find();

    public static string OrphansMinimumAge => Find();

    public static string OrphansDomain => Find();

    public static string OrphanPlace(object path, object collection, object id, object property) => Format([path, collection, id, property]);

    public static string Missing => Find();

    public static string SearchingFiles(object files) => Format([files]);

    public static string SearchingDocuments(object files, object documents, object collection) => Format([files, documents, collection]);

    public static string Du => Find();

    public static string DuPrefix => Find();

    public static string DuDepth => Find();

    public static string WithoutExtension => Find();

    public static string Bench => Find();

    public static string BenchLength => Find();

    public static string BenchCount => Find();

    public static string BenchRow(object limit, object rate, object files, object trials) => Format([limit, rate, files, trials]);

    public static string Folder => Find();

    public static string Copy => Find();

    public static string Move => Find();

    public static string CopyArgument => Find();

    public static string CopyDestination => Find();

    public static string CopyForce => Find();

    public static string Sync => Find();

    public static string SyncFolder => Find();

    public static string SyncPrefix => Find();

    public static string SyncDirection => Find();

    public static string SyncDelete => Find();

    public static string AllowRoot => Find();

    public static string MaxDelete => Find();

    public static string Include => Find();

    public static string Exclude => Find();

    public static string CompareBy => Find();

    public static string Plan => Find();

    public static string SyncRow(object path, object reason) => Format([path, reason]);

    public static string SyncOperation(WxCloudSyncOperation operation) => Find("SyncOperation." + operation);

    public static string Backup => Find();

    public static string BackupFolder => Find();

    public static string BackupPrefix => Find();

    public static string BackupCollection => Find();

    public static string FilesOnly => Find();

    public static string DocumentsOnly => Find();

    public static string BackupVerify => Find();

    public static string BackupWhatIf => Find();

    public static string BackupComplete => Find();

    public static string BackupIncomplete => Find();

    public static string BackupIntact => Find();

    public static string BackupRow(object files, object size, object received, object collections, object documents) => Format([files, size, received, collections, documents]);

    public static string BackupDamageRow(object name, object problem) => Format([name, problem]);

    public static string BackupProblem(WxCloudBackupProblem problem) => Find("BackupProblem." + problem);

    public static string Planned => Find();

    public static string Restore => Find();

    public static string RestoreConflictMode => Find();

    public static string AllowIncomplete => Find();

    public static string ReportPath => Find();

    public static string RestorePath => Find();

    public static string Restored => Find();

    public static string RestoreRow(object sent, object size, object present, object inserted, object replaced, object documentsPresent, object rewritten) =>
        Format([sent, size, present, inserted, replaced, documentsPresent, rewritten]);

    public static string Token => Find();

    public static string Emulator => Find();

    public static string Completion => Find();

    public static string ShellArgument => Find();

    public static string PathArgument => Find();

    public static string FileIdArgument => Find();

    public static string Prefix => Find();

    public static string CloudPath => Find();

    public static string Recurse => Find();

    public static string RelativeTo => Find();

    public static string ContentType => Find();

    public static string UploadSkipExisting => Find();

    public static string Verify => Find();

    public static string Shard => Find();

    public static string ThrottleLimit => Find();

    public static string Destination => Find();

    public static string OutFile => Find();

    public static string Flatten => Find();

    public static string Force => Find();

    public static string DownloadSkipExisting => Find();

    public static string NoResume => Find();

    public static string MaxAge => Find();

    public static string ForceRefresh => Find();

    public static string AsPlainText => Find();

    public static string Port => Find();

    public static string InMemory => Find();

    public static string DataPath => Find();

    public static string FunctionPath => Find();

    public static string NodePath => Find();

    public static string FunctionOutput => Find();

    public static string Local => Find();

    public static string Profile => Find();

    public static string AppId => Find();

    public static string Environment => Find();

    public static string Endpoint => Find();

    public static string PlatformEnvironment => Find();

    public static string TokenMode => Find();

    public static string NoTokenCache => Find();

    public static string Timeout => Find();

    public static string Json => Find();

    public static string Debug => Find();

    public static string Help => Find();

    public static string Version => Find();

    public static string Try(object command) => Format([command]);

    public static string NumberFrom(object option, object minimum) => Format([option, minimum]);

    public static string NumberBetween(object option, object minimum, object maximum) => Format([option, minimum, maximum]);

    public static string OneOf(object option, object values) => Format([option, values]);

    public static string TakesNoValue(object option) => Format([option]);

    public static string MayNotBeEmpty(object option) => Format([option]);

    public static string UnknownOption(object option) => Format([option]);

    public static string UnknownCommand(object command) => Format([command]);

    public static string ExcludeEachOther(object option, object otherOption) => Format([option, otherOption]);

    public static string OutFileIsFolder(object path) => Format([path]);

    public static string OutFileIsForOne => Find();

    public static string UploadFromInput => Find();

    public static string InputClosed => Find();

    public static string InputFailed(object cause) => Format([cause]);

    public static string LineUnreadable(object line) => Format([line]);

    public static string OutputClosed => Find();

    public static string OutputFailed(object cause) => Format([cause]);

    public static string ErrorRow(object message) => Format([message]);

    public static string WarningRow(object message) => Format([message]);

    public static string Stopped => Find();

    public static string Waiting => Find();

    public static string FilesSoFar(object finished) => Format([finished]);

    public static string FileCount(object finished, object all) => Format([finished, all]);

    public static string Deleted => Find();

    public static string Resumed => Find();

    public static string TokenRow(object source, object expiresOn) => Format([source, expiresOn]);

    public static string ExpiryUnknown => Find();

    public static string EmulatorAddress => Find();

    public static string EmulatorBasePath => Find();

    public static string EmulatorCloudPathForms => Find();

    public static string EmulatorEnvironment => Find();

    public static string EmulatorFaults => Find();

    public static string EmulatorHost => Find();

    public static string EmulatorNoDataFolder => Find();

    public static string EmulatorOpenApiService => Find();

    public static string EmulatorPublicRead => Find();

    public static string EmulatorRawLinks => Find();

    public static string EmulatorNotAnAddress(object text) => Format([text]);

    public static string EmulatorListening(object endpoint, object data) => Format([endpoint, data]);

    public static string EmulatorInMemory => Find();

    public static string EmulatorHint => Find();

    public static string EmulatorConsole(object address) => Format([address]);

    public static string NoBrowser(object address) => Format([address]);

    public static string OpenConsole => Find();

    private static string Find([CallerMemberName] string key = "") => s_texts.GetString(key, CultureInfo.CurrentUICulture) ?? key;

    private static string Format(object[] arguments, [CallerMemberName] string key = "") => string.Format(CultureInfo.CurrentCulture, Find(key), arguments);
}
