using HtmxFlows.Data;

namespace HtmxFlows.Tests;

/// <summary>A folder for one test, deleted afterwards.</summary>
sealed class TemporaryFolder : IDisposable, IAsyncDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("htmxflows-").FullName;

    public string Database => System.IO.Path.Combine(Path, "htmxflows.db");

    // Power cuts are not tested, and the disk is shared.
    public IDatabase Open() => new SqliteDatabase(Database, "NORMAL");

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    /// <summary>Ends when no app holds the folder. A process that is being started keeps the lock of the one that starts it for a moment longer.</summary>
    internal Task WhenUnlocked() => Eventually.True(() =>
    {
        try
        {
            FolderLock.Take(Path).Dispose();
            return true;
        }
        catch (SettingException)
        {
            return false;
        }
    });
}
