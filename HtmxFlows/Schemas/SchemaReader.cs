using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Schemas;

/// <summary>Reads a schema: its parts first, then what their references lead to, and last whether following them ends.</summary>
sealed class SchemaReader(JsonElement schema)
{
    // What schemas without an identifier stand under; nothing is fetched, from here or elsewhere.
    static readonly Uri Base = new("https://schema.invalid/");

    readonly Dictionary<string, SchemaNode> nodes = new(StringComparer.Ordinal);
    readonly Dictionary<Uri, SchemaResource> resources = [];
    readonly Queue<(SchemaNode Node, string Keyword, SchemaReference Reference)> unresolved = new();

    SchemaDialect dialect = SchemaDialect.Draft202012;

    /// <exception cref="SchemaException">It cannot be used.</exception>
    public JsonSchema Read()
    {
        if (schema.TryGetProperty("$schema", out var version))
            dialect = SchemaDialects.Read("", version);
        var root = Read(schema, "", null);
        while (unresolved.TryDequeue(out var next))
            Resolve(next.Node, next.Keyword, next.Reference);
        foreach (var reference in nodes.Values.Select(node => node.DynamicReference).OfType<SchemaReference>())
            reference.Targets = [reference.Target!, .. resources.Values.Select(resource => reference.Dynamic is { } name ? resource.DynamicAnchors.GetValueOrDefault(name) : null).OfType<SchemaNode>()];
        SchemaLoops.Check(nodes.Values);
        return new(root, nodes.Values.Any(node => node.UnevaluatedItems is not null || node.UnevaluatedProperties is not null));
    }

    SchemaNode Read(JsonElement value, string place, SchemaResource? within)
    {
        if (nodes.Count >= JsonSchema.MostSchemas)
            throw new SchemaException(place, $"it contains more than {JsonSchema.MostSchemas} schemas. Ask for less in one answer.");
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return nodes[place] = new(place, within ?? Resource(Base)) { Always = value.GetBoolean() };
        if (value.ValueKind != JsonValueKind.Object)
            throw new SchemaException(place, $"it is {Json.Describe(value)}; a schema is an object, true or false.");
        if (within is not null && value.TryGetProperty("$schema", out var version) && SchemaDialects.Read(place, version) != dialect)
            throw new SchemaException($"{place}/$schema", "the whole schema must use one version of JSON Schema. Remove it here.");
        var hasOnlyReference = dialect <= SchemaDialect.Draft07 && value.TryGetProperty("$ref", out _);
        var resource = hasOnlyReference ? within ?? Resource(Base) : ResourceOf(value, place, within);
        var node = nodes[place] = new(place, resource);
        resource.Root ??= node;
        if (hasOnlyReference)
        {
            foreach (var member in value.EnumerateObject().Where(member => member.Name is "$ref" or "definitions"))
                ReadKeyword(node, member, value);
            return node;
        }
        foreach (var member in value.EnumerateObject())
            ReadKeyword(node, member, value);
        return node;
    }

    SchemaResource Resource(Uri address) =>
        resources.TryGetValue(address, out var known) ? known : resources[address] = new(address);

    SchemaResource ResourceOf(JsonElement value, string place, SchemaResource? within)
    {
        var outer = within ?? Resource(Base);
        if (!value.TryGetProperty("$id", out var id))
            return outer;
        if (id.ValueKind != JsonValueKind.String || !Uri.TryCreate(outer.Address, id.GetString(), out var address))
            throw new SchemaException($"{place}/$id", "an identifier is text with a URI.");
        // In the older drafts, #name is what $anchor is in the newer ones.
        if (id.GetString() is ['#', ..] && dialect <= SchemaDialect.Draft07)
            return outer;
        if (address.Fragment.Length > 1)
            throw new SchemaException($"{place}/$id", "an identifier has no fragment. Use $anchor instead.");
        address = WithoutFragment(address);
        if (resources.TryGetValue(address, out var other) && other.Root is not null)
            throw new SchemaException($"{place}/$id", $"the schema at “{other.Root.Place}” has the same identifier. Use another.");
        return Resource(address);
    }

    void ReadKeyword(SchemaNode node, JsonProperty member, JsonElement within)
    {
        var (name, value) = (member.Name, member.Value);
        var keyword = new SchemaKeyword(SchemaKeyword.Place(node.Place, name), name, value);
        switch (name)
        {
            case "$ref":
                node.Reference = Reference(node, keyword);
                break;
            case "$dynamicRef" when dialect == SchemaDialect.Draft202012:
            case "$recursiveRef" when dialect == SchemaDialect.Draft201909:
                node.DynamicReference = Reference(node, keyword);
                break;
            case "$id" when dialect <= SchemaDialect.Draft07 && value.GetString() is ['#', _, .. var anchor]:
                Name(node, node.Resource.Anchors, value.GetString()![1..], keyword);
                break;
            case "$anchor" when dialect >= SchemaDialect.Draft201909:
                Name(node, node.Resource.Anchors, keyword.Text(), keyword);
                break;
            case "$dynamicAnchor" when dialect == SchemaDialect.Draft202012:
                Name(node, node.Resource.Anchors, keyword.Text(), keyword);
                Name(node, node.Resource.DynamicAnchors, keyword.Text(), keyword);
                break;
            case "$recursiveAnchor" when dialect == SchemaDialect.Draft201909 && keyword.Flag():
                Name(node, node.Resource.DynamicAnchors, "", keyword);
                break;
            case "$defs" or "definitions":
                _ = Map(node, keyword);
                break;
            case "allOf":
                node.AllOf = List(node, keyword);
                break;
            case "anyOf":
                node.AnyOf = List(node, keyword);
                break;
            case "oneOf":
                node.OneOf = List(node, keyword);
                break;
            case "not":
                node.Not = Schema(node, keyword);
                break;
            case "if" when dialect >= SchemaDialect.Draft07:
                node.If = Schema(node, keyword);
                break;
            case "then" when dialect >= SchemaDialect.Draft07:
                node.Then = Schema(node, keyword);
                break;
            case "else" when dialect >= SchemaDialect.Draft07:
                node.Else = Schema(node, keyword);
                break;
            case "dependentSchemas" when dialect >= SchemaDialect.Draft201909:
                node.DependentSchemas = Map(node, keyword);
                break;
            case "dependentRequired" when dialect >= SchemaDialect.Draft201909:
                node.DependentRequired = keyword.Members().ToDictionary(item => item.Name, item => item.Texts());
                break;
            case "dependencies":
                var dependencies = keyword.Members().ToArray();
                node.DependentRequired = dependencies.Where(item => item.Value.ValueKind == JsonValueKind.Array).ToDictionary(item => item.Name, item => item.Texts());
                node.DependentSchemas = dependencies.Where(item => item.Value.ValueKind != JsonValueKind.Array).ToDictionary(item => item.Name, item => Schema(node, item));
                break;
            case "properties":
                node.Properties = Map(node, keyword);
                break;
            case "patternProperties":
                node.PatternProperties = Map(node, keyword);
                foreach (var item in keyword.Members())
                    item.CheckPattern(item.Name);
                break;
            case "additionalProperties":
                node.AdditionalProperties = Schema(node, keyword);
                break;
            case "propertyNames":
                node.PropertyNames = Schema(node, keyword);
                break;
            case "unevaluatedProperties" when dialect >= SchemaDialect.Draft201909:
                node.UnevaluatedProperties = Schema(node, keyword);
                break;
            case "prefixItems" when dialect == SchemaDialect.Draft202012:
                node.PrefixItems = List(node, keyword);
                break;
            case "items" when value.ValueKind == JsonValueKind.Array && dialect < SchemaDialect.Draft202012:
                node.PrefixItems = List(node, keyword);
                break;
            case "additionalItems" when dialect < SchemaDialect.Draft202012 && !(within.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array):
                break;
            case "items":
            case "additionalItems" when dialect < SchemaDialect.Draft202012:
                node.Items = Schema(node, keyword);
                break;
            case "contains":
                node.Contains = Schema(node, keyword);
                break;
            case "unevaluatedItems" when dialect >= SchemaDialect.Draft201909:
                node.UnevaluatedItems = Schema(node, keyword);
                break;
            default:
                SchemaAssertions.Read(node, keyword, dialect);
                break;
        }
    }

    SchemaReference Reference(SchemaNode node, SchemaKeyword keyword)
    {
        var reference = new SchemaReference(keyword.Text());
        unresolved.Enqueue((node, keyword.Name, reference));
        return reference;
    }

    static void Name(SchemaNode node, Dictionary<string, SchemaNode> names, string name, SchemaKeyword keyword)
    {
        if (!names.TryAdd(name, node) && names[name] != node)
            throw new SchemaException(keyword.Where, $"the schema at “{names[name].Place}” has the same name. Use another.");
    }

    SchemaNode Schema(SchemaNode node, SchemaKeyword keyword) => Read(keyword.Value, keyword.Where, node.Resource);

    SchemaNode[] List(SchemaNode node, SchemaKeyword keyword) => [.. keyword.Items().Select(item => Schema(node, item))];

    Dictionary<string, SchemaNode> Map(SchemaNode node, SchemaKeyword keyword) =>
        keyword.Members().ToDictionary(item => item.Name, item => Schema(node, item), StringComparer.Ordinal);

    void Resolve(SchemaNode node, string keyword, SchemaReference reference)
    {
        var text = reference.Text;
        var (resource, fragment) = (node.Resource, text.StartsWith('#') ? text[1..] : "");
        if (!text.StartsWith('#'))
        {
            if (!Uri.TryCreate(node.Resource.Address, text, out var address))
                throw Leads(node, keyword, text);
            fragment = address.Fragment.TrimStart('#');
            resource = resources.GetValueOrDefault(WithoutFragment(address)) ?? throw Leads(node, keyword, text);
        }
        reference.Target = Find(resource, Uri.UnescapeDataString(fragment)) ?? throw Leads(node, keyword, text);
        reference.Targets = [reference.Target];
        reference.Dynamic = keyword != "$ref" && reference.Target.Resource.DynamicAnchors.GetValueOrDefault(fragment) == reference.Target ? fragment : null;
    }

    SchemaNode? Find(SchemaResource resource, string fragment)
    {
        if (fragment.Length == 0)
            return resource.Root;
        if (fragment[0] != '/')
            return resource.Anchors.GetValueOrDefault(fragment);
        // A place that no keyword makes a schema is one if a reference leads to it.
        var place = resource.Root?.Place + fragment;
        return nodes.TryGetValue(place, out var known) ? known : SchemaKeyword.Find(schema, place) is { } found ? Read(found, place, resource) : null;
    }

    static SchemaException Leads(SchemaNode node, string keyword, string text) => new($"{node.Place}/{keyword}",
        $"“{Excerpt.Of(text)}” does not exist in this schema, and external schemas are not loaded. Put the schema into $defs, and refer to it as #/$defs/NAME.");

    static Uri WithoutFragment(Uri address) => address.Fragment.Length == 0 ? address : new(address.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.Fragment, UriFormat.UriEscaped));
}
