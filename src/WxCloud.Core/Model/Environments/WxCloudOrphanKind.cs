namespace WxCloud;

/// <summary>What is missing.</summary>
public enum WxCloudOrphanKind
{
    /// <summary>A stored file that no document names.</summary>
    FileWithoutDocument,

    /// <summary>A document that names a file which is not stored.</summary>
    DocumentWithoutFile,
}
