namespace HtmxFlows.Data;

/// <summary>
/// Keeps a data folder for one process. The operating system holds the lock, so that it is gone with the process, however that ends.
/// </summary>
public sealed class FolderLock : IDisposable
{
    const string File = "htmxflows.lock";

    /// <summary>EWOULDBLOCK of Linux and of macOS, and the sharing violation of Windows.</summary>
    const int LinuxWouldBlock = 11, MacWouldBlock = 35, SharingViolation = 32;

    readonly FileStream held;

    FolderLock(FileStream held) => this.held = held;

    /// <summary>Takes the lock; the folder is made.</summary>
    /// <exception cref="SettingException">Another process has it, or the folder cannot be used.</exception>
    public static FolderLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var held = Open(folder) ?? throw new SettingException(
                $"Another HtmxFlows uses the data folder {folder}. Stop it, or choose another folder with HtmxFlows:Data.");
            // Where files cannot be locked, this opens it once more.
            using var second = Open(folder);
            if (second is null)
                return new(held);
            held.Dispose();
            throw new SettingException($"The file system of the data folder {folder} does not lock files, so a second process could not be kept out. Choose another folder with HtmxFlows:Data.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The data folder {folder} cannot be written: {error.Message} Give the server the right to write it, or choose another folder with HtmxFlows:Data.", error);
        }
    }

    public void Dispose() => held.Dispose();

    /// <returns>Null if another process holds it.</returns>
    static FileStream? Open(string folder)
    {
        try
        {
            return new(Path.Combine(folder, File), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when ((error.HResult & 0xFFFF) is LinuxWouldBlock or MacWouldBlock or SharingViolation)
        {
            return null;
        }
    }
}
