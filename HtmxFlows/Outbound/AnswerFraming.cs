namespace HtmxFlows.Outbound;

/// <summary>Refuses answers that say in two ways where they end: whoever stands between reads them otherwise (RFC 9112, 6.3).</summary>
static class AnswerFraming
{
    const string Length = "Content-Length", Encoding = "Transfer-Encoding";

    /// <exception cref="OutboundException">The answer says it in two ways.</exception>
    internal static void Check(HttpResponseMessage answer)
    {
        if (!answer.Content.Headers.NonValidated.TryGetValues(Length, out var lengths))
            return;
        if (answer.Headers.NonValidated.Contains(Encoding))
            throw new OutboundException($"The answer has both {Length} and {Encoding}, so that nobody can tell where it ends. The server there has to send one of them.");
        if (lengths.SelectMany(length => length.Split(',', StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal).Count() > 1)
            throw new OutboundException($"The answer has two different {Length}s, so that nobody can tell where it ends. The server there has to send one.");
    }
}
