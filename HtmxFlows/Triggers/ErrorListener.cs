namespace HtmxFlows.Triggers;

/// <summary>A workflow that is run when others fail.</summary>
/// <param name="Node">Its trigger; empty if it has none and is run as a whole.</param>
readonly record struct ErrorListener(Guid Workflow, string Node)
{
    /// <summary>The scope of the keys of its starts.</summary>
    public string Scope => $"error:{Workflow}/{Node}";
}
