using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace HtmxFlows.Web;

/// <summary>Adds <c>integrity</c> to each script and style sheet of a client library, named as <c>~/lib/…</c>.</summary>
[HtmlTargetElement("script", Attributes = "[src^='~/lib/']")]
[HtmlTargetElement("link", Attributes = "[href^='~/lib/']")]
public sealed class IntegrityTagHelper(LibraryIntegrity libraries) : TagHelper
{
    // Before the framework, at -1999, puts the fingerprinted address in the place of ~/lib/….
    public override int Order => -2000;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);

        var address = (output.Attributes["src"] ?? output.Attributes["href"]).Value;
        if (libraries.IntegrityOf(address.ToString()!) is { } integrity)
            output.Attributes.SetAttribute("integrity", new HtmlString(integrity));
    }
}
