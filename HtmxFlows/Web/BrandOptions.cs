namespace HtmxFlows.Web;

/// <summary>How pages for people outside look: the configuration section <c>HtmxFlows:Brand</c>.</summary>
public sealed class BrandOptions
{
    public const string Section = "HtmxFlows:Brand";

    /// <summary>The name beside the logo. Default: that of the product.</summary>
    public string Name { get; set; } = "";

    /// <summary>The path of a PNG, JPEG, GIF or WebP image.</summary>
    public string Logo { get; set; } = "";

    /// <summary>The colour of buttons and links: <c>#b3261e</c>.</summary>
    public string Accent { get; set; } = "";

    /// <summary>A line below every page, as Markdown, such as links to an imprint.</summary>
    public string Footer { get; set; } = "";
}
