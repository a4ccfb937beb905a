using System.Text;
using HtmxFlows.Credentials;
using HtmxFlows.Expressions;
using HtmxFlows.Files;
using HtmxFlows.Inputs;
using HtmxFlows.Outbound;

namespace HtmxFlows.Nodes;

/// <summary>Calls an address over HTTP.</summary>
public sealed class HttpNode(OutboundCredentials outbound) : NodeType<HttpConfiguration>
{
    public override string Name => "http";
    public override string Title => "HTTP request";
    public override NodeCategory Category => NodeCategory.Network;
    public override string Summary => "Sends an HTTP request and returns status, headers and body: JSON, text, or a file for other content. A status of 400 or above fails the node, unless Success allows it. Supports paging. Retries after a 429 or 503 respect Retry-After, up to the longest delay.";
    public override IReadOnlyList<string> Synonyms { get; } = ["GET", "POST", "PUT", "API", "REST", "fetch", "curl", "GraphQL", "web request", "download", "webhook call"];
    public override bool IsCommon => true;
    public override string Describe(WrittenConfiguration written) => written.Text("url") is { Length: > 0 } url ? $"{written.Text("method", "get").ToUpperInvariant()} {WithoutScheme(url)}" : "";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Search with the prompt",
            """{"method": "get", "url": "https://api.example.com/items", "query": [{"name": "q", "value": "{{prompt}}"}]}"""),
        new("Send JSON with a token",
            """{"method": "post", "url": "https://api.example.com/orders", "authentication": "bearer", "token": "{{secrets.API_KEY}}", "bodyKind": "json", "body": "{{input}}"}"""),
        new("Call with a credential",
            """{"url": "https://api.example.com/me", "credential": "EXAMPLE"}"""),
        new("Upload a file",
            """{"method": "post", "url": "https://api.example.com/files", "bodyKind": "multipart", "form": [{"name": "title", "value": "{{prompt}}"}, {"name": "file", "fileName": "rows.csv", "type": "text/csv", "value": "{{export}}"}]}"""),
        new("Upload the file of a download",
            """{"method": "put", "url": "https://api.example.com/files/report.pdf", "bodyKind": "file", "body": "{{fetch.body}}"}"""),
        new("Download as a file, whatever its type", """{"url": "https://example.com/export.csv", "response": "file"}"""),
        new("All pages, with the Link header",
            """{"url": "https://api.example.com/issues?per_page=100", "paging": "link-header", "maxPages": 20}"""),
        new("All pages, with a cursor in the body",
            """{"url": "https://api.example.com/items", "paging": "cursor", "items": "data", "next": "meta.next_cursor", "pageParameter": "cursor"}"""),
        new("All pages, with offsets",
            """{"url": "https://api.example.com/items?limit=50", "paging": "offset", "items": "data", "pageParameter": "offset", "total": "total"}"""),
        new("All pages of a GraphQL query, with the cursor in the body",
            """{"method": "post", "url": "https://api.example.com/graphql", "body": "{\"query\": \"query($after: String) {…}\", \"variables\": {}}", "paging": "cursor", "items": "data.items.nodes", "next": "data.items.pageInfo.endCursor", "more": "data.items.pageInfo.hasNextPage", "pageIn": "body", "pageParameter": "variables.after"}"""),
        new("Accept a missing item", """{"url": "https://api.example.com/items/{{prompt}}", "success": "200-299, 404"}"""),
    ];
    public override Execution Execution => Execution.External;
    public override bool ReadsCurl => true;

    public override (string Field, Uri Url)? Destination(object configuration, string field) =>
        UrlTemplate.FindHost(((HttpConfiguration)configuration).Url.Text) is { } url ? ("url", url) : null;

    protected override IEnumerable<FieldProblem> Check(HttpConfiguration configuration) => configuration.FindProblems();

    protected override async ValueTask<NodeOutcome> Execute(HttpConfiguration configuration, NodeContext context, CancellationToken cancellation)
    {
        try
        {
            var request = Request(configuration, context, cancellation);
            var credential = context.Credential(configuration.Credential, CredentialUse.Request);
            if (configuration.Paging != HttpPaging.None)
                return await Gather(configuration, request, credential, context, cancellation);
            var download = new HttpDownload(configuration, context.Files);
            var response = await outbound.Send(request with { Download = download.Choose }, credential, cancellation);
            var answer = new HttpAnswer(response, configuration, download.File);
            return answer.IsSuccess ? new NodeOutcome.Completed(answer.Output(answer.Body())) : answer.Refusal(context.Secrets.Mask, context.Time.GetUtcNow());
        }
        catch (Exception error) when (error is OutboundException or FileException)
        {
            throw new NodeException(error.Message, error);
        }
    }

    async Task<NodeOutcome> Gather(HttpConfiguration configuration, OutboundRequest first, OpenCredential? credential, NodeContext context, CancellationToken cancellation)
    {
        var pages = new HttpPages(configuration, first, context.Limits.OutputBytes);
        for (var request = pages.First; ;)
        {
            var answer = new HttpAnswer(await outbound.Send(request, credential, cancellation), configuration);
            if (!answer.IsSuccess)
                return answer.Refusal(context.Secrets.Mask, context.Time.GetUtcNow());
            var next = pages.Take(answer, request);
            if (next is null || pages.Count == configuration.MaxPages)
                return new NodeOutcome.Completed(answer.Output(pages.Items, pages.Count, isComplete: next is null));
            request = next;
        }
    }

    static OutboundRequest Request(HttpConfiguration configuration, NodeContext context, CancellationToken cancellation)
    {
        var body = HttpBody.Of(configuration, context, cancellation);
        var headers = configuration.Headers.Select(header => new OutboundHeader(header.Name, header.Value.Render(context, cancellation)));
        return new(new HttpMethod(configuration.Method.ToString().ToUpperInvariant()), Address(configuration, context, cancellation))
        {
            Headers = [.. headers, .. Authentication(configuration, context, cancellation), .. Trace(configuration, context)],
            Body = body.Bytes,
            Upload = body.Upload,
            ContentType = body.ContentType,
            FollowsRedirects = configuration.FollowRedirects,
            HoldsSecret = context.Secrets.Mask.Knows,
            FindRefusal = context.Secrets.FindRefusal,
            // The node's own time-out comes by the token.
            Timeout = TimeSpan.FromDays(1),
            IdempotencyKey = configuration.Method is HttpVerb.Get or HttpVerb.Head or HttpVerb.Options ? null : context.IdempotencyKey,
        };
    }

    /// <summary>The header by which the trace of the run continues, unless the node has one of its own.</summary>
    static IEnumerable<OutboundHeader> Trace(HttpConfiguration configuration, NodeContext context) =>
        context.TraceParent is { } parent && !configuration.Headers.Any(header => header.Name.Equals("traceparent", StringComparison.OrdinalIgnoreCase)) ? [new("traceparent", parent)] : [];

    static IEnumerable<OutboundHeader> Authentication(HttpConfiguration configuration, NodeContext context, CancellationToken cancellation)
    {
        string Text(Template? field) => field?.Render(context, cancellation) ?? "";
        return configuration.Authentication switch
        {
            HttpAuthentication.Basic => [new("Authorization", $"Basic {Credentials(Text(configuration.User), Text(configuration.Password))}", Secret: true)],
            HttpAuthentication.Bearer => [new("Authorization", $"Bearer {Text(configuration.Token)}", Secret: true)],
            HttpAuthentication.Header => [new(configuration.TokenHeader, Text(configuration.Token), Secret: true)],
            _ => [],
        };
    }

    static string Credentials(string user, string password) => !user.Contains(':', StringComparison.Ordinal)
        ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))
        : throw new NodeException("The user contains a colon, which basic authentication does not allow. Change the field User.");

    static Uri Address(HttpConfiguration configuration, NodeContext context, CancellationToken cancellation)
    {
        var url = OutboundUrl.Parse(UrlTemplate.Render(configuration.Url, context, cancellation));
        if (configuration.Query.Count == 0)
            return url;
        var pairs = configuration.Query.SelectMany(pair => FormPairs.Of(pair.Name, pair.Value.Evaluate(context, cancellation)));
        return new UriBuilder(url) { Query = string.Join('&', [.. url.Query.TrimStart('?') is { Length: > 0 } own ? [own] : Array.Empty<string>(), .. pairs]) }.Uri;
    }

    static string WithoutScheme(string url) => url.IndexOf("://", StringComparison.Ordinal) is > 0 and var at ? url[(at + 3)..] : url;
}
