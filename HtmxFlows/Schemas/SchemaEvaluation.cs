using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Expressions;

namespace HtmxFlows.Schemas;

/// <summary>Checks one value. Every step is counted and looks at the token, so that no schema makes it long or large.</summary>
/// <param name="tracks">Whether what was looked at is remembered, for <c>unevaluatedProperties</c> and <c>unevaluatedItems</c>.</param>
sealed class SchemaEvaluation(bool tracks, CancellationToken cancellation)
{
    int steps;

    /// <summary>A part of the value, and how it was come by.</summary>
    sealed record Spot(JsonElement Value, string Name, Spot? Within)
    {
        public string Place => Within is null ? "" : SchemaKeyword.Place(Within.Place, Name);
    }

    /// <summary>The schemas with identifiers that were entered, the last first.</summary>
    sealed record Scope(SchemaResource Resource, Scope? Outer);

    /// <summary>What of a value was looked at by schemas that it fits.</summary>
    sealed class Seen
    {
        public HashSet<string> Members { get; private set; } = [];

        public HashSet<int> Items { get; private set; } = [];

        public int ItemsFromStart { get; private set; }

        public void AddItem(int index) => ItemsFromStart = Math.Max(ItemsFromStart, index + 1);

        public int Size => Members.Count + Items.Count;

        public void Take(Seen other)
        {
            ItemsFromStart = Math.Max(ItemsFromStart, other.ItemsFromStart);
            Members = Union(Members, other.Members);
            Items = Union(Items, other.Items);
        }

        static HashSet<T> Union<T>(HashSet<T> into, HashSet<T> from)
        {
            if (into.Count == 0)
                return from;
            into.UnionWith(from);
            return into;
        }
    }

    /// <param name="Faults">The faults found so far; null if nobody needs them.</param>
    readonly record struct Look(SchemaNode Node, Spot Spot, Scope Scope, List<string>? Faults, Seen? Seen)
    {
        public JsonElement Value => Spot.Value;

        public bool Say(string fault)
        {
            if (Faults is { Count: < JsonSchema.MostFaults })
                Faults.Add($"at “{Spot.Place}”: {fault}");
            return false;
        }
    }

    /// <param name="faults">Receives the faults.</param>
    public bool Fits(SchemaNode root, JsonElement value, List<string> faults) =>
        Fits(root, new(value, "", null), null, faults, null);

    void Spend(int count)
    {
        cancellation.ThrowIfCancellationRequested();
        if ((steps += count) > JsonSchema.MostSteps || steps < 0)
            throw new NodeException($"Checking the answer against the schema takes more than {JsonSchema.MostSteps:N0} steps, the limit. Use a simpler schema, or ask for less.");
    }

    bool Fits(SchemaNode node, Spot spot, Scope? outer, List<string>? faults, Seen? seen)
    {
        Spend(1);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new NodeException("The schema is too recursive for this answer. Use a simpler schema, or ask for less.");
        var scope = outer?.Resource == node.Resource ? outer : new Scope(node.Resource, outer);
        var look = new Look(node, spot, scope, faults, tracks ? new() : null);
        if (node.Always is { } always)
            return always || look.Say("no value is allowed here");
        var fits = InPlace(look) & Any(look) & spot.Value.ValueKind switch
        {
            JsonValueKind.Object => Members(look),
            JsonValueKind.Array => Items(look),
            JsonValueKind.String => Text(look, spot.Value.GetString()!),
            JsonValueKind.Number => Number(look),
            _ => true,
        };
        if (fits && seen is not null)
        {
            Spend(look.Seen!.Size);
            seen.Take(look.Seen);
        }
        return fits;
    }

    bool Fits(SchemaNode node, in Look look) => Fits(node, look.Spot, look.Scope, look.Faults, look.Seen);

    /// <summary>The schemas about the same value.</summary>
    bool InPlace(in Look look)
    {
        var node = look.Node;
        var fits = node.Reference?.Target is not { } target || Fits(target, look);
        if (node.DynamicReference is { } dynamic)
            fits &= Fits(TargetOf(dynamic, look.Scope), look);
        foreach (var one in node.AllOf ?? [])
            fits &= Fits(one, look);
        if (node.AnyOf is not null)
            fits &= Choose(node.AnyOf, look) > 0;
        if (node.OneOf is not null && Choose(node.OneOf, look) is not 1 and var count)
            fits &= count > 1 && look.Say($"it matches {count} schemas of oneOf and must match exactly one");
        if (node.Not is not null && Fits(node.Not, look.Spot, look.Scope, null, null))
            fits &= look.Say("it matches a schema that it must not match");
        if (node.If is not null && (Fits(node.If, look.Spot, look.Scope, null, look.Seen) ? node.Then : node.Else) is { } then)
            fits &= Fits(then, look);
        foreach (var (name, dependent) in node.DependentSchemas ?? new Dictionary<string, SchemaNode>())
        {
            Spend(1);
            if (look.Value.ValueKind == JsonValueKind.Object && look.Value.TryGetProperty(name, out _))
                fits &= Fits(dependent, look);
        }
        return fits;
    }

    SchemaNode TargetOf(SchemaReference reference, Scope scope)
    {
        var target = reference.Target!;
        for (var at = scope; at is not null && reference.Dynamic is not null; at = at.Outer)
        {
            Spend(1);
            target = at.Resource.DynamicAnchors.GetValueOrDefault(reference.Dynamic) ?? target;
        }
        return target;
    }

    /// <returns>How many of the schemas fit. If none does, their faults are reported.</returns>
    int Choose(IReadOnlyList<SchemaNode> nodes, in Look look)
    {
        List<string>? faults = look.Faults is null ? null : [];
        var count = 0;
        foreach (var node in nodes)
            count += Fits(node, look.Spot, look.Scope, faults, look.Seen) ? 1 : 0;
        if (count == 0)
            look.Faults?.AddRange((faults ?? []).Take(JsonSchema.MostFaults - look.Faults.Count));
        return count;
    }

    bool Any(in Look look)
    {
        var node = look.Node;
        var fits = node.Types == SchemaTypes.None || (node.Types & TypesOf(look.Value)) != 0 || look.Say($"it is {Words(TypesOf(look.Value))} and must be {Words(node.Types)}");
        if (node.Const is null && node.Enum is null)
            return fits;
        Spend(Size(look.Value));
        var value = ComparedValue.OfStructure(look.Value);
        if (node.Const is { } expected && expected != value)
            fits &= look.Say("it is not the required value");
        if (node.Enum is { } allowed && !allowed.Contains(value))
            fits &= look.Say("it is not one of the allowed values");
        return fits;
    }

    static SchemaTypes TypesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => SchemaTypes.Null,
        JsonValueKind.True or JsonValueKind.False => SchemaTypes.Boolean,
        JsonValueKind.Object => SchemaTypes.Object,
        JsonValueKind.Array => SchemaTypes.Array,
        JsonValueKind.String => SchemaTypes.String,
        _ => ExactNumber.TryParse(value.GetRawText(), out var number) && number.IsWhole ? SchemaTypes.Integer | SchemaTypes.Number : SchemaTypes.Number,
    };

    static string Words(SchemaTypes types) => types switch
    {
        SchemaTypes.Integer | SchemaTypes.Number => "an integer",
        SchemaTypes.Integer => "an integer",
        SchemaTypes.Object => "an object",
        SchemaTypes.Array => "an array",
        SchemaTypes.Null => "null",
        SchemaTypes.Boolean => "true or false",
        SchemaTypes.String => "a string",
        SchemaTypes.Number => "a number",
        _ => types.ToString().ToLowerInvariant().Replace(", ", " or ", StringComparison.Ordinal),
    };

    /// <summary>The steps of taking a value apart.</summary>
    static int Size(JsonElement value) => 1 + value.GetRawText().Length / 16;

    bool Members(in Look look)
    {
        var node = look.Node;
        var count = look.Value.GetPropertyCount();
        var fits = (node.MinProperties is not { } least || count >= least || look.Say($"it has {count} fields and must have at least {least}"))
            & (node.MaxProperties is not { } most || count <= most || look.Say($"it has {count} fields and must have at most {most}"));
        fits &= HasRequired(look);
        if (node.Properties is null && node.PatternProperties is null && node.AdditionalProperties is null && node.PropertyNames is null && node.UnevaluatedProperties is null)
            return fits;
        var members = look.Value.EnumerateObject().Select(member => (member.Name, member.Value)).ToArray();
        Spend(members.Length);
        var matched = Matched(look, members, ref fits);
        foreach (var (name, value) in members)
        {
            var spot = new Spot(value, name, look.Spot);
            var isKnown = matched.Contains(name);
            if (node.Properties?.TryGetValue(name, out var own) == true)
            {
                isKnown = true;
                fits &= Fits(own, spot, look.Scope, look.Faults, null);
            }
            if (!isKnown && node.AdditionalProperties is { } additional)
            {
                isKnown = true;
                fits &= Fits(additional, spot, look.Scope, look.Faults, null);
            }
            if (node.PropertyNames is { } names)
                fits &= Fits(names, new(Data.Json.Text(name), name, look.Spot), look.Scope, look.Faults, null);
            if (isKnown)
                look.Seen?.Members.Add(name);
        }
        return fits & (node.UnevaluatedProperties is null || UnevaluatedMembers(look, members, node.UnevaluatedProperties));
    }

    bool HasRequired(in Look look)
    {
        var (value, node, fits) = (look.Value, look.Node, true);
        if (node.Required is null && node.DependentRequired is null)
            return true;
        var names = value.EnumerateObject().Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        Spend(names.Count);
        foreach (var name in (node.Required ?? []).Concat((node.DependentRequired ?? new Dictionary<string, IReadOnlyList<string>>()).Where(row => names.Contains(row.Key)).SelectMany(row => row.Value)))
        {
            Spend(1);
            if (!names.Contains(name))
                fits = look.Say($"the field {Data.Json.Text(name).GetRawText()} is missing");
        }
        return fits;
    }

    /// <summary>Checks the members whose names match patterns.</summary>
    /// <returns>Their names.</returns>
    HashSet<string> Matched(in Look look, (string Name, JsonElement Value)[] members, ref bool fits)
    {
        HashSet<string> matched = [];
        foreach (var (pattern, node) in look.Node.PatternProperties ?? new Dictionary<string, SchemaNode>())
        {
            foreach (var (name, value) in members)
            {
                Spend(1 + name.Length / 16);
                if (!Pattern.IsMatch(name, pattern))
                    continue;
                matched.Add(name);
                fits &= Fits(node, new(value, name, look.Spot), look.Scope, look.Faults, null);
            }
        }
        return matched;
    }

    bool UnevaluatedMembers(in Look look, (string Name, JsonElement Value)[] members, SchemaNode node)
    {
        var fits = true;
        foreach (var (name, value) in members)
        {
            if (!look.Seen!.Members.Contains(name))
                fits &= Fits(node, new(value, name, look.Spot), look.Scope, look.Faults, null);
        }
        look.Seen!.Members.UnionWith(members.Select(member => member.Name));
        Spend(members.Length);
        return fits;
    }

    bool Items(in Look look)
    {
        var node = look.Node;
        var count = look.Value.GetArrayLength();
        var fits = (node.MinItems is not { } least || count >= least || look.Say($"it has {count} items and must have at least {least}"))
            & (node.MaxItems is not { } most || count <= most || look.Say($"it has {count} items and must have at most {most}"));
        if (node.UniqueItems && HasTwice(look.Value))
            fits &= look.Say("two of its items are equal");
        if (node.PrefixItems is null && node.Items is null && node.Contains is null && node.UnevaluatedItems is null)
            return fits;
        var (index, contained) = (0, 0);
        foreach (var item in look.Value.EnumerateArray())
        {
            var spot = new Spot(item, index.ToString(CultureInfo.InvariantCulture), look.Spot);
            if ((index < node.PrefixItems?.Count ? node.PrefixItems[index] : node.Items) is { } own)
            {
                fits &= Fits(own, spot, look.Scope, look.Faults, null);
                look.Seen?.AddItem(index);
            }
            if (node.Contains is { } wanted && Fits(wanted, spot, look.Scope, null, null))
            {
                contained++;
                look.Seen?.Items.Add(index);
            }
            index++;
        }
        if (node.Contains is not null && (contained < (node.MinContains ?? 1) || contained > (node.MaxContains ?? int.MaxValue)))
            fits &= look.Say($"{contained} of its items match the schema of contains, which is too {(contained < (node.MinContains ?? 1) ? "few" : "many")}");
        return fits & (node.UnevaluatedItems is null || UnevaluatedItems(look, node.UnevaluatedItems));
    }

    bool HasTwice(JsonElement list)
    {
        Spend(Size(list));
        HashSet<ComparedValue> items = [];
        foreach (var item in list.EnumerateArray())
        {
            Spend(1);
            if (!items.Add(ComparedValue.OfStructure(item)))
                return true;
        }
        return false;
    }

    bool UnevaluatedItems(in Look look, SchemaNode node)
    {
        var (fits, index) = (true, 0);
        foreach (var item in look.Value.EnumerateArray())
        {
            Spend(1);
            if (index >= look.Seen!.ItemsFromStart && !look.Seen.Items.Contains(index))
                fits &= Fits(node, new(item, index.ToString(CultureInfo.InvariantCulture), look.Spot), look.Scope, look.Faults, null);
            index++;
        }
        look.Seen!.AddItem(index - 1);
        return fits;
    }

    bool Text(in Look look, string text)
    {
        var node = look.Node;
        var fits = true;
        if (node.MinLength is not null || node.MaxLength is not null)
        {
            Spend(1 + text.Length / 16);
            var length = text.Length - text.Count(char.IsLowSurrogate);
            fits &= (node.MinLength is not { } least || length >= least || look.Say($"it has {length} letters and must have at least {least}"))
                & (node.MaxLength is not { } most || length <= most || look.Say($"it has {length} letters and must have at most {most}"));
        }
        if (node.Pattern is { } pattern)
        {
            Spend(1 + text.Length / 16);
            fits &= Pattern.IsMatch(text, pattern) || look.Say($"it does not match the pattern {pattern}");
        }
        if (node.Format is { } format)
        {
            Spend(1 + text.Length / 16);
            fits &= SchemaFormat.Holds(format, text) || look.Say($"it does not have the format {format}");
        }
        return fits;
    }

    bool Number(in Look look)
    {
        var node = look.Node;
        if (node.Minimum is null && node.Maximum is null && node.ExclusiveMinimum is null && node.ExclusiveMaximum is null && node.MultipleOf is null)
            return true;
        var text = look.Value.GetRawText();
        Spend(1 + text.Length / 16);
        if (!ExactNumber.TryParse(text, out var number))
            return look.Say("it is too large to compare");
        return (!(number < node.Minimum) || look.Say("it is below the minimum"))
            & (!(number > node.Maximum) || look.Say("it is above the maximum"))
            & (!(number <= node.ExclusiveMinimum) || look.Say("it is not above the exclusive minimum"))
            & (!(number >= node.ExclusiveMaximum) || look.Say("it is not below the exclusive maximum"))
            & (node.MultipleOf is not { } factor || IsMultiple(number, factor) || look.Say("it is not a multiple of the required number"));
    }

    /// <summary>Exact up to 28 digits on either side of the point; what is larger is a multiple if it is one by its first digits.</summary>
    static bool IsMultiple(ExactNumber number, ExactNumber factor)
    {
        if (number.ToUnits() is { } units && factor.ToUnits() is { IsZero: false } divisor)
            return BigInteger.Remainder(units, divisor).IsZero;
        var ratio = number.ToDouble() / factor.ToDouble();
        return double.IsFinite(ratio) && Math.Floor(ratio) == ratio;
    }
}
