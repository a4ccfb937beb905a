using HtmxFlows.Store;
using HtmxFlows.Views;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Store;

/// <summary>The entries of a collection. An empty collection is not an error: it exists only through its entries.</summary>
public sealed class CollectionModel(StoreEntries entries) : PageModel
{
    public string Name { get; private set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    // Bound from the query only: the route has a value of the same name, Razor's name of this page.
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<StoreEntry> Entries { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public void OnGet()
    {
        // Read from the route: model binding turns a name of white space into null.
        Name = CollectionAddress.Name((string)RouteData.Values["collection"]!);
        (Entries, Pager) = Pager.Read(Request, Number, (skip, take) => entries.Search(Name, Q ?? "", skip, take));
    }
}
