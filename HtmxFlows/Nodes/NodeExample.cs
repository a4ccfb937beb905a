using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>A node to learn from. The catalogue shows it, and what it gives, which is never written down but made by running it.</summary>
/// <param name="Title">What it does, in a few words.</param>
/// <param name="Data">A complete configuration, as JSON.</param>
/// <param name="Names">The run's data that it works on, as JSON: an object of values by their names.</param>
public sealed record NodeExample(string Title, string Data, string Names = "{}")
{
    /// <summary>Does the example's work.</summary>
    /// <param name="type">The type that it is an example of.</param>
    /// <returns>Null if it would touch the world outside, or does not run at all.</returns>
    public async ValueTask<NodeOutcome?> Run(NodeType type, TimeProvider time, NodeLimits limits, CancellationToken cancellation)
    {
        if (type.Role == NodeRole.Note || type.Execution == Execution.External || type.Read(Json.Parse(Data)) is not { Configuration: { } configuration })
            return null;
        try
        {
            return await type.Execute(configuration, new(new GivenData(Json.Parse(Names)), "example", time, limits), cancellation);
        }
        catch (NodeException error)
        {
            return new NodeOutcome.Failed(error.Message);
        }
    }
}
