using System;
using System.IO;

namespace WxCloud.Emulator;

/// <summary>Another emulator holds the data folder, for as long as it runs.</summary>
public sealed class DataFolderInUseException : IOException
{
    internal DataFolderInUseException(string path, Exception inner)
        : base($"The data folder '{path}' is in use by another emulator.", inner)
    {
    }
}
