using HtmxFlows.Live;
using HtmxFlows.Views;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Runs;

/// <summary>The earlier entries of a long log, which the run page does not show.</summary>
public sealed class EntriesModel(RunReader runs) : PageModel
{
    public Guid Run { get; private set; }

    public IReadOnlyList<LogEntry> Entries { get; private set; } = [];

    public long First => Entries.Count > 0 ? Entries[0].Event.Seq : 0;

    public long Last => Entries.Count > 0 ? Entries[^1].Event.Seq : 0;

    public IActionResult OnGet(Guid id, long before = long.MaxValue)
    {
        if (!ModelState.IsValid)
            return BadRequest();
        if (runs.Log(id, RunLog.MostShown, before: before) is not { } log)
            return NotFound();
        (Run, Entries) = (id, log.Entries);
        return Page();
    }
}
