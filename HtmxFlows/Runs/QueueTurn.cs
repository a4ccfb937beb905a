namespace HtmxFlows.Runs;

/// <summary>What a look at the queue gives.</summary>
/// <param name="Taken">The runs whose turn it is; they have their places.</param>
/// <param name="Replaced">The runs that end, because others take their places.</param>
/// <param name="Next">When to look again, even if no run ends until then; null is never.</param>
readonly record struct QueueTurn(IReadOnlyList<Guid> Taken, IReadOnlyList<Replacement> Replaced, DateTimeOffset? Next);
