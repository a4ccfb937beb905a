namespace HtmxFlows.Runs;

/// <summary>A run that ends because another one takes its place.</summary>
readonly record struct Replacement(Guid Run, Guid By);
