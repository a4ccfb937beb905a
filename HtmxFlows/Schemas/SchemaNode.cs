using HtmxFlows.Conditions;

namespace HtmxFlows.Schemas;

/// <summary>The types of JSON, as a schema names them.</summary>
[Flags]
enum SchemaTypes { None = 0, Null = 1, Boolean = 2, Object = 4, Array = 8, Number = 16, String = 32, Integer = 64 }

/// <summary>A schema, or one within another: what it asks of the value that it is about. What it does not ask for is null.</summary>
/// <param name="place">Where it is, as a JSON pointer from the root.</param>
/// <param name="resource">The schema with an identifier of its own to which it belongs.</param>
sealed class SchemaNode(string place, SchemaResource resource)
{
    public string Place { get; } = place;

    public SchemaResource Resource { get; } = resource;

    /// <summary>The answer of the schemas <c>true</c> and <c>false</c>.</summary>
    public bool? Always { get; init; }

    // About the value as it is.
    public SchemaReference? Reference { get; set; }
    public SchemaReference? DynamicReference { get; set; }
    public IReadOnlyList<SchemaNode>? AllOf { get; set; }
    public IReadOnlyList<SchemaNode>? AnyOf { get; set; }
    public IReadOnlyList<SchemaNode>? OneOf { get; set; }
    public SchemaNode? Not { get; set; }
    public SchemaNode? If { get; set; }
    public SchemaNode? Then { get; set; }
    public SchemaNode? Else { get; set; }
    public IReadOnlyDictionary<string, SchemaNode>? DependentSchemas { get; set; }

    // About its members.
    public IReadOnlyDictionary<string, SchemaNode>? Properties { get; set; }
    public IReadOnlyDictionary<string, SchemaNode>? PatternProperties { get; set; }
    public SchemaNode? AdditionalProperties { get; set; }
    public SchemaNode? PropertyNames { get; set; }
    public SchemaNode? UnevaluatedProperties { get; set; }
    public int? MinProperties { get; set; }
    public int? MaxProperties { get; set; }
    public IReadOnlyList<string>? Required { get; set; }
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? DependentRequired { get; set; }

    // About its items.
    public IReadOnlyList<SchemaNode>? PrefixItems { get; set; }
    public SchemaNode? Items { get; set; }
    public SchemaNode? Contains { get; set; }
    public int? MinContains { get; set; }
    public int? MaxContains { get; set; }
    public SchemaNode? UnevaluatedItems { get; set; }
    public int? MinItems { get; set; }
    public int? MaxItems { get; set; }
    public bool UniqueItems { get; set; }

    // About texts, numbers and any value.
    public SchemaTypes Types { get; set; }
    public ComparedValue? Const { get; set; }
    public IReadOnlySet<ComparedValue>? Enum { get; set; }
    public int? MinLength { get; set; }
    public int? MaxLength { get; set; }
    public string? Pattern { get; set; }
    public string? Format { get; set; }
    public ExactNumber? Minimum { get; set; }
    public ExactNumber? Maximum { get; set; }
    public ExactNumber? ExclusiveMinimum { get; set; }
    public ExactNumber? ExclusiveMaximum { get; set; }
    public ExactNumber? MultipleOf { get; set; }

    /// <summary>The schemas that are about the same value as this one.</summary>
    public IEnumerable<SchemaNode> InPlace =>
    [
        .. AllOf ?? [], .. AnyOf ?? [], .. OneOf ?? [], .. new[] { Not, If, Then, Else }.OfType<SchemaNode>(), .. DependentSchemas?.Values ?? [],
        .. Reference?.Targets ?? [], .. DynamicReference?.Targets ?? [],
    ];
}

/// <summary>A schema with an identifier of its own, and the names in it.</summary>
sealed class SchemaResource(Uri address)
{
    public Uri Address { get; } = address;

    public SchemaNode? Root { get; set; }

    public Dictionary<string, SchemaNode> Anchors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SchemaNode> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}

/// <summary>What a reference leads to.</summary>
/// <param name="Text">As it was written.</param>
sealed record SchemaReference(string Text)
{
    /// <summary>The schema that it leads to wherever it is followed from.</summary>
    public SchemaNode? Target { get; set; }

    /// <summary>The name that is looked for in what was entered first; null if it is <see cref="Target"/> in any case.</summary>
    public string? Dynamic { get; set; }

    /// <summary>All schemas that it may lead to.</summary>
    public IReadOnlyList<SchemaNode> Targets { get; set; } = [];
}
