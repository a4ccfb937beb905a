namespace HtmxFlows.Outbound;

/// <summary>Refuses answers that say in two ways where they end: a proxy in between may read them differently (RFC 9112, section 6.3).</summary>
static class AnswerFraming
{
    const string Length = "Content-Length", Encoding = "Transfer-Encoding";

    /// <exception cref="OutboundException">The answer says it in two ways.</exception>
    internal static void Check(HttpResponseMessage answer)
    {
        if (!answer.Content.Headers.NonValidated.TryGetValues(Length, out var lengths))
            return;
        if (answer.Headers.NonValidated.Contains(Encoding))
            throw new OutboundException($"The response has both {Length} and {Encoding}, so its end is ambiguous. The server must send only one of them.");
        if (lengths.SelectMany(length => length.Split(',', StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal).Count() > 1)
            throw new OutboundException($"The response has two different {Length}s, so its end is ambiguous. The server must send only one of them.");
    }
}
