using System.Globalization;
using System.Text;

namespace HtmxFlows.Tests.Live;

/// <summary>An event as a browser would dispatch it.</summary>
/// <param name="Id">The last id that was seen, which is what the browser would send back.</param>
public sealed record SseEvent(string Name, string Data, string Id)
{
    /// <summary>It shows how things stand, and has no number of its own.</summary>
    public bool IsView => Name is "panel" or "timeline" or "picture" or "heartbeat" or "done";
}

/// <summary>
/// Reads an event stream by the rules of the HTML standard (9.2.6), written apart from the product's writer: lines end in CR, LF or CRLF,
/// an event without data is not dispatched, an id stays until the next one.
/// </summary>
public sealed class SseReader(Stream stream) : IDisposable
{
    readonly StreamReader reader = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
    string id = "";
    bool skipLineFeed;

    /// <summary>What the browser would send when it connects again: the last id that an empty line followed.</summary>
    public string LastEventId { get; private set; } = "";

    /// <summary>The milliseconds that the stream asked to wait before the next connection.</summary>
    public int? Retry { get; private set; }

    public IList<string> Comments { get; } = [];

    /// <summary>The next event; null at the end of the stream.</summary>
    public async Task<SseEvent?> Next(CancellationToken cancellation)
    {
        var (name, data) = ("", new StringBuilder());
        while (await Line(cancellation) is { } line)
        {
            if (line.Length == 0)
                LastEventId = id;
            if (line.Length == 0 && data.Length > 0)
                return new(name.Length == 0 ? "message" : name, data.ToString(0, data.Length - 1), id);
            if (line.Length == 0)
            {
                name = "";
                continue;
            }
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (field, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..]);
            if (value.StartsWith(' '))
                value = value[1..];
            switch (field)
            {
                case "": Comments.Add(value); break;
                case "event": name = value; break;
                case "data": data.Append(value).Append('\n'); break;
                case "id" when !value.Contains('\0', StringComparison.Ordinal): id = value; break;
                case "retry" when value.All(char.IsAsciiDigit): Retry = int.Parse(value, CultureInfo.InvariantCulture); break;
            }
        }
        return null;
    }

    public async Task<IReadOnlyList<SseEvent>> ToEnd(CancellationToken cancellation)
    {
        List<SseEvent> events = [];
        while (await Next(cancellation) is { } next)
            events.Add(next);
        return events;
    }

    public void Dispose() => reader.Dispose();

    async Task<string?> Line(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        var one = new char[1];
        while (await reader.ReadAsync(one, cancellation) == 1)
        {
            var isSecondHalf = skipLineFeed && one[0] == '\n';
            skipLineFeed = one[0] == '\r';
            if (isSecondHalf)
                continue;
            if (one[0] is '\r' or '\n')
                return line.ToString();
            line.Append(one[0]);
        }
        return null;
    }
}
