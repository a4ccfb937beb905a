using HtmxFlows.Views;

namespace HtmxFlows.Live;

/// <summary>What a reader of a run is given at once. Empty news mean that nothing happened for a while, and that a sign of life is due.</summary>
/// <param name="Entries">The entries since, in order.</param>
/// <param name="Further">The nodes that have made progress since.</param>
/// <param name="IsEnd">The run has ended, and nothing follows.</param>
public sealed record RunNews(IReadOnlyList<LogEntry> Entries, IReadOnlyList<NodeFurther> Further, bool IsEnd)
{
    public bool IsEmpty => Entries.Count == 0 && Further.Count == 0;
}
