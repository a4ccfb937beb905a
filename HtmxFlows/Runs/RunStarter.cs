namespace HtmxFlows.Runs;

/// <summary>The user who started a run. The runs that it calls have the same.</summary>
/// <param name="Name">The name at that time.</param>
public sealed record RunStarter(Guid Id, string Name);
