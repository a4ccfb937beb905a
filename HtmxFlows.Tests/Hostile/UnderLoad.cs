namespace HtmxFlows.Tests.Hostile;

/// <summary>Tests that measure how the app answers under load: alone, after all that run in parallel, since those would load the machine as well.</summary>
[CollectionDefinition(nameof(UnderLoad), DisableParallelization = true)]
public sealed class UnderLoad;
