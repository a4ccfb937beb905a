using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>XML elements as JSON: attributes as <c>@name</c>, repeated elements as lists, mixed text as <c>#text</c>, names with their prefixes.</summary>
/// <param name="lists">The elements that are always lists: <c>name</c>, or <c>parent/name</c>, which is an empty list if there is none.</param>
sealed class XmlJson(IReadOnlyList<string> lists, CancellationToken cancellation)
{
    const string Declaration = "xmlns";

    /// <summary>The object of the root element.</summary>
    /// <exception cref="NodeException">As JSON it nests too deep.</exception>
    public JsonElement Of(XmlElement root) => Json.From(new JsonObject { [root.Name] = ToJson(root, 1) });

    /// <param name="level">How deep the JSON is by now; lists are levels too.</param>
    JsonNode ToJson(XmlElement element, int level)
    {
        cancellation.ThrowIfCancellationRequested();
        if (level > Json.MaxDepth)
            throw new NodeException($"As JSON, the XML nests deeper than {Json.MaxDepth} levels, the limit of an output. Extract a part of it.");
        XmlElement[] children = [.. element.ChildNodes.OfType<XmlElement>()];
        string[] empty = [.. lists.Where(name => name.StartsWith($"{element.Name}/", StringComparison.Ordinal)).Select(name => name[(element.Name.Length + 1)..])];
        if (children.Length == 0 && empty.Length == 0 && !HasAttributes(element))
            return element.InnerText;
        var result = new JsonObject();
        foreach (XmlAttribute attribute in element.Attributes)
            result[$"@{attribute.Name}"] = attribute.Value;
        foreach (var same in children.GroupBy(child => child.Name))
            result[same.Key] = same.Count() > 1 || IsList(element, same.Key) ? new JsonArray([.. same.Select(child => ToJson(child, level + 2))]) : ToJson(same.First(), level + 1);
        foreach (var name in empty.Where(name => !result.ContainsKey(name)))
            result[name] = new JsonArray();
        var text = string.Concat(element.ChildNodes.OfType<XmlCharacterData>().Where(node => node is not XmlComment).Select(node => node.Value));
        if (!string.IsNullOrWhiteSpace(text))
            result["#text"] = children.Length > 0 ? text.Trim() : text;
        return result;
    }

    bool IsList(XmlElement parent, string name) => lists.Contains(name) || lists.Contains($"{parent.Name}/{name}");

    /// <summary>An element with text alone stays a text if it only declares namespaces that its own name does not show.</summary>
    static bool HasAttributes(XmlElement element) =>
        element.Attributes.Cast<XmlAttribute>().Any(attribute => attribute.Prefix != Declaration && attribute.Name != Declaration
            || element.Prefix.Length > 0 && attribute.Prefix == Declaration && attribute.LocalName == element.Prefix);
}
