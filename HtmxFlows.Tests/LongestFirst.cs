using HtmxFlows.Tests.Browser;
using HtmxFlows.Tests.Crash;
using HtmxFlows.Tests.Runs.Reference;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(HtmxFlows.Tests.LongestFirst))]

namespace HtmxFlows.Tests;

/// <summary>Begins with the tests that take minutes, one after another, so that they do not run alone after all others.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    static readonly string[] Longest = [nameof(Browsing), nameof(KillTests), nameof(ReferenceTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)) is >= 0 and var place ? place : Longest.Length)];
}
