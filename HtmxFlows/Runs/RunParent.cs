using System.Text.Json.Serialization;

namespace HtmxFlows.Runs;

/// <summary>The node by which a run was called.</summary>
/// <param name="Depth">How many runs are above it: 1 for a child of a run without a parent.</param>
/// <param name="Root">The run at the top, which has no parent; null if that is <paramref name="Run"/>.</param>
public sealed record RunParent(Guid Run, string Node, int Depth, Guid? Root = null)
{
    /// <summary>The run at the top.</summary>
    [JsonIgnore]
    public Guid Top => Root ?? Run;
}
