namespace HtmxFlows.Outbound;

/// <summary>Makes the message that goes onto the wire, out of parts that a workflow supplied and that may be hostile.</summary>
static class OutboundMessage
{
    // Where a message ends and what becomes of the connection is decided here, never by a workflow.
    static readonly HashSet<string> OursToSet = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Length", "Expect", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    /// <summary>Whether a header belongs to the connection, so that no workflow sets it.</summary>
    internal static bool IsOfConnection(string header) => OursToSet.Contains(header);

    /// <exception cref="OutboundException">The URL, the method or a header cannot be sent.</exception>
    internal static HttpRequestMessage From(OutboundRequest request)
    {
        OutboundUrl.Check(request.Url);
        if (request.Method == HttpMethod.Connect)
            throw new OutboundException("The method CONNECT opens a tunnel and is not allowed. Use another method.");

        var message = new HttpRequestMessage(request.Method, request.Url);
        message.Content = request.Upload is { } upload ? new UploadContent(upload) : request.Body is { } body ? new ByteArrayContent(body) : null;
        foreach (var header in request.Headers.Concat(Unless(request.Headers, Defaults(request)))) Add(message, header);
        return message;
    }

    static IEnumerable<OutboundHeader> Defaults(OutboundRequest request)
    {
        yield return new("User-Agent", "HtmxFlows");
        if (request.IdempotencyKey is { } key) yield return new("Idempotency-Key", key);
        if (request is { ContentType: { } type } && (request.Body is not null || request.Upload is not null)) yield return new("Content-Type", type);
    }

    static IEnumerable<OutboundHeader> Unless(IReadOnlyList<OutboundHeader> given, IEnumerable<OutboundHeader> defaults) =>
        defaults.Where(header => !given.Any(other => other.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase)));

    static void Add(HttpRequestMessage message, OutboundHeader header)
    {
        if (IsOfConnection(header.Name))
            throw new OutboundException($"The header {header.Name} is set by the connection. Remove it.");
        if (!header.Value.All(letter => letter is '\t' or (>= ' ' and <= '~')))
            throw new OutboundException(
                $"The value of the header {header.Name} contains a line break or another character that headers do not allow. "
                + "Remove or encode it.");

        try
        {
            // Add and not TryAddWithoutValidation: the latter lets line breaks through, and with them headers of the attacker's choice.
            if (header.Name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
                (message.Content ??= new ByteArrayContent([])).Headers.Add(header.Name, header.Value);
            else
                message.Headers.Add(header.Name, header.Value);
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or ArgumentException)
        {
            // Neither as inner exception nor in words: the framework's message quotes the value, which may be a secret.
            throw new OutboundException(
                $"\"{header.Name}\" is not a valid request header with this value. Correct or remove it.");
        }
    }
}
