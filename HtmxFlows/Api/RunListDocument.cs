namespace HtmxFlows.Api;

/// <summary>A page of a list of runs, newest first.</summary>
/// <param name="Next">The value of <c>cursor</c> for the next page, which has older runs; null on the last one. A page may have few runs or none although there is a next one.</param>
public sealed record RunListDocument(IReadOnlyList<RunLineDocument> Runs, Guid? Next);
