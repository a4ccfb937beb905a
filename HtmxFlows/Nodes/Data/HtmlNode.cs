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

        [Display(Name = "Selector", Description = "A CSS selector, such as h1 or td.price > a[href]. Left out, it is the element of Each, or the whole page.")]
        public string Selector { get; init; } = "";

        [Display(Name = "Take", Description = "The text of the element, what is in it as HTML, or one of its attributes.")]
        public Taking Take { get; init; }

        [Display(Name = "Attribute", Description = "The name of the attribute, such as href.")]
        public string Attribute { get; init; } = "";

        [Display(Name = "All", Description = "Gives a list of all elements that match. Otherwise it is the first, and null if there is none.")]
        public bool All { get; init; }
    }

    public sealed record Configuration
    {
        [Display(Name = "Operation", Description = "Extract: an object from CSS selectors. Text: what a person would read. Escape: a text made fit to stand in HTML. Unescape: the reverse."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Value", Description = "The HTML, or the text. Left out, it is the input."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }

        [Display(Name = "Each", Description = "A CSS selector of elements that repeat, such as table.prices tr: gives a list with an object for each.")]
        public string Each { get; init; } = "";

        [Display(Name = "Fields", Description = "What is taken.")]
        public IReadOnlyList<Field> Fields { get; init; } = [];
    }

    public override string Name => "html";
    public override string Title => "HTML";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Takes texts, attributes and lists out of HTML by CSS selectors, makes plain text of it, or escapes a text for it. Nothing is fetched and no script runs.";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("The rows of a table",
            """{"operation": "extract", "each": "tr", "fields": [{"name": "name", "selector": "td:first-child"}, {"name": "link", "selector": "a", "take": "attribute", "attribute": "href"}]}""",
            """{"input": "<table><tr><td>Pear<td><a href='/pear'>more</a><tr><td>Fig<td>none</table>"}"""),
        new("A title and all links",
            """{"operation": "extract", "value": "{{fetch.body}}", "fields": [{"name": "title", "selector": "h1"}, {"name": "links", "selector": "a[href]", "take": "attribute", "attribute": "href", "all": true}]}""",
            """{"fetch": {"body": "<h1>Fruit &amp; nuts</h1> <a href='/a'>A</a> <a href='/b'>B</a>"}}"""),
        new("As a person would read it", """{"operation": "text"}""", """{"input": "<h1>Hello</h1><p>One<br>two</p><script>x()</script>"}"""),
        new("A text for a page", """{"operation": "escape", "value": "{{prompt}}"}""", """{"prompt": "1 < 2 & \"so on\""}"""),
    ];
    public override Execution Execution => Execution.Background;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration is { Operation: Operation.Extract, Fields.Count: 0 })
            yield return new("fields", "Fields is missing.");
        if (configuration.Each.Length > 0 && HtmlSelector.Parse(configuration.Each) is null)
            yield return new("each", NoSelector(configuration.Each));
        foreach (var (index, field) in configuration.Fields.Index())
        {
            if (field.Selector.Length > 0 && HtmlSelector.Parse(field.Selector) is null)
                yield return new($"fields[{index}].selector", NoSelector(field.Selector));
            if (field is { Take: Taking.Attribute, Attribute.Length: 0 })
                yield return new($"fields[{index}].attribute", "Attribute is missing.");
        }
        foreach (var twice in FieldProblem.Twice("fields", configuration.Fields.Select(field => field.Name)))
            yield return twice;
    }

    static string NoSelector(string text) => text.Length <= HtmlSelector.Longest ? $"“{Excerpt.Of(text)}” is no CSS selector."
        : $"The selector has {text.Length} characters, and {HtmlSelector.Longest} is the most.";

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var text = Json.AsText(context.ValueOrInput(configuration.Value, cancellation));
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
                throw new NodeException($"With the field `{field.Name}` the object grows past {context.Limits.OutputBytes} bytes of JSON, the limit of an output. Take less.");
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
