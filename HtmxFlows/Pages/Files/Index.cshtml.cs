using HtmxFlows.Accounts;
using HtmxFlows.Files;
using HtmxFlows.Views;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Files;

/// <summary>The files of all runs, store entries and drafts, newest first.</summary>
public sealed class IndexModel(FileList list, WorkflowPeople people) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    // Bound from the query only: the route has a value of the same name, Razor's name of this page.
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<FileListing> Files { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public void OnGet() => (Files, Pager) = Pager.Read(Request, Number, (skip, take) => list.Search(Q ?? "", skip, take, people.HiddenFrom(HttpContext.Actor())));
}
