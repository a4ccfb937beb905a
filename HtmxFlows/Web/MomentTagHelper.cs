using HtmxFlows.Views;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace HtmxFlows.Web;

/// <summary>
/// <c>&lt;moment at="…"/&gt;</c>: a day and time in the viewer's zone if it is known, and otherwise in the server's, which it names. A frame of a
/// stream is made outside any request, so it names the zone too, and is the same for every viewer.
/// </summary>
[HtmlTargetElement("moment", Attributes = "at", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MomentTagHelper : TagHelper
{
    public DateTimeOffset At { get; set; }

    /// <summary>The words before it.</summary>
    public string Before { get; set; } = "";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);

        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.PreElement.Append(Before);
        output.Attributes.SetAttribute("datetime", At.Iso());
        output.Content.Append(ViewerZone.Of(View.HttpContext.Request).Text(At));
    }
}
