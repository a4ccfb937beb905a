using System.Text.Json.Serialization;

namespace HtmxFlows.Runs;

/// <summary>Runs of another workflow that a node waits for, or of several.</summary>
/// <param name="Version">The version that they run.</param>
/// <param name="Runs">In the order of their results.</param>
/// <param name="Together">How many may be in progress at once.</param>
/// <param name="StopsAtFailure">Whether the first that does not complete ends the waiting.</param>
public sealed record Calls(Guid Workflow, int Version, IReadOnlyList<Call> Runs, int Together, bool StopsAtFailure)
{
    [JsonIgnore]
    public bool AreOfSeveral => Runs.Any(call => call.Workflow is not null);
}
