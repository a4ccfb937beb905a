namespace HtmxFlows.Workflows;

/// <summary>An active trigger of a published version.</summary>
/// <param name="Kind">The name of its node type.</param>
/// <param name="Slug">The key of its address; null if it has none.</param>
/// <param name="Rule">The rule of a schedule; null for every other kind.</param>
/// <param name="NextDue">When a rule that begins at a moment first starts a run.</param>
sealed record TriggerRow(string Node, string Kind, string? Slug, string? Rule, Func<DateTimeOffset, DateTimeOffset?> NextDue)
{
    /// <param name="keyOf">The key for a slug that may be empty.</param>
    public static TriggerRow Of(PlannedNode node, Func<string, string> keyOf) => new(
        node.Id, node.Type.Name, node.Type.Slug(node.Configuration) is { } slug ? keyOf(slug) : null, node.Type.Rule(node.Configuration),
        since => node.Type.NextDue(node.Configuration, since, since));
}
