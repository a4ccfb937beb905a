using System.Globalization;
using HtmxFlows.Web;

namespace HtmxFlows.Live;

/// <summary>Makes the events of a run's stream out of the same partials that make its page.</summary>
public sealed class RunFrames(Fragments fragments)
{
    /// <summary>The last event of a stream: the page closes its connection by it.</summary>
    public static byte[] Done { get; } = SseFormat.Event("done", "the run has ended");

    readonly Shared<byte[]> heartbeat = new(async () => SseFormat.Event("heartbeat", await fragments.Render<object?>("/Pages/Runs/_Pulse.cshtml", null)));

    /// <summary>Says that the stream lives: without it, the page tells its reader that nothing has come for a while.</summary>
    public Task<byte[]> Heartbeat => heartbeat.Get();

    /// <summary>A journal entry, and out of band the node that it is about.</summary>
    public async Task<byte[]> Frame(LogEntry entry) =>
        SseFormat.Event(entry.Event.Name, await fragments.Render("/Pages/Runs/_Frame.cshtml", entry), Id(entry.Event.Seq));

    /// <summary>What sums the run up: status and progress. It has no id, for it is a view and not an event.</summary>
    public Task<byte[]> Panel(RunView view) => View("panel", "/Pages/Runs/_Panel.cshtml", view);

    /// <summary>Who ran when. It has no id either.</summary>
    public Task<byte[]> Timeline(RunView view) => View("timeline", "/Pages/Runs/_Timeline.cshtml", view);

    /// <summary>The nodes that have come further, each in the place of the one in the picture. It has no id, for it is not of the journal.</summary>
    public Task<byte[]> Progress(RunView view) => View("node-progress", "/Pages/Runs/_Progress.cshtml", view);

    /// <summary>The log as a page shows it, and everything beside it.</summary>
    public async Task<Batch> Snapshot(RunLog log)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var (last, isEnd, isWhole) = (log.View.Run.LastSeq, log.View.Run.IsFinished, log.View.Shown == RunLog.MostShown);
        // A glimpse leaves the page with less than what it has by its number, so it has none: who comes again after it gets a snapshot.
        var snapshot = SseFormat.Event("snapshot", await fragments.Render("/Pages/Runs/_Snapshot.cshtml", log), isWhole ? Id(last) : null);
        // The next event, which would bring them, may be a year away; but while there are only glimpses, the timeline comes at its own pace.
        return new(last, SseFormat.Join([snapshot, isWhole ? await Timeline(log.View) : [], await Panel(log.View), isEnd ? Done : []]), isEnd);
    }

    async Task<byte[]> View(string name, string partial, RunView view)
    {
        // Not while whoever asks for it holds others up.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return SseFormat.Event(name, await fragments.Render(partial, view));
    }

    static string Id(long seq) => seq.ToString(CultureInfo.InvariantCulture);
}
