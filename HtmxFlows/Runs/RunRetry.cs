
namespace HtmxFlows.Runs;

/// <summary>The part of another run that a run repeats.</summary>
/// <param name="Run">The other run.</param>
/// <param name="From">The node from which everything runs again; what was decided beside and before it is reused.</param>
public sealed record RunRetry(Guid Run, string From);
