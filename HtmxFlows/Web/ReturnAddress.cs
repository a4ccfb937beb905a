namespace HtmxFlows.Web;

/// <summary>The address to return to after signing in: one of this app and of no other site.</summary>
static class ReturnAddress
{
    /// <summary>The address of the page that a request is for, or comes from if the request changes something or is for a part of a page.</summary>
    public static string Of(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) && !request.Headers.ContainsKey("HX-Request"))
            return $"{request.Path.ToUriComponent()}{request.QueryString.ToUriComponent()}";
        var page = request.Headers["HX-Current-URL"].ToString() is { Length: > 0 } current ? current : request.Headers.Referer.ToString();
        if (!Uri.TryCreate(page, UriKind.Absolute, out var uri) || uri.Authority != request.Host.Value)
            return "/";
        var path = uri.PathAndQuery;
        return request.PathBase.HasValue && path.StartsWith(request.PathBase.Value!, StringComparison.OrdinalIgnoreCase) ? path[request.PathBase.Value!.Length..] : path;
    }

    /// <summary>The given address if it is a path of this app, as a header can hold it; otherwise the front page.</summary>
    public static string Checked(string? address) =>
        address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal) && address.All(letter => letter is > ' ' and <= '~' and not '\\') ? address : "/";
}
