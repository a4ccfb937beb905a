namespace HtmxFlows.Web;

/// <summary>Recognises requests that one of the app's own pages sends, or its address bar, by what the browser says.</summary>
sealed class OwnSite(AllowedHosts hosts)
{
    /// <summary>Whether the browser says so. What says nothing is no browser, or an old one.</summary>
    public bool Sends(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => true,
        // Over plain HTTP to another machine browsers do not say it; but what is not a GET has an Origin.
        "" => Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var page) && hosts.IsOwn(page, request.Host),
        _ => false,
    };
}
