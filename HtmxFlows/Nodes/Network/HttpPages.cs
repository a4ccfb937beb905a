using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Outbound;

namespace HtmxFlows.Nodes;

/// <summary>The items of the pages of an answer, gathered one page after another.</summary>
sealed class HttpPages(HttpConfiguration configuration, OutboundRequest first, int mostBytes)
{
    static readonly Regex Link = new("<(?<url>[^>]*)>(?<parameters>[^<]*)", RegexOptions.NonBacktracking);
    static readonly Regex RelNext = new("""\brel\s*=\s*("([^"]*\s)?next(\s[^"]*)?"|next\b)""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);

    readonly List<JsonElement> items = [];
    readonly HashSet<Uri> asked = [];
    long bytes;

    /// <summary>How many pages were read.</summary>
    public int Count => asked.Count;

    public IReadOnlyList<JsonElement> Items => items;

    /// <summary>What the first page is asked by.</summary>
    public OutboundRequest First => configuration.Paging == HttpPaging.Page ? Numbered(configuration.FirstPage) : first;

    /// <summary>Takes the items of a page.</summary>
    /// <param name="request">What it was asked by.</param>
    /// <returns>What asks for the next page; null if this was the last.</returns>
    /// <exception cref="NodeException">The page is not as the configuration says.</exception>
    public OutboundRequest? Take(HttpAnswer answer, OutboundRequest request)
    {
        asked.Add(request.Url);
        var page = answer.Body() is JsonElement json ? json
            : throw new NodeException($"Page {Count} is not JSON, which paging requires. If only its content type is wrong, set Response to json.");
        var list = ItemsOf(page);
        foreach (var item in list.EnumerateArray())
        {
            bytes += item.GetRawText().Length + 1;
            items.Add(item);
        }
        if (bytes > mostBytes)
            throw new NodeException($"The items of the first {Words(Count)} exceed the limit of {mostBytes:N0} bytes. Request fewer or smaller pages.");
        var next = Next(answer.Response, page, list);
        return next is null || !asked.Contains(next.Url) ? next
            : throw new NodeException($"Page {Count} names {OutboundUrl.Show(next.Url)} as the next page, which was already read. Check the paging settings.");
    }

    OutboundRequest? Next(OutboundResponse response, JsonElement page, JsonElement list) => configuration.Paging switch
    {
        HttpPaging.LinkHeader => response.Headers.TryGetValue("Link", out var links) && NextIn(links) is { } link ? At(response.Url, link) : null,
        HttpPaging.NextLink => TextAt(page) is { } link ? At(response.Url, link) : null,
        HttpPaging.Cursor => TextAt(page) is { } cursor ? With(cursor) : null,
        _ => list.GetArrayLength() > 0 ? Numbered(configuration.FirstPage + Count) : null,
    };

    JsonElement ItemsOf(JsonElement page)
    {
        var found = configuration.Items is { } path ? path.Find(page) : page;
        var at = configuration.Items is not null ? $"`{configuration.Items}` of page {Count}" : $"Page {Count}";
        return found is { ValueKind: JsonValueKind.Array } list ? list
            : throw new NodeException($"{at} is {(found is { } other ? Json.Describe(other) : "missing")}; a list is required. Correct the field Items.");
    }

    string? TextAt(JsonElement page) => configuration.Next!.Find(page) switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.False } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } given ? given : null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        { } other => throw new NodeException($"`{configuration.Next}` of page {Count} is {Json.Describe(other)}; text is required. Correct the field Next."),
    };

    /// <summary>The link with <c>rel="next"</c> of a Link header (RFC 8288).</summary>
    static string? NextIn(string links) =>
        Link.Matches(links).Where(link => RelNext.IsMatch(link.Groups["parameters"].Value)).Select(link => link.Groups["url"].Value).FirstOrDefault();

    OutboundRequest At(Uri page, string link) => Uri.TryCreate(page, link, out var url)
        ? Keyed(first.Following(url))
        : throw new NodeException($"Page {Count} names “{Excerpt.Of(link)}” as the next page, which is not a URL.");

    OutboundRequest Numbered(int number) => With(number.ToString(CultureInfo.InvariantCulture));

    OutboundRequest With(string value)
    {
        var name = $"{Uri.EscapeDataString(configuration.PageParameter)}=";
        var others = first.Url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(pair => !pair.StartsWith(name, StringComparison.Ordinal));
        return Keyed(first.At(new UriBuilder(first.Url) { Query = string.Join('&', [.. others, name + Uri.EscapeDataString(value)]) }.Uri));
    }

    // Another page is another call: a peer that remembers keys must not answer it with the first page.
    OutboundRequest Keyed(OutboundRequest request) =>
        request with { IdempotencyKey = first.IdempotencyKey is { } key && Count > 0 ? $"{key}/{Count + 1}" : first.IdempotencyKey };

    static string Words(int pages) => pages == 1 ? "page" : $"{pages} pages";
}
