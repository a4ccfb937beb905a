using System.Collections.Immutable;
using System.Text.Json;
using System.Xml;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>JSON as XML, in the form that <see cref="XmlJson"/> gives.</summary>
static class JsonXml
{
    const string Declaration = "xmlns";

    static readonly XmlWriterSettings Written = new() { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" };

    /// <summary>The namespaces that need no declaration.</summary>
    static readonly ImmutableDictionary<string, string> Known = ImmutableDictionary<string, string>.Empty.Add("", "").Add("xml", "http://www.w3.org/XML/1998/namespace");

    /// <summary>The XML of an object with one field, the root element.</summary>
    public static string Format(JsonElement value, NodeLimits limits, CancellationToken cancellation)
    {
        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() != 1)
            throw new NodeException($"The value is {Json.Describe(value)}; XML needs an object with one field, the root element.");
        var root = value.EnumerateObject().First();
        if (root.Value.ValueKind == JsonValueKind.Array)
            throw new NodeException($"`{Excerpt.Of(root.Name)}` is {Json.Describe(root.Value)}, but XML has one root element. Put the list into a field of it.");
        using var text = new LimitedWriter(limits.OutputBytes, cancellation);
        try
        {
            using (var writer = XmlWriter.Create(text, Written))
                Write(writer, root.Name, root.Value, Known);
            return text.ToString();
        }
        catch (Exception error) when (error is XmlException or ArgumentException or InvalidOperationException)
        {
            throw new NodeException($"The value cannot be written as XML: {Excerpt.Of(error.Message, 300)}", error);
        }
    }

    static void Write(XmlWriter writer, string name, JsonElement value, ImmutableDictionary<string, string> namespaces)
    {
        JsonProperty[] members = value.ValueKind == JsonValueKind.Object ? [.. value.EnumerateObject()] : [];
        // Attributes come first, wherever they are in the object.
        var attributes = members.Where(member => member.Name.StartsWith('@')).ToLookup(member => IsDeclaration(member.Name[1..]));
        var inner = namespaces.SetItems(attributes[true].Select(member => KeyValuePair.Create(Split(member.Name[1..]) is (Declaration, var prefix) ? prefix : "", Text(member.Value))));
        var (own, local) = Split(name);
        writer.WriteStartElement(own, Named(local), Namespace(own, inner));
        foreach (var member in attributes[true])
            WriteDeclaration(writer, Split(member.Name[1..]), Text(member.Value));
        foreach (var member in attributes[false])
            WriteAttribute(writer, Split(member.Name[1..]), Text(member.Value), inner);
        if (value.ValueKind != JsonValueKind.Object)
            writer.WriteString(Text(value));
        foreach (var member in members.Where(member => !member.Name.StartsWith('@')))
        {
            if (member.Name == "#text")
                writer.WriteString(Text(member.Value));
            else
                WriteEach(writer, member.Name, member.Value, inner);
        }
        writer.WriteEndElement();
    }

    static void WriteEach(XmlWriter writer, string name, JsonElement value, ImmutableDictionary<string, string> namespaces)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Write(writer, name, value, namespaces);
            return;
        }
        foreach (var item in value.EnumerateArray())
            Write(writer, name, item, namespaces);
    }

    static void WriteDeclaration(XmlWriter writer, (string Prefix, string Local) name, string address)
    {
        if (name.Prefix.Length > 0)
            writer.WriteAttributeString(Declaration, Named(name.Local), null, address);
        else
            writer.WriteAttributeString(Declaration, address);
    }

    static void WriteAttribute(XmlWriter writer, (string Prefix, string Local) name, string value, ImmutableDictionary<string, string> namespaces)
    {
        if (name.Prefix.Length > 0)
            writer.WriteAttributeString(name.Prefix, Named(name.Local), Namespace(name.Prefix, namespaces), value);
        else
            writer.WriteAttributeString(Named(name.Local), value);
    }

    static bool IsDeclaration(string attribute) => attribute == Declaration || attribute.StartsWith($"{Declaration}:", StringComparison.Ordinal);

    static (string Prefix, string Local) Split(string name) => name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (name[..colon], name[(colon + 1)..]) : ("", name);

    static string Namespace(string prefix, ImmutableDictionary<string, string> namespaces) => namespaces.TryGetValue(prefix, out var address) ? address
        : throw new NodeException($"The value cannot be written as XML: the prefix `{Excerpt.Of(prefix)}` is not declared. Add the field `@xmlns:{Excerpt.Of(prefix)}` with the namespace URI to the element, or to one around it.");

    static string Named(string name) => XmlConvert.VerifyNCName(name) is var local && local == Declaration
        ? throw new XmlException("xmlns declares a namespace, and is no name for anything else.") : local;

    static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.Array or JsonValueKind.Object => throw new NodeException($"XML has no form for {Json.Describe(value)}. Put it into a named field."),
        _ => Json.AsText(value),
    };
}
