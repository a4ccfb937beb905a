using HtmxFlows.Tests.Browser;
using HtmxFlows.Tests.Crash;
using HtmxFlows.Tests.Hostile;
using HtmxFlows.Tests.Pages;
using HtmxFlows.Tests.Runs.Reference;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(HtmxFlows.Tests.LongestFirst))]

namespace HtmxFlows.Tests;

/// <summary>Starts with the longest classes, so that none of them runs alone at the end while a core is idle.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    static readonly string[] Longest =
    [
        nameof(AccessibilityTests), nameof(OddRequestTests), nameof(KillTests), nameof(ReferenceTests), nameof(RequestFuzzTests), nameof(GeneratedInputTests), nameof(PoisonTests),
        nameof(StopTests), nameof(EditorTests), nameof(Browser.PeopleTests),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains($".{name}", StringComparison.Ordinal)) is >= 0 and var place ? place : Longest.Length)];
}
