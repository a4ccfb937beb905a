using HtmxFlows.Accounts;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace HtmxFlows.Web;

/// <summary>Shows an element with <c>needs="Editor"</c> to those who have the role. It is for what belongs to an address without leading to it.</summary>
[HtmlTargetElement(Attributes = "needs")]
public sealed class NeedsTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    /// <summary>The role.</summary>
    public Role Needs { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (View.HttpContext.Features.Get<Actor>() is { } actor && !actor.Is(Needs))
            output.SuppressOutput();
    }
}
