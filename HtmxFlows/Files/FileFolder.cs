using HtmxFlows.Data;

namespace HtmxFlows.Files;

/// <summary>The folder of the bytes. Each content has one file, named by its SHA-256; a file that is being written is beside them.</summary>
sealed class FileFolder
{
    const string Unfinished = "new";

    /// <summary>The digits of a hash that name its sub-folder.</summary>
    const int FolderDigits = 2;

    const int HashDigits = 64;

    readonly string path;

    /// <summary>Makes the folder, and deletes what an earlier process was writing when it ended. The folder is kept for this process.</summary>
    public FileFolder(string path)
    {
        this.path = path;
        var unfinished = Directory.CreateDirectory(Path.Combine(path, Unfinished));
        foreach (var file in unfinished.EnumerateFiles())
            file.Delete();
    }

    /// <summary>A new path for bytes that are being written.</summary>
    public string NewPath() => Path.Combine(path, Unfinished, Guid.NewGuid().ToString("N"));

    public string PathOf(string sha256) => Path.Combine(path, sha256[..FolderDigits], sha256);

    /// <summary>Puts written bytes in their place, durably. If equal bytes are there already, those stay.</summary>
    /// <exception cref="IOException">The disk does not take them.</exception>
    public void Place(string written, string sha256)
    {
        var place = PathOf(sha256);
        var folder = Path.GetDirectoryName(place)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            DurableFolder.Flush(path);
        }
        if (!File.Exists(place))
            File.Move(written, place, overwrite: true);
        // Also if they were there: the one that placed them may not have flushed yet.
        DurableFolder.Flush(folder);
    }

    /// <summary>The hashes of all contents.</summary>
    public IEnumerable<string> Contents() => Directory.EnumerateDirectories(path)
        .Where(folder => Path.GetFileName(folder).Length == FolderDigits).SelectMany(Directory.EnumerateFiles).Select(file => Path.GetFileName(file)).Where(name => name.Length == HashDigits);

    /// <summary>Deletes contents. One that cannot be deleted now is found at the next start.</summary>
    public void Delete(IEnumerable<string> contents)
    {
        foreach (var sha256 in contents)
        {
            try
            {
                File.Delete(PathOf(sha256));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
            }
        }
    }
}
