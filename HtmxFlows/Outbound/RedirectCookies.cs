using System.Net;

namespace HtmxFlows.Outbound;

/// <summary>The cookies that the redirects of one request set. Each is sent to the host that set it, and to no other.</summary>
sealed class RedirectCookies
{
    const string Name = "Cookie";

    readonly List<(Uri Host, CookieContainer Cookies)> jars = [];

    /// <summary>Keeps the cookies of a redirect; a cookie that is not valid is left out.</summary>
    internal void Keep(Uri url, HttpResponseMessage answer)
    {
        if (!answer.Headers.NonValidated.TryGetValues("Set-Cookie", out var cookies))
            return;
        var jar = jars.Find(jar => Redirect.StaysWithHost(jar.Host, url)).Cookies;
        if (jar is null)
            jars.Add((url, jar = new()));
        foreach (var cookie in cookies)
        {
            try
            {
                jar.SetCookies(url, cookie);
            }
            catch (CookieException)
            {
                // As in browsers.
            }
        }
    }

    /// <summary>The request with the cookies for its address; they replace its own of the same names.</summary>
    internal OutboundRequest AddTo(OutboundRequest request)
    {
        Cookie[] cookies = [.. jars.Where(jar => Redirect.StaysWithHost(jar.Host, request.Url)).SelectMany(jar => jar.Cookies.GetCookies(request.Url)).Where(CanBeSent)];
        if (cookies.Length == 0)
            return request;
        var own = request.Headers.Where(IsCookie).SelectMany(header => header.Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(pair => !cookies.Any(cookie => pair.StartsWith($"{cookie.Name}=", StringComparison.Ordinal)));
        var sent = string.Join("; ", own.Concat(cookies.Select(cookie => $"{cookie.Name}={cookie.Value}")));
        return request with { Headers = [.. request.Headers.Where(header => !IsCookie(header)), new(Name, sent, Secret: true)] };
    }

    static bool CanBeSent(Cookie cookie) => cookie.Value.All(letter => letter is >= ' ' and <= '~');

    static bool IsCookie(OutboundHeader header) => header.Name.Equals(Name, StringComparison.OrdinalIgnoreCase);
}
