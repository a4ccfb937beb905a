using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>Finds the values in which two JSON objects differ, and says what forms call them.</summary>
sealed class FieldComparison
{
    static readonly Place Inputs = new("inputs", "Inputs", ConfigurationShape.Of(typeof(FlowInput)));

    static readonly Place Concurrency = new("concurrency", "Concurrency", ConfigurationShape.Of(typeof(FlowConcurrency)));

    static readonly Place Settings = new("settings", "Settings", FlowRunSettings.Shape);

    readonly List<FieldChange> changes = [];

    /// <summary>What differs in a node; one that is null has no id, no type and no data.</summary>
    public static IReadOnlyList<FieldChange> OfNode(FlowNode? before, FlowNode? after, NodeCatalogue catalogue)
    {
        var comparison = new FieldComparison();
        if (before is not null && after is not null)
        {
            comparison.Compare(new("id", "Id", null), Json.Text(before.Id), Json.Text(after.Id));
            comparison.Compare(new("type", "Type", null), Json.Text(before.Type), Json.Text(after.Type));
        }
        comparison.Members(new("data", null, catalogue.Find((after ?? before)!.Type)?.Shape), before?.Data ?? Json.EmptyObject, after?.Data ?? Json.EmptyObject);
        return comparison.changes;
    }

    /// <summary>What differs in what flows say of their runs.</summary>
    public static IReadOnlyList<FieldChange> OfSettings(JsonElement before, JsonElement after)
    {
        var comparison = new FieldComparison();
        foreach (var place in new[] { Inputs, Concurrency, Settings })
            comparison.Compare(place, Member(before, place.Path), Member(after, place.Path));
        return comparison.changes;
    }

    void Compare(Place place, JsonElement? before, JsonElement? after)
    {
        if (before is { } old && after is { } present)
            Compare(place, old, present);
        else if (before is not null || after is not null)
            changes.Add(new(place.Path, place.Label, before, after));
    }

    void Compare(Place place, JsonElement before, JsonElement after)
    {
        if (JsonElement.DeepEquals(before, after))
            return;
        switch (before.ValueKind, after.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                Members(place, before, after);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                Items(place, [.. before.EnumerateArray()], [.. after.EnumerateArray()]);
                break;
            default:
                changes.Add(new(place.Path, place.Label, before, after));
                break;
        }
    }

    void Members(Place place, JsonElement before, JsonElement after)
    {
        var (old, present) = (Keyed(before), Keyed(after));
        foreach (var name in present.Keys.Union(old.Keys))
            Compare(place.Member(name), At(old, name), At(present, name));
    }

    /// <summary>What lies between the items with which both begin and those with which both end, one by one.</summary>
    void Items(Place place, JsonElement[] before, JsonElement[] after)
    {
        var start = Same(before, after);
        var end = Same(before[start..].Reverse(), after[start..].Reverse());
        var (gone, come) = (before[start..^end], after[start..^end]);
        for (var i = 0; i < Math.Max(gone.Length, come.Length); i++)
            Compare(place.Item(start + i), At(gone, i), At(come, i));
    }

    static int Same(IEnumerable<JsonElement> before, IEnumerable<JsonElement> after) =>
        before.Zip(after).TakeWhile(pair => JsonElement.DeepEquals(pair.First, pair.Second)).Count();

    // To look for one member in JSON takes as long as there are members.
    static Dictionary<string, JsonElement> Keyed(JsonElement value)
    {
        Dictionary<string, JsonElement> members = [];
        foreach (var member in value.EnumerateObject())
            members[member.Name] = member.Value;
        return members;
    }

    static JsonElement? At(Dictionary<string, JsonElement> members, string name) => members.TryGetValue(name, out var found) ? found : null;

    static JsonElement? At(JsonElement[] items, int index) => index < items.Length ? items[index] : null;

    static JsonElement? Member(JsonElement value, string name) => value.TryGetProperty(name, out var found) ? found : null;

    /// <summary>Where a value is.</summary>
    /// <param name="Shape">The fields that it has, or that each of its rows has; null if nobody knows.</param>
    sealed record Place(string Path, string? Label, ConfigurationShape? Shape)
    {
        public Place Member(string name)
        {
            var path = $"{Path}.{(name.Length > 0 && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-') ? name : $"[{name}]")}";
            return path switch
            {
                "data.label" => new(path, "Label", null),
                "data.settings" => new(path, "Settings", NodeSettings.Shape),
                _ when Shape?.Fields.FirstOrDefault(field => field.Name == name) is { } field => new(path, Label is null ? field.Label : $"{Label} › {field.Label}", field.Rows ?? field.Group),
                _ => new(path, null, null),
            };
        }

        public Place Item(int index) => new($"{Path}[{index}]", Label is null ? null : $"{Label} {index + 1}", Shape);
    }
}
