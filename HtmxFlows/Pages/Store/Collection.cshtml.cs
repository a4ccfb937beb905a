using HtmxFlows.Store;
using HtmxFlows.Views;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Store;

/// <summary>The entries of a collection. One without entries is no error: a collection is there by its entries.</summary>
public sealed class CollectionModel(StoreEntries entries) : PageModel
{
    public string Name { get; private set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    // From the query alone: the route has a value of that name too, Razor's own name for this page.
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<StoreEntry> Entries { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public void OnGet()
    {
        // From the route itself: a name of white space would be bound as none.
        Name = CollectionAddress.Name((string)RouteData.Values["collection"]!);
        (Entries, Pager) = Pager.Read(Request, Number, (skip, take) => entries.Search(Name, Q ?? "", skip, take));
    }
}
