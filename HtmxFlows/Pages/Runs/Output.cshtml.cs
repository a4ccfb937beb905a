using HtmxFlows.Live;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Runs;

/// <summary>The full output of a node as JSON, for outputs that the conversation cuts.</summary>
public sealed class OutputModel(RunReader runs) : PageModel
{
    public IActionResult OnGet(Guid id, string? node) =>
        runs.State(id)?.Run.Node(node ?? "").Output is { } output ? Content(Data.Json.Pretty(output), "application/json; charset=utf-8") : NotFound();
}
