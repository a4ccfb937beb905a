using HtmxFlows.Runs;

namespace HtmxFlows.Pages;

/// <summary>Runs as a table; those of all workflows also name theirs.</summary>
public sealed record RunTable(IReadOnlyList<RunLine> Runs, bool OfAllWorkflows = false);
