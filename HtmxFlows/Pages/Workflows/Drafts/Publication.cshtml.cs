using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Publishes a draft as a new version.</summary>
public sealed class PublicationModel(DraftPublication publication, EditorAnswer answer) : PageModel
{
    static readonly EditorChoice Panel = new() { Panel = EditorPanel.Publish };

    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, Panel);

    /// <param name="over">The version that this one follows without being made from it, if one was published outside the editor.</param>
    public async Task<IActionResult> OnPost(Guid id, long revision, string? note, string? author, int? over)
    {
        var outcome = await publication.Publish(id, revision, HttpContext.Actor(), new((note ?? "").Trim(), (author ?? "").Trim()), over);
        var status = outcome.StatusCode();
        return outcome switch
        {
            PublishOutcome.Published => SeeOther.To(this, $"{Request.PathBase}/workflows/{id}"),
            PublishOutcome.Conflict conflict => answer.Show(this, conflict.Draft, new(), new() { Theirs = conflict.Theirs }, status),
            PublishOutcome.Overtaken overtaken => answer.Show(this, overtaken.Draft, Panel, new() { Refusal = "Someone else published a version. Look at it, then publish yours after it." }, status),
            PublishOutcome.Refused refused => answer.Show(this, refused.Draft, Panel, new() { Refusal = Reason(refused) }, status),
            _ => StatusCode(status),
        };
    }

    static string Reason(PublishOutcome.Refused refused) => refused.Problems is [{ Node: null, Field: "note" or "author" } problem] ? problem.Message : $"Not published: fix {Words.Count(refused.Problems.Count, "problem")} first.";
}
