namespace HtmxFlows.Views;

/// <summary>The log of a run as it stands.</summary>
/// <param name="Entries">All of them, or at least those that a page shows.</param>
public sealed record RunLog(RunView View, IReadOnlyList<LogEntry> Entries)
{
    /// <summary>How many entries a page shows, so that a browser can bear a long run: the newest; the others are a link away.</summary>
    public const int MostShown = 500;

    /// <summary>How many it shows while more come than can be read.</summary>
    public const int MostInTail = 100;

    // A browser draws so many nodes again twice a second; more of them are drawn when the burst is over.
    const int MostNodesInTail = 200;

    public IEnumerable<LogEntry> Newest => Entries.TakeLast(View.Shown);

    /// <summary>Whether the picture is drawn with the log.</summary>
    public bool HasDiagram => View.Shown == MostShown || View.Flow.Nodes.Count <= MostNodesInTail;
}
