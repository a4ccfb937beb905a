using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Gives the run's result, wherever in the flow it stands.</summary>
public sealed class RespondNode : NodeType<RespondNode.Configuration>
{
    public sealed record Configuration
    {
        [Display(Name = "Value", Description = "The result of the run. A single expression keeps its JSON type. Default: the input."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }

        [Display(Name = "Markdown", Description = "Show a text result as Markdown.")]
        public bool Markdown { get; init; }

        [Display(GroupName = "Answer to HTTP callers", Name = "Status", Description = "The HTTP status for a caller that waits for the result, e.g. 201. Default: 200.")]
        public Template? Status { get; init; }

        [Display(GroupName = "Answer to HTTP callers", Name = "Content type", Description = "The media type for that caller, e.g. text/csv. Default: JSON, or plain text for text.")]
        public Template? ContentType { get; init; }

        [Display(GroupName = "Answer to HTTP callers", Name = "Headers", ShortName = "header", Description = "Further headers for that caller.")]
        public IReadOnlyList<NamedValue> Headers { get; init; } = [];
    }

    public override string Name => "respond";
    public override string Title => "Respond";
    public override NodeCategory Category => NodeCategory.Flow;
    public override NodeRole Role => NodeRole.Answer;
    public override string Summary => "Sets the result of the run, and passes it on. Default result: the output of the last node. On one branch the last Respond counts; several branches return an object by node id.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Respond to Webhook", "http response", "return", "result", "output", "debug", "answer"];
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("A sentence", """{"value": "Order **{{input.id}}** is on its way.", "markdown": true}""", """{"input": {"id": "A-17"}}"""),
        new("A new order, for a caller over HTTP", """{"value": "{{input}}", "status": "201", "headers": [{"name": "Location", "value": "/orders/{{input.id}}"}]}""", """{"input": {"id": "A-17"}}"""),
        new("A part of the input, as JSON", """{"value": "{{input.lines}}"}""", """{"input": {"id": "A-17", "lines": [{"sku": "b-2", "count": 3}]}}"""),
    ];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) =>
    [
        .. configuration.Headers.Index().Select(row => (Field: $"headers[{row.Index}].name", Problem: RunResponse.FindNameProblem(row.Item.Name)))
            .Where(found => found.Problem is not null).Select(found => new FieldProblem(found.Field, found.Problem!)),
        .. FieldProblem.Twice("headers", configuration.Headers.Select(row => row.Name.ToLowerInvariant())),
    ];

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var value = context.ValueOrInput(configuration.Value, cancellation);
        var isMarkdown = configuration.Markdown && value.ValueKind == JsonValueKind.String;
        return new(new NodeOutcome.Completed(value, Format: isMarkdown ? OutputFormat.Markdown : null) { Response = Response(configuration, context, cancellation) });
    }

    /// <summary>How the result is sent; null if the configuration says nothing about it.</summary>
    static RunResponse? Response(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        string? Text(Template? field) => field?.Render(context, cancellation).Trim() is { Length: > 0 } text ? text : null;
        var status = Text(configuration.Status) is { } number ? RunResponse.StatusOf(number) : (int?)null;
        var type = Text(configuration.ContentType) is { } media ? RunResponse.ValueOf("Content-Type", media) : null;
        var headers = configuration.Headers.ToDictionary(row => row.Name, row => RunResponse.ValueOf(row.Name, row.Value.Render(context, cancellation)));
        return status is null && type is null && headers.Count == 0 ? null : new(status, type, headers.Count == 0 ? null : headers);
    }
}
