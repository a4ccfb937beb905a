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
    readonly HashSet<string> asked = [];
    readonly HttpPageParameter parameter = HttpPageParameter.Of(configuration, first);
    long bytes;

    /// <summary>How many pages were read.</summary>
    public int Count => asked.Count;

    public IReadOnlyList<JsonElement> Items => items;

    /// <summary>What the first page is asked by.</summary>
    public OutboundRequest First => IsCounted ? Numbered(Start) : first;

    bool IsCounted => configuration.Paging is HttpPaging.Page or HttpPaging.Offset;

    int Start => configuration.FirstPage ?? (configuration.Paging == HttpPaging.Page ? 1 : 0);

    /// <summary>Takes the items of a page.</summary>
    /// <param name="request">What it was asked by.</param>
    /// <returns>What asks for the next page; null if this was the last.</returns>
    /// <exception cref="NodeException">The page is not as the configuration says.</exception>
    public OutboundRequest? Take(HttpAnswer answer, OutboundRequest request)
    {
        asked.Add(parameter.Identify(request));
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
        if (HttpLastPage.Is(configuration, page, Count, Collected))
            return null;
        var next = Next(answer.Response, page, list);
        if (next is null && configuration.More is { } more && !IsCounted)
            throw new NodeException($"Page {Count} says that more pages follow (`{more}`), but names no next one. Check the paging settings.");
        return next is null || !asked.Contains(parameter.Identify(next)) ? next
            : throw new NodeException($"Page {Count} names {OutboundUrl.Show(next.Url)} as the next page, which was already read. Check the paging settings.");
    }

    OutboundRequest? Next(OutboundResponse response, JsonElement page, JsonElement list) => configuration.Paging switch
    {
        HttpPaging.LinkHeader => response.Headers.TryGetValue("Link", out var links) && NextIn(links) is { } link ? At(response.Url, link) : null,
        HttpPaging.NextLink => TextAt(page) is { } link ? At(response.Url, Json.AsText(link)) : null,
        HttpPaging.Cursor => TextAt(page) is { } cursor ? With(cursor) : null,
        _ => list.GetArrayLength() > 0 ? Numbered(NextNumber) : null,
    };

    long NextNumber => configuration is { Paging: HttpPaging.Offset, Step: null } ? Collected : Start + (long)Count * (configuration.Step ?? 1);

    /// <summary>How many items of the whole list are read, with those before the first offset.</summary>
    long Collected => items.Count + (configuration.Paging == HttpPaging.Offset ? Start : 0);

    JsonElement ItemsOf(JsonElement page)
    {
        var found = configuration.Items is { } path ? path.Find(page) : page;
        var at = configuration.Items is not null ? $"`{configuration.Items}` of page {Count}" : $"Page {Count}";
        return found is { ValueKind: JsonValueKind.Array } list ? list
            : throw new NodeException($"{at} is {(found is { } other ? Json.Describe(other) : "missing")}; a list is required. Correct the field Items.");
    }

    JsonElement? TextAt(JsonElement page) => configuration.Next!.Find(page) switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.False } => null,
        { ValueKind: JsonValueKind.String } text => text.GetString() is { Length: > 0 } ? text : null,
        { ValueKind: JsonValueKind.Number } number => number,
        { } other => throw new NodeException($"`{configuration.Next}` of page {Count} is {Json.Describe(other)}; text is required. Correct the field Next."),
    };

    /// <summary>The link with <c>rel="next"</c> of a Link header (RFC 8288).</summary>
    static string? NextIn(string links) =>
        Link.Matches(links).Where(link => RelNext.IsMatch(link.Groups["parameters"].Value)).Select(link => link.Groups["url"].Value).FirstOrDefault();

    OutboundRequest At(Uri page, string link) => Uri.TryCreate(page, link, out var url)
        ? Keyed(first.Following(url))
        : throw new NodeException($"Page {Count} names “{Excerpt.Of(link)}” as the next page, which is not a URL.");

    OutboundRequest Numbered(long number) => With(Json.From(number));

    OutboundRequest With(JsonElement value) => Keyed(parameter.Set(value));

    // Another page is another call: a peer that remembers keys must not answer it with the first page.
    OutboundRequest Keyed(OutboundRequest request) =>
        request with { IdempotencyKey = first.IdempotencyKey is { } key && Count > 0 ? $"{key}/{Count + 1}" : first.IdempotencyKey };

    static string Words(int pages) => pages == 1 ? "page" : $"{pages} pages";
}
