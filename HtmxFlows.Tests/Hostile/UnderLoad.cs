namespace HtmxFlows.Tests.Hostile;

/// <summary>Tests of the answers under load. They run alone, after the parallel tests, which would load the machine as well.</summary>
[CollectionDefinition(nameof(UnderLoad), DisableParallelization = true)]
public sealed class UnderLoad;
