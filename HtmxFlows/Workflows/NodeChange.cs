
namespace HtmxFlows.Workflows;

/// <summary>A node that one of two flows does not have, or that is not the same in both.</summary>
/// <param name="Before">Null if it was added.</param>
/// <param name="After">Null if it was removed.</param>
/// <param name="Fields">What its id, its type and its <c>data</c> differ in; of a node that came or went everything that it has.</param>
public sealed record NodeChange(FlowNode? Before, FlowNode? After, IReadOnlyList<FieldChange> Fields)
{
    public FlowNode Node => After ?? Before!;

    public Change Change => Before is null ? Change.Added : After is null ? Change.Removed : Change.Changed;
}
