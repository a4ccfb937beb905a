using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>XML as JSON and as a document to walk in, read without document types, entities of its own, and anything from elsewhere.</summary>
static class XmlText
{
    const int MostLevels = 256;

    static readonly XmlWriterSettings Written = new() { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" };

    static readonly XmlReaderSettings Closed = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>A document whose every step looks at the token, since a path may take as many as there are nodes times nodes.</summary>
    public static XPathNavigator Navigate(string xml, CancellationToken cancellation) =>
        Read(xml, reader => new CancellableNavigator(new XPathDocument(reader, XmlSpace.Preserve).CreateNavigator(), new(cancellation)), cancellation);

    /// <summary>The object of the root element.</summary>
    public static JsonElement Parse(string xml, CancellationToken cancellation)
    {
        var root = Read(xml, reader => XDocument.Load(reader).Root!, cancellation);
        return Json.From(new JsonObject { [root.Name.LocalName] = ToJson(root, 1, cancellation) });
    }

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
                Write(writer, root.Name, root.Value);
            return text.ToString();
        }
        catch (Exception error) when (error is XmlException or ArgumentException or InvalidOperationException)
        {
            throw new NodeException($"The value cannot be written as XML: {Excerpt.Of(error.Message, 300)}", error);
        }
    }

    static T Read<T>(string xml, Func<XmlReader, T> read, CancellationToken cancellation)
    {
        try
        {
            CheckDepth(xml, cancellation);
            using var reader = XmlReader.Create(new StringReader(xml.TrimStart('\uFEFF')), Closed);
            return read(reader);
        }
        catch (XmlException error)
        {
            throw new NodeException(xml.Contains("<!DOCTYPE", StringComparison.Ordinal)
                ? "The XML has a document type (<!DOCTYPE …>), which is not supported, since it can load files and expand without limit. Remove it."
                : $"The value is not valid XML: {error.Message}", error);
        }
    }

    static void CheckDepth(string xml, CancellationToken cancellation)
    {
        using var reader = XmlReader.Create(new StringReader(xml.TrimStart('\uFEFF')), Closed);
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (reader.Depth > MostLevels)
                throw new NodeException($"The XML nests deeper than {MostLevels} levels. Use a part of it.");
        }
    }

    /// <param name="level">How deep the JSON is by now; lists are levels too.</param>
    static JsonNode ToJson(XElement element, int level, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (level > Json.MaxDepth)
            throw new NodeException($"As JSON, the XML nests deeper than {Json.MaxDepth} levels, the limit of an output. Extract a part of it.");
        var attributes = element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration).ToArray();
        if (!element.HasElements && attributes.Length == 0)
            return element.Value;
        var result = new JsonObject();
        foreach (var attribute in attributes)
            result[$"@{attribute.Name.LocalName}"] = attribute.Value;
        foreach (var same in element.Elements().GroupBy(child => child.Name.LocalName))
            result[same.Key] = same.Count() == 1 ? ToJson(same.First(), level + 1, cancellation) : new JsonArray([.. same.Select(child => ToJson(child, level + 2, cancellation))]);
        var text = string.Concat(element.Nodes().OfType<XText>().Select(words => words.Value));
        if (!string.IsNullOrWhiteSpace(text))
            result["#text"] = element.HasElements ? text.Trim() : text;
        return result;
    }

    static void Write(XmlWriter writer, string name, JsonElement value)
    {
        writer.WriteStartElement(Local(name));
        if (value.ValueKind != JsonValueKind.Object)
        {
            writer.WriteString(Text(value));
            writer.WriteEndElement();
            return;
        }
        // Attributes come first, wherever they stand in the object.
        foreach (var member in value.EnumerateObject().Where(member => member.Name.StartsWith('@')))
            writer.WriteAttributeString(Local(member.Name[1..]), Text(member.Value));
        foreach (var member in value.EnumerateObject().Where(member => !member.Name.StartsWith('@')))
        {
            if (member.Name == "#text")
                writer.WriteString(Text(member.Value));
            else
                WriteEach(writer, member.Name, member.Value);
        }
        writer.WriteEndElement();
    }

    static void WriteEach(XmlWriter writer, string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Write(writer, name, value);
            return;
        }
        foreach (var item in value.EnumerateArray())
            Write(writer, name, item);
    }

    /// <summary>A name without a prefix, for a namespace would have to be declared.</summary>
    static string Local(string name) => XmlConvert.VerifyNCName(name) is var local && local == "xmlns"
        ? throw new XmlException("xmlns declares a namespace, and is no name for anything else.") : local;

    static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.Array or JsonValueKind.Object => throw new NodeException($"XML has no form for {Json.Describe(value)}. Put it into a named field."),
        _ => Json.AsText(value),
    };
}

/// <summary>What a path has used: it ends when nobody wants its result any more, or when it has taken too much text out of the document.</summary>
sealed class PathBudget(CancellationToken cancellation)
{
    /// <summary>How much text the paths of one node may take out of a document, in characters: functions copy what they get.</summary>
    public const long MostText = 64L * 1024 * 1024;

    long taken;

    public void Step() => cancellation.ThrowIfCancellationRequested();

    public string Take(string text) => (taken += text.Length) <= MostText ? text
        : throw new NodeException($"The paths extract more than {MostText:N0} characters of text, the limit. Use paths to smaller parts.");
}

/// <summary>A navigator that counts what is done with it.</summary>
sealed class CancellableNavigator(XPathNavigator inner, PathBudget budget) : XPathNavigator
{
    XPathNavigator Inner
    {
        get
        {
            budget.Step();
            return inner;
        }
    }

    public override string BaseURI => inner.BaseURI;
    public override bool IsEmptyElement => inner.IsEmptyElement;
    public override string LocalName => inner.LocalName;
    public override string Name => inner.Name;
    public override XmlNameTable NameTable => inner.NameTable;
    public override string NamespaceURI => inner.NamespaceURI;
    public override XPathNodeType NodeType => inner.NodeType;
    public override string Prefix => inner.Prefix;
    public override string Value => budget.Take(Inner.Value);

    public override XPathNavigator Clone() => new CancellableNavigator(inner.Clone(), budget);
    public override XmlNodeOrder ComparePosition(XPathNavigator? nav) => Inner.ComparePosition((nav as CancellableNavigator)?.Inner);
    public override bool IsSamePosition(XPathNavigator other) => other is CancellableNavigator cancellable && inner.IsSamePosition(cancellable.Inner);
    public override bool MoveTo(XPathNavigator other) => other is CancellableNavigator cancellable && inner.MoveTo(cancellable.Inner);
    public override bool MoveToFirstAttribute() => Inner.MoveToFirstAttribute();
    public override bool MoveToFirstChild() => Inner.MoveToFirstChild();
    public override bool MoveToFirstNamespace(XPathNamespaceScope namespaceScope) => Inner.MoveToFirstNamespace(namespaceScope);
    public override bool MoveToId(string id) => Inner.MoveToId(id);
    public override bool MoveToNext() => Inner.MoveToNext();
    public override bool MoveToNextAttribute() => Inner.MoveToNextAttribute();
    public override bool MoveToNextNamespace(XPathNamespaceScope namespaceScope) => Inner.MoveToNextNamespace(namespaceScope);
    public override bool MoveToParent() => Inner.MoveToParent();
    public override bool MoveToPrevious() => Inner.MoveToPrevious();
}
