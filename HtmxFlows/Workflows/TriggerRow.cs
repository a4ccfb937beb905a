namespace HtmxFlows.Workflows;

/// <summary>An active trigger of a published version.</summary>
/// <param name="Kind">The name of its node type.</param>
/// <param name="Slug">The key of its address; null if it has none.</param>
/// <param name="Rule">The rule of a schedule; null for every other kind.</param>
/// <param name="NextDue">When a rule that begins at a moment first starts a run.</param>
/// <param name="PauseAfter">How many failed runs in a row pause it; null is none.</param>
sealed record TriggerRow(string Node, string Kind, string? Slug, string? Rule, Func<DateTimeOffset, DateTimeOffset?> NextDue, int? PauseAfter)
{
    public static TriggerRow Of(Guid workflow, PlannedNode node, TriggerKeys keys)
    {
        // The key is read here, since the row is written on the writer's own thread.
        var (type, written, seed) = (node.Type, node.Configuration, keys.SeedOf(workflow, node.Id));
        return new(node.Id, type.Name, type.Slug(written) is { } slug ? slug.Length > 0 ? slug : keys.KeyOf(workflow, node.Id) : null, type.Rule(written),
            since => type.NextDue(written, seed, since, since), type.PauseAfter(written));
    }
}
