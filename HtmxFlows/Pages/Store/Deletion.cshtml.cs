using HtmxFlows.Store;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Store;

/// <summary>Asks for confirmation, then deletes an entry.</summary>
public sealed class DeletionModel(StoreEntries entries) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Collection { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    /// <summary>The time of the entry's last change when the page was rendered.</summary>
    [BindProperty]
    public DateTimeOffset Seen { get; set; }

    public StoreEntry Entry { get; private set; } = null!;

    /// <summary>Whether someone else changed the entry after the page was rendered.</summary>
    public bool HasChanged { get; private set; }

    public IActionResult OnGet() => ModelState.IsValid && Load() ? Page() : NotFound();

    public async Task<IActionResult> OnPost()
    {
        if (!ModelState.IsValid)
            return BadRequest();
        if (await entries.Delete(Collection, Key, Seen, HttpContext.Actor()))
            return Redirect("~" + CollectionAddress.Of(Collection));
        if (!Load())
            return NotFound();
        HasChanged = true;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    bool Load()
    {
        Entry = entries.Find(Collection, Key)!;
        return Entry is not null;
    }
}
