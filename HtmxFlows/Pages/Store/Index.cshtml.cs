using HtmxFlows.Store;
using HtmxFlows.Views;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Store;

/// <summary>The collections of the store.</summary>
public sealed class IndexModel(StoreEntries entries) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    // Bound from the query only: the route has a value of the same name, Razor's name of this page.
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<CollectionLine> Collections { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public void OnGet() => (Collections, Pager) = Pager.Read(Request, Number, (skip, take) => entries.Collections(Q ?? "", skip, take));
}
