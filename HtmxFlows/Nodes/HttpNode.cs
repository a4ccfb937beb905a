using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Outbound;

namespace HtmxFlows.Nodes;

/// <summary>Calls an address over HTTP.</summary>
public sealed class HttpNode(OutboundHttp outbound) : NodeType<HttpNode.Configuration>
{
    const int LongestExcerpt = 300;

    public enum Method { Get, Post, Put, Patch, Delete, Head, Options }

    public sealed record Configuration
    {
        [Display(Name = "Method", Description = "What is asked of the address.")]
        public Method Method { get; init; }

        [Display(Name = "URL", Description = "A whole http or https address."), Required]
        public Template Url { get; init; } = new("");

        [Display(Name = "Query", Description = "Parameters that are added to the address.")]
        public IReadOnlyList<NamedValue> Query { get; init; } = [];

        [Display(Name = "Headers", Description = "Headers that are sent.")]
        public IReadOnlyList<NamedValue> Headers { get; init; } = [];

        [Display(Name = "Body", Description = "What is sent. JSON unless a Content-Type header says otherwise; a text that is no JSON is sent as plain text."), DataType(DataType.MultilineText)]
        public Template? Body { get; init; }
    }

    public override string Name => "http";
    public override string Title => "HTTP request";
    public override NodeCategory Category => NodeCategory.Network;
    public override string Summary => "Calls an address and gives its status, headers and body: JSON as JSON, text as text, anything else in base64. A status of 400 or more fails the node.";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Search by the prompt",
            """{"method": "get", "url": "https://api.example.com/items", "query": [{"name": "q", "value": "{{prompt}}"}]}"""),
    ];
    public override NodeWork Work => NodeWork.Outside;

    protected override async ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        try
        {
            var request = Request(configuration, context, cancellation);
            var response = await outbound.Send(request, cancellation);
            return response.Status < 400 ? new NodeOutcome.Completed(Output(response)) : new NodeOutcome.Failed(Refusal(configuration, response, context.Secrets.Mask));
        }
        catch (OutboundException error)
        {
            throw new NodeException(error.Message, error);
        }
    }

    static OutboundRequest Request(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var body = configuration.Body is { Text.Length: > 0 } template ? template.Evaluate(context, cancellation) : (JsonElement?)null;
        return new(new HttpMethod(configuration.Method.ToString().ToUpperInvariant()), Address(configuration, context, cancellation))
        {
            Headers = [.. configuration.Headers.Select(header => new OutboundHeader(header.Name, header.Value.Render(context, cancellation)))],
            Body = body is { } value ? Encoding.UTF8.GetBytes(Json.AsText(value)) : null,
            ContentType = body is not { } content ? null
                : content.ValueKind != JsonValueKind.String || Json.TryParse(content.GetString()!) is not null ? "application/json"
                : "text/plain; charset=utf-8",
            // The node's own time-out comes by the token.
            Timeout = TimeSpan.FromDays(1),
            IdempotencyKey = configuration.Method is Method.Get or Method.Head or Method.Options ? null : context.IdempotencyKey,
        };
    }

    static Uri Address(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var url = OutboundUrl.Parse(configuration.Url.Render(context, cancellation).Trim());
        if (configuration.Query.Count == 0)
            return url;
        var pairs = configuration.Query.Select(pair => $"{Uri.EscapeDataString(pair.Name)}={Uri.EscapeDataString(pair.Value.Render(context, cancellation))}");
        return new UriBuilder(url) { Query = string.Join('&', [.. url.Query.TrimStart('?') is { Length: > 0 } own ? [own] : Array.Empty<string>(), .. pairs]) }.Uri;
    }

    static JsonElement Output(OutboundResponse response) => Json.From(new
    {
        status = response.Status,
        url = response.Url.ToString(),
        headers = response.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value),
        body = Body(response),
    });

    static object? Body(OutboundResponse response)
    {
        var type = response.ContentType ?? "";
        if (response.Body.Length == 0)
            return null;
        if (type is "application/json" || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase))
            return Parse(response.Text());
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || type is "application/xml" or "application/x-www-form-urlencoded" || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase)
            ? response.Text()
            : Convert.ToBase64String(response.Body);
    }

    static JsonElement Parse(string text)
    {
        try
        {
            return Json.Parse(text);
        }
        catch (JsonException error)
        {
            throw new NodeException($"The answer says that it is JSON, and it cannot be read: {error.Message}", error);
        }
    }

    static string Refusal(Configuration configuration, OutboundResponse response, SecretMask secrets)
    {
        // Masked before it is cut, for half of a secret is not known any more.
        var text = response.Body.Length == 0 ? "" : secrets.Mask($": {Readable(response)}");
        return $"{configuration.Method.ToString().ToUpperInvariant()} {response.Url.GetLeftPart(UriPartial.Path)} answered {response.Status} {response.Reason}"
            + (text.Length > LongestExcerpt ? text[..LongestExcerpt] + "…" : text);
    }

    /// <summary>The body of a refusal, which may say that it is JSON and be a proxy's page.</summary>
    static string Readable(OutboundResponse response) =>
        response.ContentType is { } type && type.EndsWith("json", StringComparison.OrdinalIgnoreCase) ? response.Text() : $"{Body(response)}";
}
