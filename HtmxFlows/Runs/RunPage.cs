namespace HtmxFlows.Runs;

/// <summary>A page of a list of runs, newest first.</summary>
/// <param name="Newer">The run before which the next newer page ends; null on the first page.</param>
/// <param name="Older">The run after which the next older page begins; null on the last page.</param>
/// <param name="SearchedTo">The moment to which runs were searched, if the search stopped before it had a whole page.</param>
public sealed record RunPage(IReadOnlyList<RunLine> Runs, Guid? Newer, Guid? Older, DateTimeOffset? SearchedTo);
