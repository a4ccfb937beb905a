using Microsoft.AspNetCore.Razor.TagHelpers;

namespace HtmxFlows.Web;

/// <summary>
/// A link that leaves a form which saves itself. Without scripts it cannot, so the link is a button instead: it submits the
/// form, and the answer leads to where the link would.
/// </summary>
[HtmlTargetElement("a", Attributes = Attribute)]
public sealed class SavesTagHelper : TagHelper
{
    const string Attribute = "saves";

    /// <summary>The id of the form that is open; null or empty if none is.</summary>
    [HtmlAttributeName(Attribute)]
    public string? Form { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);

        if (string.IsNullOrEmpty(Form))
            return;
        var button = new TagHelperOutput("button", [], (_, _) => output.GetChildContentAsync()) { TagMode = TagMode.StartTagAndEndTag };
        button.Attributes.SetAttribute("type", "submit");
        button.Attributes.SetAttribute("form", Form);
        button.Attributes.SetAttribute("name", "go");
        button.Attributes.SetAttribute("value", output.Attributes["href"]?.Value);
        foreach (var kept in output.Attributes.Where(attribute => attribute.Name is "class" or "title" or "aria-label" or "aria-current"))
            button.Attributes.SetAttribute(kept);
        button.Content.AppendHtml((await output.GetChildContentAsync()).GetContent());
        output.Attributes.SetAttribute("data-scripted", "");
        output.PostElement.AppendHtml("<noscript>").AppendHtml(button).AppendHtml("</noscript>");
    }
}
