using HtmxFlows.Files;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace HtmxFlows.Pages.Files;

/// <summary>The bytes of a file, always as an attachment. Pages embed it as an image only by a type that was read from the bytes.</summary>
public sealed class ShowModel(FileStore files) : PageModel
{
    public IActionResult OnGet(Guid id)
    {
        if (files.Find(id) is not { } file)
            return NotFound();
        // It may be removed, so that a cache asks each time.
        Response.Headers.CacheControl = "private, no-cache";
        return new FileStreamResult(files.Open(file), file.Type)
        {
            FileDownloadName = file.Name,
            EntityTag = new EntityTagHeaderValue($"\"{file.Sha256}\""),
            EnableRangeProcessing = true,
        };
    }
}
