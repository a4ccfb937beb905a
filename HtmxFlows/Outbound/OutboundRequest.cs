using System.Text;

namespace HtmxFlows.Outbound;

/// <summary>A header to send.</summary>
/// <param name="Secret">Whether the value must not follow a redirect to another host.</param>
public sealed record OutboundHeader(string Name, string Value, bool Secret = false);

/// <summary>One call to make, redirects included.</summary>
public sealed record OutboundRequest(HttpMethod Method, Uri Url)
{
    public IReadOnlyList<OutboundHeader> Headers { get; init; } = [];

    /// <summary>The bytes to send; null for a request without a body.</summary>
    public byte[]? Body { get; init; }

    /// <summary>What to send instead of <see cref="Body"/> if it is not to be in memory.</summary>
    public OutboundUpload? Upload { get; init; }

    /// <summary>Called with an answer whose body is still to come. What it returns reads the body, which the answer then does not have; null leaves the body to the answer.</summary>
    public Func<OutboundResponse, Func<Stream, CancellationToken, Task>?>? Download { get; init; }

    /// <summary>The type of <see cref="Body"/> or <see cref="Upload"/>, unless <see cref="Headers"/> has a <c>Content-Type</c>, which wins.</summary>
    public string? ContentType { get; init; }

    /// <summary>
    /// Positive; bounds everything: names, connections, redirects and the whole body. Null takes <see cref="OutboundOptions.Timeout"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Sent as <c>Idempotency-Key</c>, unless <see cref="Headers"/> has one.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Whether a redirect is followed; otherwise it is the answer.</summary>
    public bool FollowsRedirects { get; init; } = true;

    /// <summary>Whether a text holds something that no other host may see; asked when a redirect leads to one. Null: nothing does.</summary>
    public Predicate<string>? HoldsSecret { get; init; }

    /// <summary>Why texts must not go to an address, in a sentence, or null; asked before each hop. Null: all may.</summary>
    public Func<Uri, IEnumerable<string>, string?>? FindRefusal { get; init; }

    /// <summary>What of the request is in memory, as text. Files are not searched: no secret is kept in one.</summary>
    internal IEnumerable<string> Bodies => (Upload?.Pieces.Select(piece => piece.Bytes) ?? []).Append(Body).OfType<byte[]>().Select(Encoding.UTF8.GetString);

    /// <summary>Refuses to send what this address must not see.</summary>
    /// <exception cref="OutboundException">The request holds a secret that is bound to other hosts.</exception>
    internal void RefuseUnbound()
    {
        if (FindRefusal?.Invoke(Url, Headers.Select(header => header.Value).Concat(Bodies).Prepend(Url.AbsoluteUri)) is { } refusal)
            throw new OutboundException(refusal);
    }

    /// <summary>The same to another address, less the headers that another host must not see.</summary>
    public OutboundRequest At(Uri url) => this with { Url = url, Headers = Redirect.HeadersFor(this, url) };

    /// <summary>The same to an address that an answer leads to, which is no redirect: another host, which nobody meant to send it to, does not see the body either.</summary>
    public OutboundRequest Following(Uri url) => Redirect.StaysWithHost(Url, url) ? At(url) : Redirect.WithoutBody(At(url));
}
