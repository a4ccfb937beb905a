namespace HtmxFlows.Outbound;

/// <summary>The URLs that can be called: absolute, http or https, no name and password inside.</summary>
public static class OutboundUrl
{
    /// <summary>Reads a URL that a person or a template wrote.</summary>
    /// <exception cref="OutboundException">It cannot be called; the message says why.</exception>
    public static Uri Parse(string text)
    {
        // A path alone is a whole URL to Unix: file:///path.
        if (text.StartsWith('/') || !Uri.TryCreate(text, UriKind.Absolute, out var url)) throw NotWhole(text);

        Check(url);
        return url;
    }

    internal static void Check(Uri url)
    {
        if (!url.IsAbsoluteUri) throw NotWhole(url.OriginalString);
        if (url.Scheme is not ("http" or "https"))
            throw new OutboundException($"{url.Scheme}: addresses cannot be called. Use http or https.");
        if (url.UserInfo.Length > 0)
            throw new OutboundException($"The URL of {url.Host} contains a user name or a password. Send them in an Authorization header.");
    }

    static OutboundException NotWhole(string text) =>
        new($"\"{text.Split('?')[0]}\" is not a full URL. Use one like https://example.com/path.");

    /// <summary>The URL as messages show it, without the query, which may hold keys.</summary>
    public static string Show(Uri url) =>
        url.IsAbsoluteUri ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "the URL";
}
