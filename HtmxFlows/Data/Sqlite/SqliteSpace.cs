using Dapper;

namespace HtmxFlows.Data;

/// <summary>Gives the file's free pages back to the file system (<c>auto_vacuum=INCREMENTAL</c>).</summary>
sealed class SqliteSpace(SqliteWriter writer)
{
    /// <summary>How long one commit moves pages before other changes have their turn.</summary>
    static readonly TimeSpan Portion = TimeSpan.FromMilliseconds(10);

    /// <summary>The pages that one statement frees.</summary>
    const int Step = 32;

    bool hasFreed;

    /// <inheritdoc cref="IDatabase.ReleaseSpace"/>
    public Task<bool> Release() => writer.Write(_ => writer.IsAlone ? FreePages() : CountFree() > 0, Shorten);

    /// <returns>Whether free pages are left that can be given back.</returns>
    bool FreePages()
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var free = CountFree(); free > 0;)
        {
            // It frees a page whenever its next row is read.
            writer.Connection.Query($"PRAGMA incremental_vacuum({Step})").AsList();
            var left = CountFree();
            // Files that were made without auto_vacuum keep their free pages.
            if (left >= free)
                return false;
            hasFreed = true;
            if (TimeProvider.System.GetElapsedTime(begun) >= Portion || !writer.IsAlone)
                return left > 0;
            free = left;
        }
        return false;
    }

    /// <summary>Checkpoints after the last pages, because only a checkpoint makes the file shorter.</summary>
    void Shorten(bool hasMore)
    {
        if (hasMore || !hasFreed)
            return;
        hasFreed = false;
        writer.Checkpoint();
    }

    long CountFree() => writer.Connection.ExecuteScalar<long>("PRAGMA freelist_count");
}
