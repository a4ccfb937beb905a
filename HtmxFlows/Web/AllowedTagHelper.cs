using HtmxFlows.Accounts;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace HtmxFlows.Web;

/// <summary>
/// Shows only what the actor may do, by <see cref="AccessTable"/>: forms, buttons and links of addresses that would be refused are omitted. Of a
/// link that is the name of something (<c>dir="auto"</c>), the name remains. Frames that all viewers share have no actor and omit nothing.
/// </summary>
/// <remarks>Links are those that are written as <c>~/…</c>: the many of a diagram lead to the page that they are on, and cost nothing so.</remarks>
[HtmlTargetElement("a", Attributes = "[href^='~/']"), HtmlTargetElement("a", Attributes = "asp-page"), HtmlTargetElement("form"), HtmlTargetElement("button", Attributes = "[formaction^='~/']")]
public sealed class AllowedTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    /// <summary>After those that make addresses.</summary>
    public override int Order => 2000;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var actor = View.HttpContext.Features.Get<Actor>();
        if (actor is null || actor.Is(Role.Owner))
            return;
        var name = output.TagName == "a" ? "href" : output.TagName == "form" ? "action" : "formaction";
        var isPost = output.TagName != "a" && (output.TagName == "button" || Text(output, "method") == "post");
        if (Path(Text(output, name)) is not { } path || AccessTable.Find(path)?.For(isPost ? "POST" : "GET") is not { } role || actor.Is(role))
            return;
        if (output.TagName == "a" && Text(output, "dir") == "auto")
            output.TagName = null;
        else
            output.SuppressOutput();
    }

    /// <summary>The path within the app; null for an address elsewhere.</summary>
    string? Path(string? address)
    {
        if (address is not ['/', ..])
            return null;
        var root = View.HttpContext.Request.PathBase.Value ?? "";
        var path = address.Split('?', '#')[0];
        return path.StartsWith(root, StringComparison.OrdinalIgnoreCase) ? path[root.Length..] : null;
    }

    static string? Text(TagHelperOutput output, string name)
    {
        var value = output.Attributes[name]?.Value;
        if (value is not Microsoft.AspNetCore.Html.IHtmlContent content)
            return value as string;
        using var writer = new StringWriter();
        content.WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default);
        return System.Net.WebUtility.HtmlDecode(writer.ToString());
    }
}
