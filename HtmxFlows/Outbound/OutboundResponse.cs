using System.Text;

namespace HtmxFlows.Outbound;

/// <summary>A whole answer, of any status.</summary>
/// <param name="Headers">Names in any case; the values of a repeated header are joined with a comma.</param>
/// <param name="Body">What was unpacked: at most <see cref="OutboundOptions.MaxResponseBytes"/> bytes, never cut short.</param>
/// <param name="ContentType">The media type alone, such as <c>application/json</c>; null when there is none or it cannot be read.</param>
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
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body as text, in the encoding of a byte order mark, else of <see cref="Charset"/>, else UTF-8.</summary>
    /// <exception cref="OutboundException">The charset is one that nobody knows.</exception>
    public string Text()
    {
        using var reader = new StreamReader(new MemoryStream(Body), EncodingNamed(Charset), detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    internal static async Task<OutboundResponse> Read(HttpResponseMessage answer, Uri url, int limit, CancellationToken stop)
    {
        var type = answer.Content.Headers.ContentType;
        var body = await ReadBody(answer.Content, limit, stop);
        return new((int)answer.StatusCode, answer.ReasonPhrase, HeadersOf(answer), body, type?.MediaType, type?.CharSet?.Trim('"'), url);
    }

    static Dictionary<string, string> HeadersOf(HttpResponseMessage answer)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
            headers[name] = string.Join(", ", values);
        return headers;
    }

    static async Task<byte[]> ReadBody(HttpContent content, int limit, CancellationToken stop)
    {
        await using var stream = await content.ReadAsStreamAsync(stop);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await Decompress(stream, buffer, stop)) > 0;)
        {
            if (body.Length + read > limit) throw TooLong(limit);
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    static async ValueTask<int> Decompress(Stream stream, byte[] buffer, CancellationToken stop)
    {
        try
        {
            return await stream.ReadAsync(buffer, stop);
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            // Deflate throws the one, Brotli the other.
            throw new OutboundException("The compressed body is damaged. Try again, or send Accept-Encoding: identity.", error);
        }
    }

    static OutboundException TooLong(int limit) =>
        new($"The body is longer than {limit:N0} bytes, the limit. Request less, or raise the setting " +
            $"{OutboundOptions.Section}:{nameof(OutboundOptions.MaxResponseBytes)}.");

    static Encoding EncodingNamed(string? charset)
    {
        // "utf8" is no registered name, but it is what many servers send.
        if (charset is null || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase)) return Encoding.UTF8;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(charset) ?? Encoding.GetEncoding(charset);
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            throw new OutboundException($"The body is text in the charset \"{charset}\", which is not supported. Request UTF-8.", error);
        }
    }
}
