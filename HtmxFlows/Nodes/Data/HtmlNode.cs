using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using AngleSharp.Dom;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Takes what is wanted out of HTML.</summary>
public sealed class HtmlNode : NodeType<HtmlNode.Configuration>
{
    public enum Operation { Extract, Text, Escape, Unescape }

    public enum Taking { Text, Html, Attribute }

    public sealed record Field
    {
        [Display(Name = "Name", Description = "The field of the result."), Required]
        public string Name { get; init; } = "";

        [Display(Name = "Selector", Description = "A CSS selector, e.g. h1 or td.price > a[href]. Default: the element of Each, or the whole page.")]
        public string Selector { get; init; } = "";

        [Display(Name = "Extract", Description = "The element's text, its inner HTML, or an attribute.")]
        public Taking Take { get; init; }

        [Display(Name = "Attribute", Description = "The name of the attribute, e.g. href.")]
        public string Attribute { get; init; } = "";

        [Display(Name = "All", Description = "Return a list of all matches. Otherwise the first match, or null.")]
        public bool All { get; init; }
    }

    public sealed record Configuration
    {
        [Display(Name = "Operation", Description = "Extract: an object from CSS selectors. Text: the readable text. Escape: escape text for HTML. Unescape: the reverse."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Value", Description = "The HTML or the text, or a file with it. Default: the input."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }

        [Display(Name = "Each", Description = "A CSS selector of repeated elements, e.g. table.prices tr. Returns a list with one object each.")]
        public string Each { get; init; } = "";

        [Display(Name = "Fields", ShortName = "field", Description = "The values to extract.")]
        public IReadOnlyList<Field> Fields { get; init; } = [];
    }

    public override string Name => "html";
    public override string Title => "HTML";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Extracts values from HTML with CSS selectors, converts it to plain text, or escapes text. Fetches nothing and runs no scripts.";
    public override IReadOnlyList<string> Synonyms { get; } = ["HTML Extract", "scrape", "CSS selector", "web page"];
    public override string Describe(WrittenConfiguration written) => written.List("fields", "name") is { Length: > 0 } fields ? fields : written.Choice("operation", "extract");
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("The rows of a table",
            """{"operation": "extract", "each": "tr", "fields": [{"name": "name", "selector": "td:first-child"}, {"name": "link", "selector": "a", "take": "attribute", "attribute": "href"}]}""",
            """{"input": "<table><tr><td>Pear<td><a href='/pear'>more</a><tr><td>Fig<td>none</table>"}"""),
        new("A title and all links",
            """{"operation": "extract", "value": "{{fetch.body}}", "fields": [{"name": "title", "selector": "h1"}, {"name": "links", "selector": "a[href]", "take": "attribute", "attribute": "href", "all": true}]}""",
            """{"fetch": {"body": "<h1>Fruit &amp; nuts</h1> <a href='/a'>A</a> <a href='/b'>B</a>"}}"""),
        new("Readable text", """{"operation": "text"}""", """{"input": "<h1>Hello</h1><p>One<br>two</p><script>x()</script>"}"""),
        new("Escape text for a page", """{"operation": "escape", "value": "{{prompt}}"}""", """{"prompt": "1 < 2 & \"so on\""}"""),
    ];
    public override Execution Execution => Execution.Background;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration is { Operation: Operation.Extract, Fields.Count: 0 })
            yield return new("fields", "Add at least one field.");
        if (configuration.Each.Length > 0 && HtmlSelector.Parse(configuration.Each) is null)
            yield return new("each", NoSelector(configuration.Each));
        foreach (var (index, field) in configuration.Fields.Index())
        {
            if (field.Selector.Length > 0 && HtmlSelector.Parse(field.Selector) is null)
                yield return new($"fields[{index}].selector", NoSelector(field.Selector));
            if (field is { Take: Taking.Attribute, Attribute.Length: 0 })
                yield return new($"fields[{index}].attribute", "Attribute is required.");
        }
        foreach (var twice in FieldProblem.Twice("fields", configuration.Fields.Select(field => field.Name)))
            yield return twice;
    }

    static string NoSelector(string text) => text.Length <= HtmlSelector.Longest ? $"“{Excerpt.Of(text)}” is not a CSS selector."
        : $"The selector has {text.Length} characters; the limit is {HtmlSelector.Longest}.";

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var text = context.Files.TextOf(context.ValueOrInput(configuration.Value, cancellation), NodeFiles.LargestDocument);
        return new(new NodeOutcome.Completed(configuration.Operation switch
        {
            Operation.Escape => Json.Text(WebUtility.HtmlEncode(text)),
            Operation.Unescape => Json.Text(WebUtility.HtmlDecode(text)),
            Operation.Text => Json.Text(HtmlText.Read(HtmlText.Parse(text, cancellation), cancellation)),
            _ => Extract(configuration, HtmlPage.Of(HtmlText.Parse(text, cancellation), cancellation), context, cancellation),
        }));
    }

    static JsonElement Extract(Configuration configuration, HtmlPage page, NodeContext context, CancellationToken cancellation)
    {
        var fields = configuration.Fields.Select(field => (field, field.Selector.Length == 0 ? null : HtmlSelector.Parse(field.Selector))).ToArray();
        if (configuration.Each.Length == 0)
            return Json.From(Take(fields, page.Root, page, context, cancellation));
        using var rows = new OutputList(context.Limits, cancellation);
        foreach (var element in HtmlSelector.Parse(configuration.Each)!.Matching(page.Root, page, cancellation))
            rows.AddObject(Take(fields, element, page, context, cancellation));
        return rows.ToJson();
    }

    static Dictionary<string, JsonElement> Take(
        (Field Field, HtmlSelector? Selector)[] fields, IElement element, HtmlPage page, NodeContext context, CancellationToken cancellation)
    {
        Dictionary<string, JsonElement> row = [];
        var size = 0L;
        foreach (var (field, selector) in fields)
        {
            var value = row[field.Name] = Take(field, selector?.Matching(element, page, cancellation) ?? [element], context, cancellation);
            if ((size += JsonMarshal.GetRawUtf8Value(value).Length) > context.Limits.OutputBytes)
                throw new NodeException($"With the field `{field.Name}` the object exceeds {context.Limits.OutputBytes} bytes of JSON, the limit of an output. Extract less.");
        }
        return row;
    }

    static JsonElement Take(Field field, IEnumerable<IElement> found, NodeContext context, CancellationToken cancellation)
    {
        if (!field.All)
            return found.Select(element => Take(field, element, context, cancellation)).FirstOrDefault(Json.Null);
        // Elements within each other say the same text again and again.
        using var list = new OutputList(context.Limits, cancellation);
        foreach (var element in found)
            list.Add(Take(field, element, context, cancellation));
        return list.ToJson();
    }

    static JsonElement Take(Field field, IElement element, NodeContext context, CancellationToken cancellation) => field.Take switch
    {
        Taking.Html => Json.Text(HtmlText.Write(element, context.Limits, cancellation)),
        Taking.Attribute => element.GetAttribute(field.Attribute) is { } value ? Json.Text(value) : Json.Null,
        _ => Json.Text(HtmlText.Read(element, cancellation)),
    };
}
