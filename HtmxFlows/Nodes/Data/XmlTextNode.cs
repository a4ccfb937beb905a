using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Xml;
using System.Xml.XPath;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Reads XML, writes it, or takes what is wanted out of it.</summary>
public sealed class XmlTextNode : NodeType<XmlTextNode.Configuration>
{
    /// <summary>The longest path, in characters.</summary>
    public const int LongestPath = 2000;

    public enum Operation { Extract, Parse, Format }

    public sealed record Prefix
    {
        [Display(Name = "Name", Description = "The prefix in paths."), Required]
        public string Name { get; init; } = "";

        [Display(Name = "Address", Description = "The namespace URI, as in xmlns."), Required]
        public string Address { get; init; } = "";
    }

    public sealed record Field
    {
        [Display(Name = "Name", Description = "The field of the result."), Required]
        public string Name { get; init; } = "";

        [Display(Name = "Path", Description = "XPath 1.0, e.g. /order/@id or count(line), relative to the element of Each or the document."), Required]
        public string Path { get; init; } = "";

        [Display(Name = "All", Description = "Return a list of all matches. Otherwise the first match, or null.")]
        public bool All { get; init; }
    }

    public sealed record Configuration
    {
        [Display(Name = "Operation", Description = "Extract: an object from XPath. Parse: the document as JSON, with attributes as @fields, repeated elements as lists, mixed text as #text and names with their prefixes. Format: such JSON as XML."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Value", Description = "The XML or a file with it, or one expression for the object. Default: the input."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }

        [Display(Name = "Each", Description = "XPath of repeated elements, e.g. //line. Returns a list with one object each.")]
        public string Each { get; init; } = "";

        [Display(Name = "Fields", ShortName = "field", Description = "The values to extract.")]
        public IReadOnlyList<Field> Fields { get; init; } = [];

        [Display(Name = "Namespaces", ShortName = "namespace", Description = "Prefixes for paths. Element with a namespace needs a prefix in the path, even without one in the XML.")]
        public IReadOnlyList<Prefix> Namespaces { get; init; } = [];

        [Display(Name = "Lists", Description = "Parse: elements that are always lists, also if there is one, e.g. item. As parent/name, e.g. channel/item, the list is there even if it is empty.")]
        public IReadOnlyList<string> Lists { get; init; } = [];

        internal XmlNamespaceManager Prefixes()
        {
            var prefixes = new XmlNamespaceManager(new NameTable());
            foreach (var prefix in Namespaces)
                prefixes.AddNamespace(prefix.Name, prefix.Address);
            return prefixes;
        }
    }

    public override string Name => "xml";
    public override string Title => "XML";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Extracts values from XML with XPath, or converts XML to JSON and back. White space before the declaration, HTML entities, undeclared prefixes and control characters are accepted, as in feed readers. Document types that declare or load anything, and custom entities, are refused.";
    public override IReadOnlyList<string> Synonyms { get; } = ["parse XML", "XPath", "RSS", "feed"];
    public override string Describe(WrittenConfiguration written) => written.List("fields", "name") is { Length: > 0 } fields ? fields : written.Choice("operation", "extract");
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("The lines of an order",
            """{"operation": "extract", "each": "/order/line", "fields": [{"name": "sku", "path": "@sku"}, {"name": "count", "path": "number(count)"}, {"name": "order", "path": "../@id"}]}""",
            """{"input": "<order id='7'><line sku='b-2'><count>3</count></line><line sku='f-1'><count>1</count></line></order>"}"""),
        new("Element with a namespace",
            """{"operation": "extract", "fields": [{"name": "title", "path": "/a:feed/a:title"}], "namespaces": [{"name": "a", "address": "http://www.w3.org/2005/Atom"}]}""",
            """{"input": "<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title></feed>"}"""),
        new("Document as JSON", """{"operation": "parse"}""", """{"input": "<order id='7'><line>pear</line><line>fig</line><note lang='en'>soon</note></order>"}"""),
        new("Feed with one item",
            """{"operation": "parse", "lists": ["channel/item"]}""",
            """{"input": "<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><title>News</title><item><title>One</title><media:title>Picture</media:title></item></channel></rss>"}"""),
        new("JSON to XML", """{"operation": "format"}""", """{"input": {"order": {"@id": 7, "line": ["pear", "fig"]}}}"""),
        new("SOAP envelope", """{"operation": "format"}""",
            """{"input": {"soap:Envelope": {"@xmlns:soap": "http://schemas.xmlsoap.org/soap/envelope/", "soap:Body": {"id": 7}}}}"""),
    ];
    public override Execution Execution => Execution.Background;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration is { Operation: Operation.Extract, Fields.Count: 0 })
            yield return new("fields", "Add at least one field.");
        if (configuration.Each.Length > 0 && FindProblem(configuration.Each, configuration) is { } problem)
            yield return new("each", problem);
        foreach (var (index, field) in configuration.Fields.Index())
        {
            if (FindProblem(field.Path, configuration) is { } wrong)
                yield return new($"fields[{index}].path", wrong);
        }
        foreach (var twice in FieldProblem.Twice("fields", configuration.Fields.Select(field => field.Name)))
            yield return twice;
    }

    static string? FindProblem(string path, Configuration configuration)
    {
        if (path.Length > LongestPath)
            return $"The path has {path.Length} characters; the limit is {LongestPath}.";
        try
        {
            // An empty document finds what only shows when the path is walked, such as a prefix that nobody declared.
            if (XmlText.Navigate("<x/>", CancellationToken.None).Evaluate(XPathExpression.Compile(path, configuration.Prefixes())) is XPathNodeIterator nodes)
                nodes.MoveNext();
            return null;
        }
        catch (Exception error) when (error is XPathException or ArgumentException)
        {
            return $"“{Excerpt.Of(path)}” is not valid: {Excerpt.Of(error.Message, 300)}";
        }
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var value = context.ValueOrInput(configuration.Value, cancellation);
        return new(new NodeOutcome.Completed(configuration.Operation switch
        {
            Operation.Format => Json.Text(JsonXml.Format(value, context.Limits, cancellation)),
            Operation.Parse => new XmlJson(configuration.Lists, cancellation).Of(XmlText.Root(Text(), cancellation)),
            _ => Extract(configuration, XmlText.Navigate(Text(), cancellation), context, cancellation),
        }));

        string Text() => context.Files.TextOf(value, NodeFiles.LargestDocument);
    }

    static JsonElement Extract(Configuration configuration, XPathNavigator document, NodeContext context, CancellationToken cancellation)
    {
        var prefixes = configuration.Prefixes();
        var fields = configuration.Fields.Select(field => (Field: field, Path: XPathExpression.Compile(field.Path, prefixes))).ToArray();
        if (configuration.Each.Length == 0)
            return Json.From(Take(fields, document, context, cancellation));
        using var rows = new OutputList(context.Limits, cancellation);
        foreach (XPathNavigator element in document.Select(XPathExpression.Compile(configuration.Each, prefixes)))
            rows.AddObject(Take(fields, element, context, cancellation));
        return rows.ToJson();
    }

    static Dictionary<string, JsonElement> Take((Field Field, XPathExpression Path)[] fields, XPathNavigator from, NodeContext context, CancellationToken cancellation) =>
        fields.ToDictionary(field => field.Field.Name, field => from.Evaluate(field.Path) switch
        {
            XPathNodeIterator nodes when field.Field.All => All(nodes, context, cancellation),
            XPathNodeIterator nodes => nodes.MoveNext() ? Json.Text(nodes.Current!.Value) : Json.Null,
            double number => double.IsFinite(number) ? Json.From(number) : Json.Null,
            var other => Json.From(other),
        });

    /// <summary>Elements within each other say the same text again and again.</summary>
    static JsonElement All(XPathNodeIterator nodes, NodeContext context, CancellationToken cancellation)
    {
        using var list = new OutputList(context.Limits, cancellation);
        foreach (XPathNavigator node in nodes)
            list.Add(Json.Text(node.Value));
        return list.ToJson();
    }
}
