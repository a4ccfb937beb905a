using HtmxFlows.Credentials;
using HtmxFlows.Data;

namespace HtmxFlows.Files;

/// <summary>
/// The files of runs. Bytes are in a folder, once for each content; a file is a row that names a content. The row is committed before
/// its bytes get their final name, and a file is given out after both: so a removal that saw no row has ended by then, and a journal
/// refers only to bytes that are durable.
/// </summary>
public sealed class FileStore(IDatabase database, string path, FileLimits limits, TimeProvider time)
{
    // The database has locked the data folder by now.
    readonly Lazy<FileFolder> folder = new(() => new(path));

    /// <inheritdoc cref="FileLimits.RunBytes"/>
    public long RunBytes => limits.RunBytes;

    internal FileFolder Folder => folder.Value;

    /// <summary>Begins a file.</summary>
    /// <param name="name">Any name; it is made safe.</param>
    /// <param name="type">Its media type as far as it is known.</param>
    /// <param name="secrets">What it must not contain; null is nothing.</param>
    /// <exception cref="FileException">The disk does not take it.</exception>
    public NewFileStream Begin(string name, string? type = null, Secrets? secrets = null) => new(Folder.NewPath(), name, MediaType.Safe(type), limits.FileBytes, new(secrets ?? Secrets.None));

    /// <summary>Keeps written files. When the task completes they are durable.</summary>
    /// <param name="run">The run that makes and holds them; null if none does, and they are removed after a while unless one receives them.</param>
    /// <exception cref="FileException">The run makes too many, or the disk does not take them.</exception>
    public async Task<IReadOnlyList<FileValue>> Keep(IReadOnlyList<NewFileStream> written, Guid? run)
    {
        FileValue[] files = [.. written.Select(file => file.Finish())];
        await database.Write(writer =>
        {
            foreach (var file in files)
                FileRows.Add(writer, file, time.GetUtcNow());
            if (run is not { } holder)
                return true;
            FileRows.Hold(writer, holder, files.Select(file => file.Id));
            return FileRows.Count(writer, holder, files.Sum(file => file.Size)) <= limits.RunBytes ? true : throw TooMany();
        });
        foreach (var (file, bytes) in files.Zip(written))
            Place(file, bytes);
        return files;
    }

    /// <summary>Keeps a file that nothing refers to yet for a while more.</summary>
    /// <returns>False if it is gone.</returns>
    public Task<bool> Renew(Guid id) => database.Write(writer => FileRows.Renew(writer, id, time.GetUtcNow()));

    /// <summary>Whether there is room for files that nothing refers to yet.</summary>
    public bool HasRoom => database.Read(connection => FileRows.UnusedBytes(connection, time.GetUtcNow() - FileRemoval.Grace)) < FileLimits.MostUnused * (long)limits.FileBytes;

    /// <summary>A file that exists; null if there is none of that id.</summary>
    public FileValue? Find(Guid id) => database.Read(connection => FileRows.Find(connection, id));

    /// <summary>A file that a run holds; null if it holds none of that id.</summary>
    public FileValue? Find(Guid id, Guid run) => database.Read(connection => FileRows.Find(connection, id, run));

    /// <summary>A file that the outputs of a draft hold; null if they hold none of that id.</summary>
    public FileValue? FindOfDraft(Guid id, Guid workflow) => database.Read(connection => FileRows.FindOfDraft(connection, id, workflow));

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="FileException">They cannot be read.</exception>
    public FileStream Open(FileValue file)
    {
        try
        {
            return new(Folder.PathOf(file.Sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 64 * 1024, FileOptions.SequentialScan | FileOptions.Asynchronous);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileException($"The file “{file.Name}” cannot be read from the data folder: {error.Message} Restore the folder “files” from a backup, or make the file again.", error);
        }
    }

    void Place(FileValue file, NewFileStream written)
    {
        try
        {
            Folder.Place(written.Written, file.Sha256);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileException($"The file “{file.Name}” cannot be kept in the data folder: {error.Message} Free space on its disk, or give the server the right to write it.", error);
        }
    }

    FileException TooMany() =>
        new($"The files that the run makes exceed {limits.RunBytes:N0} bytes together, the limit. Make fewer or smaller files, or raise the setting {FileLimits.Section}:{nameof(FileLimits.RunBytes)}.");
}
