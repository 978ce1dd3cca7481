namespace WxCloud.Cli.Resources;

/// <content>The texts of the database, functions and login.</content>
internal static partial class Texts
{
    public static string Db => Find();

    public static string DbQuery => Find();

    public static string DbAdd => Find();

    public static string DbUpdate => Find();

    public static string DbRemove => Find();

    public static string DbCount => Find();

    public static string DbAggregate => Find();

    public static string DbCollections => Find();

    public static string DbIndex => Find();

    public static string DbImport => Find();

    public static string DbExport => Find();

    public static string Invoke => Find();

    public static string Login => Find();

    public static string CollectionArgument => Find();

    public static string DocumentArgument => Find();

    public static string ChangesArgument => Find();

    public static string StageArgument => Find();

    public static string ImportFileArgument => Find();

    public static string ExportFileArgument => Find();

    public static string FunctionArgument => Find();

    public static string EventArgument => Find();

    public static string CodeArgument => Find();

    public static string Filter => Find();

    public static string DocumentId => Find();

    public static string OrderBy => Find();

    public static string Field => Find();

    public static string Skip => Find();

    public static string First => Find();

    public static string Statement => Find();

    public static string AggregateStatement => Find();

    public static string Parameter => Find();

    public static string AllDocuments => Find();

    public static string WhatIf => Find();

    public static string Replace => Find();

    public static string AddCollection => Find();

    public static string RemoveCollection => Find();

    public static string CreateIndex => Find();

    public static string DropIndex => Find();

    public static string FileType => Find();

    public static string ConflictMode => Find();

    public static string StopOnError => Find();

    public static string NoWait => Find();

    public static string Delay => Find();

    public static string RetryOnTimeout => Find();

    public static string SessionKeyAsPlainText => Find();

    public static string Document => Find();

    public static string Added => Find();

    public static string Updated => Find();

    public static string Removed => Find();

    public static string Scheduled => Find();

    public static string OneChoice => Find();

    public static string ReplaceNeedsId => Find();

    public static string NameAndValue(object option) => Format([option]);

    public static string OneOfNeeded(object names) => Format([names]);

    public static string WouldUpdate(object count, object collection) => Format([count, collection]);

    public static string WouldRemove(object count, object collection) => Format([count, collection]);

    public static string DocumentCount(object count) => Format([count]);

    public static string UpdateRow(object matched, object modified) => Format([matched, modified]);

    public static string CollectionRow(object name, object count, object size, object indexes) => Format([name, count, size, indexes]);

    public static string MigrationProgress(object succeeded, object failed) => Format([succeeded, failed]);

    public static string MigrationRow(object job, object succeeded, object failed) => Format([job, succeeded, failed]);

    public static string DocumentsFailed(object count, object message) => Format([count, message]);
}
