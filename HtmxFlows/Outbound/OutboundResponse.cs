using System.Text;
using HtmxFlows.Data;

namespace HtmxFlows.Outbound;

/// <summary>A whole answer, of any status.</summary>
/// <param name="Headers">Names in any case; the values of a repeated header are joined with a comma.</param>
/// <param name="Body">What was unpacked: at most <see cref="OutboundOptions.MaxResponseBytes"/> bytes, never cut short.</param>
/// <param name="ContentType">The media type alone in lower case, such as <c>application/json</c>; null when there is none or it cannot be read.</param>
/// <param name="Charset">What the content type says about the encoding of text, as sent.</param>
/// <param name="Url">The address that answered, after redirects.</param>
public sealed record OutboundResponse(
    int Status,
    string? Reason,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body,
    string? ContentType,
    string? Charset,
    Uri Url)
{
    const string Coding = "Content-Encoding";

    /// <summary>Codings that the connection does not unpack, and those that remain if there are several.</summary>
    static readonly HashSet<string> Packed = new(StringComparer.OrdinalIgnoreCase) { "compress", "x-compress", "gzip", "x-gzip", "deflate", "br", "dcb", "dcz" };

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body as text, in the encoding of a byte order mark, else the given one, else of <see cref="Charset"/>, else the one that the document declares, else UTF-8.</summary>
    /// <param name="encoding">Overrides what the headers and the document say.</param>
    /// <exception cref="OutboundException">The charset is unknown, or the body is still compressed.</exception>
    public string Text(Encoding? encoding = null)
    {
        RefusePacked();
        return CharacterSet.Read(Body, encoding ?? (Charset is { } charset ? EncodingNamed(charset) : DeclaredEncoding.Find(Body, ContentType) ?? Encoding.UTF8));
    }

    /// <summary>Refuses a body that the connection could not unpack.</summary>
    /// <exception cref="OutboundException">The body is still compressed.</exception>
    public void RefusePacked()
    {
        if (Headers.GetValueOrDefault(Coding) is { } coding && coding.Split(',', StringSplitOptions.TrimEntries).Any(Packed.Contains))
            throw new OutboundException($"The body is compressed with {coding}, which is not supported. Send the header Accept-Encoding: gzip.");
    }

    /// <param name="download">See <see cref="OutboundRequest.Download"/>.</param>
    internal static async Task<OutboundResponse> Read(
        HttpResponseMessage answer, Uri url, int limit, Func<OutboundResponse, Func<Stream, CancellationToken, Task>?>? download, CancellationToken stop)
    {
        var (type, charset) = TypeOf(answer);
        var (headers, packed) = (HeadersOf(answer), await answer.Content.ReadAsStreamAsync(stop));
        var isZstandard = headers.GetValueOrDefault(Coding)?.Equals("zstd", StringComparison.OrdinalIgnoreCase) == true;
        if (isZstandard)
            headers.Remove(Coding);
        var head = new OutboundResponse((int)answer.StatusCode, answer.ReasonPhrase, headers, [], type, charset, url);
        await using var body = isZstandard ? DecodedBody.OfZstandard(packed) : new DecodedBody(packed);
        if (download?.Invoke(head) is not { } read)
            return head with { Body = await ReadBody(body, limit, stop) };
        await read(body, stop);
        return head;
    }

    /// <summary>Servers send types that the framework refuses, such as <c>text/csv; charset</c>, or a type twice.</summary>
    static (string? Type, string? Charset) TypeOf(HttpResponseMessage answer)
    {
        if (!answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values))
            return (null, null);
        string[] parts = values.First().Split([';', ','], StringSplitOptions.TrimEntries);
        var charset = parts.Skip(1).Select(part => part.Split('=', 2)).FirstOrDefault(pair => pair.Length == 2 && pair[0].Trim().Equals("charset", StringComparison.OrdinalIgnoreCase))?[1].Trim(' ', '"', '\'');
        return (parts[0].Contains('/', StringComparison.Ordinal) ? parts[0].ToLowerInvariant() : null, string.IsNullOrEmpty(charset) ? null : charset);
    }

    static Dictionary<string, string> HeadersOf(HttpResponseMessage answer)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
            headers[name] = string.Join(", ", values);
        return headers;
    }

    static async Task<byte[]> ReadBody(DecodedBody source, int limit, CancellationToken stop)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await source.ReadAsync(buffer, stop)) > 0;)
        {
            if (body.Length + read > limit) throw TooLong(limit);
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    static OutboundException TooLong(int limit) =>
        new($"The body is longer than {limit:N0} bytes, the limit. Request less, or raise the setting " +
            $"{OutboundOptions.Section}:{nameof(OutboundOptions.MaxResponseBytes)}.");

    static Encoding EncodingNamed(string charset) => CharacterSet.Find(charset)
        ?? throw new OutboundException($"The body is text in the charset \"{charset}\", which is not supported. Set an encoding, or request UTF-8.");
}
