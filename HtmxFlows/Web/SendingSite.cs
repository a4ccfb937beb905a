namespace HtmxFlows.Web;

/// <summary>The site whose page sends a request, as the browser says.</summary>
public enum SendingSite
{
    /// <summary>Nothing says so: the sender is no browser, or an old one.</summary>
    Unknown,

    /// <summary>The app itself, or the address bar of the browser.</summary>
    Own,

    /// <summary>Another site.</summary>
    Other,
}
