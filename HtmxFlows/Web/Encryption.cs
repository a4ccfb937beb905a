namespace HtmxFlows.Web;

/// <summary>Whether browsers reach the app over https: a proxy ends the encryption, and the app sees plain requests.</summary>
sealed class Encryption(IConfiguration configuration)
{
    /// <summary>The public host, if it is reached over https.</summary>
    readonly string? host = Uri.TryCreate(configuration["HtmxFlows:Address"], UriKind.Absolute, out var uri) && uri.Scheme == "https" ? uri.Authority : null;

    /// <summary>Whether the browser sent a request encrypted.</summary>
    public bool Covers(HttpRequest request) => request.IsHttps || host is not null && string.Equals(request.Host.Value, host, StringComparison.OrdinalIgnoreCase);
}
