using System.Runtime.InteropServices;

namespace HtmxFlows.Data;

/// <summary>Makes the names in a folder survive a power cut, which flushing a file does not do for its own name.</summary>
static class DurableFolder
{
    /// <summary>Flushes the entries of a folder. Windows has no such call: its file systems write them ahead.</summary>
    /// <exception cref="IOException">The folder could not be flushed.</exception>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Open(path, 0);
        var isFlushed = folder >= 0 && Flush(folder) == 0;
        if (folder >= 0)
            _ = Close(folder);
        if (!isFlushed)
            throw new IOException($"The folder {path} could not be flushed to its disk.");
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Flush(int file);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int Close(int file);
}
