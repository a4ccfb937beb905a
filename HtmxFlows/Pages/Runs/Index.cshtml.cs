using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Runs;

/// <summary>The runs of all workflows, filtered.</summary>
public sealed class IndexModel(RunListings listings) : PageModel
{
    public RunListing Listing { get; private set; } = null!;

    /// <summary>The name of the workflow that is chosen; null if none is.</summary>
    public string? WorkflowName => Listing.Filter.Workflow is { } id ? Listing.Workflows.FirstOrDefault(workflow => workflow.Id == id).Name : null;

    public IActionResult OnGet()
    {
        if (listings.Read(Request) is not { } listing)
            return BadRequest();
        Listing = listing;
        return Page();
    }
}
