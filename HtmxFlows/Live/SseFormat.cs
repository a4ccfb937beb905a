using System.Buffers;
using System.Globalization;
using System.Text;

namespace HtmxFlows.Live;

/// <summary>
/// The wire format of server-sent events, as the HTML standard defines it (section 9.2, "Server-sent events"). A lone CR ends a
/// line too, so data is split on CR, LF and CRLF; the browser joins the lines with LF.
/// </summary>
public static class SseFormat
{
    static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    /// <summary>A comment: nothing for the reader, but bytes on the wire.</summary>
    public const string Comment = ":\n\n";

    /// <summary>An event as bytes.</summary>
    /// <param name="name">Its name, or null for none: never <c>open</c>, <c>error</c> or <c>message</c>, which mean something to browsers.</param>
    /// <param name="data">Any text; it always makes at least one <c>data:</c> line, or a browser would drop the event.</param>
    /// <param name="id">What the browser sends back as <c>Last-Event-ID</c>; null leaves the last one in place.</param>
    public static byte[] Event(string? name, ReadOnlySpan<char> data, string? id = null)
    {
        var text = new StringBuilder(data.Length + 64);
        if (id is not null)
            text.Append("id: ").Append(id).Append('\n');
        if (name is not null)
            text.Append("event: ").Append(name).Append('\n');
        while (true)
        {
            var end = data.IndexOfAny(LineEnds);
            text.Append("data: ").Append(end < 0 ? data : data[..end]).Append('\n');
            if (end < 0)
                break;
            data = data[(data[end..].StartsWith("\r\n") ? end + 2 : end + 1)..];
        }
        return Encoding.UTF8.GetBytes(text.Append('\n').ToString());
    }

    /// <summary>Several events as one piece.</summary>
    public static byte[] Join(byte[][] events)
    {
        var all = new byte[events.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in events)
        {
            part.CopyTo(all, at);
            at += part.Length;
        }
        return all;
    }

    /// <summary>An id alone: the browser dispatches nothing, and sends it back as <c>Last-Event-ID</c> all the same.</summary>
    public static byte[] Id(string id) => Encoding.UTF8.GetBytes($"id: {id}\n\n");

    /// <summary>How long the browser waits before it connects again.</summary>
    public static byte[] Retry(TimeSpan delay) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"retry: {(long)delay.TotalMilliseconds}\n\n"));
}
