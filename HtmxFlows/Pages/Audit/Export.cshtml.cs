using System.Text;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Audit;

/// <summary>The filtered audit log as a file with a JSON object on each line, newest entry first.</summary>
public sealed class ExportModel(AuditLog log) : PageModel
{
    const int AtOnce = 500;

    public async Task<IActionResult> OnGet([FromQuery] AuditQuery query)
    {
        Response.ContentType = "application/x-ndjson";
        Response.Headers.ContentDisposition = "attachment; filename=audit.ndjson";
        for (IReadOnlyList<AuditEntry> entries = log.Read(query.ToFilter(), null, AtOnce); entries.Count > 0; entries = log.Read(query.ToFilter(), entries[^1].Id, AtOnce))
            await Response.Body.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(entries.Select(Line))), HttpContext.RequestAborted);
        return new EmptyResult();
    }

    static string Line(AuditEntry entry) => Json.From(new
    {
        entry.Id,
        entry.At,
        actor = new { kind = entry.ActorKind, id = entry.ActorId, name = entry.Actor, session = entry.SessionId },
        entry.Address,
        entry.Action,
        subject = new { id = entry.SubjectId, name = entry.Subject },
        details = Json.Parse(entry.Details),
    }).GetRawText() + "\n";
}
