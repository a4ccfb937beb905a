using System.Globalization;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Live;

/// <summary>Makes the events of a run's stream out of the same partials that make its page.</summary>
public sealed class RunFrames(Fragments fragments)
{
    /// <summary>The last event of a stream. The page then closes its connection.</summary>
    public static byte[] Done { get; } = SseFormat.Event("done", "the run has ended");

    readonly AsyncCache<byte[]> heartbeat = new(async () => SseFormat.Event("heartbeat", await fragments.Render<object?>("/Pages/Runs/_Pulse.cshtml", null)));

    /// <summary>The sign of life of a stream. Without it, the page reports a lost connection.</summary>
    public Task<byte[]> Heartbeat => heartbeat.Get();

    /// <summary>A journal entry, and its node as an out-of-band swap.</summary>
    public async Task<byte[]> Frame(LogEntry entry) =>
        SseFormat.Event(entry.Event.Name, await fragments.Render("/Pages/Runs/_Frame.cshtml", entry), Id(entry.Event.Seq));

    /// <summary>The summary of the run: status and progress. It has no id, because it is a view and not an event.</summary>
    public Task<byte[]> Panel(RunView view) => View("panel", "/Pages/Runs/_Panel.cshtml", view);

    /// <summary>When each node ran. It has no id either.</summary>
    public Task<byte[]> Timeline(RunView view) => View("timeline", "/Pages/Runs/_TimelineFrame.cshtml", view);

    /// <summary>The nodes that made progress, each as a replacement of the one in the diagram. It has no id, because it is not in the journal.</summary>
    public Task<byte[]> Progress(RunView view) => View("node-progress", "/Pages/Runs/_Progress.cshtml", view);

    /// <summary>What the visitor of a public chat sees of the run.</summary>
    public Task<byte[]> Answer(RunView view) => View("answer", "/Pages/Chat/_Answer.cshtml", ChatTurn.Of(view));

    /// <summary>The open questions of the run that the visitor of a public chat may answer.</summary>
    public Task<byte[]> Asked(RunView view) => View("asked", "/Pages/Chat/_Asked.cshtml", ChatTurn.Of(view));

    /// <summary>The log as a page shows it, and everything beside it.</summary>
    public async Task<Batch> Snapshot(RunLog log)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var (last, isEnd, isWhole) = (log.View.Run.LastSeq, log.View.Run.IsFinished, log.View.Shown == RunLog.MostShown);
        // Before the entries that carry the number: a client whose stream breaks in between reconnects as one that has not seen them.
        byte[][] pieces = [.. log.HasDiagram ? await Diagram(log.View) : [], .. await Entries(log, isWhole ? Id(last) : null)];
        // The next event, which would bring them, may be a year away. Beside a tail, the timeline comes at its own pace.
        var bytes = SseFormat.Join([pieces[^1], isWhole ? await Timeline(log.View) : [], await Panel(log.View), isEnd ? Done : []]);
        return new(last, bytes, isEnd) { Pieces = pieces[..^1] };
    }

    /// <summary>The newest entries, some at a time. The first replace those on the page.</summary>
    /// <param name="id">The id of the last part. A tail has none, because the page then lacks earlier entries: a client that reconnects after it gets a snapshot.</param>
    async Task<byte[][]> Entries(RunLog log, string? id)
    {
        var parts = log.Newest.Chunk(RunLog.MostInTail).ToArray();
        return await Task.WhenAll(parts.Select(async (part, index) => SseFormat.Event(
            index == 0 ? "snapshot" : "entries",
            await fragments.Render(index == 0 ? "/Pages/Runs/_Snapshot.cshtml" : "/Pages/Runs/_Newest.cshtml", log with { Entries = part }),
            index == parts.Length - 1 ? id : null)));
    }

    /// <summary>All nodes of the diagram, some at a time.</summary>
    async Task<byte[][]> Diagram(RunView view)
    {
        var parts = DiagramNodes.Of(Views.Diagram.OfRun(view), FlowLayout.Of(view.Flow), isSwap: true);
        return await Task.WhenAll(parts.Select(async part => SseFormat.Event("picture", await fragments.Render("/Pages/Shared/_Nodes.cshtml", part))));
    }

    async Task<byte[]> View<TModel>(string name, string partial, TModel model)
    {
        // Outside the lock of the caller, which would block others.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return SseFormat.Event(name, await fragments.Render(partial, model));
    }

    static string Id(long seq) => seq.ToString(CultureInfo.InvariantCulture);
}
