using System.Collections.Concurrent;

namespace HtmxFlows.Live;

/// <summary>
/// A browser has six connections to a server over HTTP/1.1, for all its tabs together, and a stream holds one. So a browser gets a few
/// slots; a stream without one sends what is new and ends, and EventSource reconnects automatically.
/// <para>Behind a proxy that speaks HTTP/1.x to us (nginx speaks 1.0 unless told otherwise) the protocol between browser and proxy is unknown.
/// Such a request is limited too: an unneeded limit makes the fifth tab up to two seconds late, and a missing one freezes every tab of the
/// browser. Only a request that comes over HTTP/2 or later, where streams share a connection, is not limited.</para>
/// </summary>
public sealed class StreamSlots
{
    /// <summary>How many streams a browser may hold over HTTP/1.x.</summary>
    public const int PerBrowser = 4;

    const string Cookie = "htmxflows-browser";

    readonly ConcurrentDictionary<string, int> taken = [];

    /// <summary>Gives the browser a random name by which its streams are counted, unless it has one.</summary>
    public void Introduce(HttpContext http)
    {
        if (!http.Request.Cookies.ContainsKey(Cookie))
            http.Response.Cookies.Append(Cookie, Guid.NewGuid().ToString("N"), new() { HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true, Path = "/" });
    }

    /// <summary>Takes a slot, which is returned by disposing of it; null if the browser has no more. A browser without a name gets one.</summary>
    public IDisposable? Take(HttpRequest request) =>
        IsLimited(request.Protocol) && request.Cookies[Cookie] is { Length: 32 } browser ? Take(browser) : new Slot(null, "");

    /// <summary>The same for a conversation of a public chat, which has as many slots as a browser, whatever the protocol and the cookies.</summary>
    public IDisposable? TakeOf(Guid conversation) => Take(conversation.ToString());

    Slot? Take(string holder)
    {
        if (taken.AddOrUpdate(holder, 1, (_, count) => count + 1) <= PerBrowser)
            return new Slot(this, holder);
        Return(holder);
        return null;
    }

    static bool IsLimited(string protocol) => HttpProtocol.IsHttp10(protocol) || HttpProtocol.IsHttp11(protocol);

    void Return(string holder)
    {
        // Removed only at zero, so that a slot taken at the same time is not lost.
        taken.AddOrUpdate(holder, 0, (_, count) => count - 1);
        taken.TryRemove(KeyValuePair.Create(holder, 0));
    }

    sealed class Slot(StreamSlots? slots, string holder) : IDisposable
    {
        StreamSlots? slots = slots;

        public void Dispose() => Interlocked.Exchange(ref slots, null)?.Return(holder);
    }
}
