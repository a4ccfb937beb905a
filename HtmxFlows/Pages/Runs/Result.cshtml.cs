using HtmxFlows.Live;
using HtmxFlows.Views;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Runs;

/// <summary>The result of a run as a text to copy, or as a file: text as it is, and everything else as JSON.</summary>
public sealed class ResultModel(RunReader runs) : PageModel
{
    public IActionResult OnGet(Guid id, bool download)
    {
        if (runs.State(id) is not { } view || RunResult.Of(view) is not { } result)
            return NotFound();
        Response.Headers.CacheControl = "no-store";
        var (text, extension) = result switch
        {
            { Output.IsText: false } => (Data.Json.Pretty(result.Output.Value), "json"),
            { Format: null } => (result.Output.Value.GetString()!, "txt"),
            _ => (result.Output.Value.GetString()!, "md"),
        };
        var type = $"{(extension == "json" ? "application/json" : "text/plain")}; charset=utf-8";
        return download ? File(System.Text.Encoding.UTF8.GetBytes(text), type, $"result-{id}.{extension}") : Content(text, type);
    }
}
