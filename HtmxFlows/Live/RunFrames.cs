using System.Globalization;
using HtmxFlows.Web;

namespace HtmxFlows.Live;

/// <summary>Makes the events of a run's stream out of the same partials that make its page.</summary>
public sealed class RunFrames(Fragments fragments)
{
    /// <summary>The last event of a stream: the page closes its connection by it.</summary>
    public static byte[] Done { get; } = SseFormat.Event("done", "the run has ended");

    readonly Lazy<Task<byte[]>> heartbeat = new(async () => SseFormat.Event("heartbeat", await fragments.Render<object?>("/Pages/Runs/_Pulse.cshtml", null)));

    /// <summary>Says that the stream lives: without it, the page tells its reader that nothing has come for a while.</summary>
    public Task<byte[]> Heartbeat => heartbeat.Value;

    /// <summary>A journal entry, and out of band the node that it is about.</summary>
    public async Task<byte[]> Frame(LogEntry entry) =>
        SseFormat.Event(entry.Event.Name, await fragments.Render("/Pages/Runs/_Frame.cshtml", entry), Id(entry.Event.Seq));

    /// <summary>What sums the run up: status, progress and timeline. It has no id, for it is a view and not an event.</summary>
    public async Task<byte[]> Panel(RunView view) =>
        SseFormat.Event("panel", await fragments.Render("/Pages/Runs/_Panel.cshtml", view));

    /// <summary>The nodes that have come further, each in the place of the one in the picture. It has no id, for it is not of the journal.</summary>
    public async Task<byte[]> Progress(RunView view)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return SseFormat.Event("node-progress", await fragments.Render("/Pages/Runs/_Progress.cshtml", view));
    }

    /// <summary>The log as a page shows it, and everything beside it.</summary>
    public async Task<Batch> Snapshot(RunLog log)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var last = log.View.Run.LastSeq;
        // A glimpse leaves the page with less than what it has by its number, so it has none: who comes again after it gets a snapshot.
        var id = log.View.Shown == RunLog.MostShown ? Id(last) : null;
        var snapshot = SseFormat.Event("snapshot", await fragments.Render("/Pages/Runs/_Snapshot.cshtml", log), id);
        // The next event, which would bring it, may be a year away.
        byte[] both = [.. snapshot, .. await Panel(log.View)];
        return log.View.Run.IsFinished ? new(last, (byte[])[.. both, .. Done], IsEnd: true) : new(last, both, IsEnd: false);
    }

    static string Id(long seq) => seq.ToString(CultureInfo.InvariantCulture);
}
