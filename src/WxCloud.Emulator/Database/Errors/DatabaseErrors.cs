namespace WxCloud.Emulator.Database.Errors;

/// <summary>Every refusal of the database, by the name of its reason. Codes and numbers: cloudbase-admin.md, section 3.</summary>
internal static class DatabaseErrors
{
    public static DatabaseException CollectionMissing(string name)
    {
        return new("DATABASE_COLLECTION_NOT_EXIST", -502005, $"[ResourceNotFound] Db or Table not exist: {name}. Please check your request, but if the problem persists, contact us.");
    }

    public static DatabaseException CollectionExists(string name)
    {
        return new("DATABASE_COLLECTION_ALREADY_EXIST", -501001, $"[ResourceUnavailable.ResourceExist] Table exist: {name}. Please check your request, but if the problem persists, contact us.");
    }

    /// <summary>The words by which projects recognize a second document with a key that must be unique.</summary>
    public static DatabaseException DuplicateKey(string collection, string index, string key)
    {
        return RequestFailed(
            "Insert",
            $"multiple write errors: [{{write errors: [{{E11000 duplicate key error collection: tnt-emulator.{collection} index: {index} dup key: {{ {key} }}}}]}}, {{<nil>}}]");
    }

    /// <summary>A command whose operators are known but which cannot be carried out on these documents.</summary>
    public static DatabaseException RequestFailed(string operation, string detail) => new("DATABASE_REQUEST_FAILED", -502001, $"[FailedOperation.{operation}] {detail}");

    /// <summary>An operator that does not exist, is used wrongly, or is not built here.</summary>
    public static DatabaseException InvalidOperator(string detail) => new("DATABASE_INVALID_OPERRATOR", -502002, detail);

    /// <param name="name">What is not built here.</param>
    /// <param name="instead">What does the same; null when there is nothing.</param>
    public static DatabaseException NotBuilt(string name, string? instead = null)
    {
        return InvalidOperator(instead is null ? $"the emulator does not build {name}" : $"the emulator does not build {name}; use {instead}");
    }

    public static DatabaseException InvalidParameter(string detail) => new("INVALID_PARAM", -501007, detail);

    public static DatabaseException TransactionConflict()
    {
        return new("DATABASE_TRANSACTION_CONFLICT", -501001, "[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. Please check your request, but if the problem persists, contact us.");
    }

    public static DatabaseException TransactionUnknown(string id)
    {
        return new("DATABASE_TRANSACTION_NOT_EXIST", -501001, $"[ResourceNotFound] Transaction {id} does not exist, has ended or has expired");
    }
}
