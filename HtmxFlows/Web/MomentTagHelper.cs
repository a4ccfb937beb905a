using HtmxFlows.Views;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace HtmxFlows.Web;

/// <summary>
/// <c>&lt;moment at="…"/&gt;</c>: a day and time in the viewer's zone if it is known, and otherwise in the server's, which it names. A frame of a
/// stream is made outside any request, so it names the zone too, and is the same for every viewer. With <c>ago</c>, the text says how long ago it was,
/// and the tooltip says when.
/// </summary>
[HtmlTargetElement("moment", Attributes = "at", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MomentTagHelper(TimeProvider time) : TagHelper
{
    public DateTimeOffset At { get; set; }

    /// <summary>Whether the text is relative to now: 5 min ago.</summary>
    public bool Ago { get; set; }

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
        var text = ViewerZone.Of(View.HttpContext.Request).Text(At);
        if (Ago)
            output.Attributes.SetAttribute("title", text);
        output.Content.Append(Ago ? Words.Ago(At, time.GetUtcNow()) : text);
    }
}
