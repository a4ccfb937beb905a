using HtmxFlows.Store;
using HtmxFlows.Views;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Store;

/// <summary>The collections in which workflows keep values.</summary>
public sealed class IndexModel(StoreEntries entries) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    // From the query alone: the route has a value of that name too, Razor's own name for this page.
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<CollectionLine> Collections { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public void OnGet() => (Collections, Pager) = Pager.Read(Request, Number, (skip, take) => entries.Collections(Q ?? "", skip, take));
}
