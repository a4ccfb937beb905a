using HtmxFlows.Runs;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HtmxFlows.Tests.Triggers;

/// <summary>What the disk has at each commit of schedules is what a kill then leaves. From each of these states, each moment still starts one run.</summary>
public sealed class ScheduleCommitTests
{
    const string File = "htmxflows.db";

    static readonly DateTimeOffset Noon = new(2030, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_kill_at_any_commit_loses_no_moment_and_doubles_none()
    {
        List<(TemporaryFolder Folder, DateTimeOffset At)> states = [];
        Guid all, refusing;
        using (var folder = new TemporaryFolder())
        {
            await using var before = await Timetable.Start(Noon, folder);
            all = await before.Publish("""{"every": "PT1H", "missed": "all"}""", "say template {\"template\": \"{{trigger.due}}\"}\nclock -> say");
            refusing = await before.Publish("""{"every": "PT1H", "missed": "all"}""", "rest wait {\"seconds\": 1000000}\nclock -> rest", """{"limit": 1, "beyond": "refuse"}""");
            await BeforeEachCommit(before, () => states.Add((Copy(folder.Path), before.Time.GetUtcNow())));
            await before.Fire(Noon.AddHours(1));
            // Two moments at once, as after a time without a server.
            await before.Fire(Noon.AddHours(3));
            await Eventually.Equal(1, () => Task.FromResult(before.Get<RunStore>().Unfinished().Count));
        }

        // Changes that wait for the writer at the same time share a commit.
        Assert.True(states.Count >= 4, $"There were only {states.Count} commits.");
        foreach (var (folder, at) in states)
        {
            await using var after = await Timetable.Start(at.AddSeconds(1), folder);
            await after.Fire(at.AddSeconds(1));
            await after.Fire(Noon.AddHours(4));
            Assert.Equal(Enumerable.Range(1, 4).Select(hour => Noon.AddHours(hour)), after.Starts(all));
            Assert.Equal([Noon.AddHours(1)], after.Starts(refusing));
            Assert.Equal(Noon.AddHours(5), after.Schedule(refusing).NextDue);
        }
    }

    static Task<bool> BeforeEachCommit(Timetable timetable, Action look) => timetable.Database.Write(writer =>
    {
        raw.sqlite3_commit_hook(((SqliteConnection)writer.Connection).Handle, _ =>
        {
            look();
            return 0;
        }, null);
        return true;
    });

    /// <summary>The file and its log as they are on the disk now; nothing but the writer's thread, which is here, changes them.</summary>
    static TemporaryFolder Copy(string folder)
    {
        var copy = new TemporaryFolder();
        foreach (var name in new[] { File, $"{File}-wal" })
        {
            using var from = new FileStream(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var to = System.IO.File.Create(Path.Combine(copy.Path, name));
            from.CopyTo(to);
        }
        return copy;
    }
}
