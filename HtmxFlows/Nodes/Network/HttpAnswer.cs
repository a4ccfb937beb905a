using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Files;
using HtmxFlows.Outbound;

namespace HtmxFlows.Nodes;

/// <summary>What came back, as nodes and people see it.</summary>
/// <param name="File">The body, if it was kept as a file.</param>
sealed record HttpAnswer(OutboundResponse Response, HttpConfiguration Configuration, FileValue? File = null)
{
    const int LongestExcerpt = 300;

    public bool IsSuccess => HttpStatuses.Contain(Configuration.Success, Response.Status);

    /// <summary>The body: JSON as such, a text, base64, a file, or null if there is none.</summary>
    /// <exception cref="NodeException">It should be JSON and is not.</exception>
    /// <exception cref="OutboundException">It is text in a charset that nobody knows.</exception>
    public object? Body() => File is { } file ? file.ToJson() : Response.Body.Length == 0 ? null : Kind switch
    {
        HttpResponseKind.Json => Parse(Text()),
        HttpResponseKind.Text => Text(),
        _ => Convert.ToBase64String(Response.Body),
    };

    /// <summary>Whether the body is to be a file. Pages of a list are never.</summary>
    public bool IsFile => IsSuccess && Kind == HttpResponseKind.File && Configuration.Paging == HttpPaging.None;

    /// <summary>The output of a node, with the body that is given.</summary>
    /// <param name="pages">How many pages the body is gathered from; null if it is one answer's.</param>
    /// <param name="isComplete">Whether there is no further page.</param>
    public JsonElement Output(object? body, int? pages = null, bool? isComplete = null)
    {
        // A dictionary, since its null values are written: the body is always there.
        var output = new Dictionary<string, object?>
        {
            ["status"] = Response.Status,
            ["url"] = Response.Url.ToString(),
            ["headers"] = Headers,
            ["body"] = body,
        };
        if (pages is not null)
            (output["pages"], output["complete"]) = (pages, isComplete);
        return Json.From(output);
    }

    /// <summary>The failure that an answer without success is.</summary>
    /// <param name="now">From when on a time to wait counts.</param>
    public NodeOutcome.Failed Refusal(SecretMask secrets, DateTimeOffset now)
    {
        // Masked before it is cut, for half of a secret is not known any more.
        var text = Response.Body.Length == 0 ? "" : secrets.Mask($": {Readable()}");
        var error = $"{Configuration.Method.ToString().ToUpperInvariant()} {Response.Url.GetLeftPart(UriPartial.Path)} answered {Response.Status} {Response.Reason}"
            + Excerpt.Of(text, LongestExcerpt);
        return new(error, Response.Status is 429 or 503 ? RetryAfter.Read(Response.Headers.GetValueOrDefault("Retry-After"), now) : null, Failed());
    }

    FailedAnswer Failed()
    {
        var text = Response.Body.Length == 0 ? null : Readable();
        return new(Response.Status, Json.From(Headers), text is null ? null : MediaTypes.IsJson(Type) && TolerantJson.TryLastWins(text) is { } body ? body : Json.Text(text));
    }

    Dictionary<string, string> Headers => Response.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value);

    HttpResponseKind Kind => Configuration.Response != HttpResponseKind.Auto ? Configuration.Response
        : MediaTypes.IsJson(Type) ? HttpResponseKind.Json
        : MediaTypes.IsText(Type) || Configuration.Encoding.Length > 0 ? HttpResponseKind.Text
        : HttpResponseKind.File;

    string Type => Response.ContentType ?? "";

    string Text() => Response.Text(Configuration.Encoding.Length > 0 ? CharacterSet.Find(Configuration.Encoding) : null);

    /// <summary>The body of a refusal, which may say that it is JSON and be a proxy's page.</summary>
    string Readable()
    {
        try
        {
            return MediaTypes.IsJson(Type) || MediaTypes.IsText(Type) ? Text() : Convert.ToBase64String(Response.Body);
        }
        catch (OutboundException)
        {
            // The status says more than an encoding that is unknown.
            return Convert.ToBase64String(Response.Body);
        }
    }

    JsonElement Parse(string text)
    {
        try
        {
            return TolerantJson.LastWins(text.TrimStart('\uFEFF'));
        }
        catch (JsonException error)
        {
            var says = Configuration.Response == HttpResponseKind.Json ? "should be JSON" : "declares JSON";
            throw new NodeException($"The answer {says}, but is not valid JSON: {JsonFault.Reason(error)}. To get it as it is, set Response to text.", error);
        }
    }
}
