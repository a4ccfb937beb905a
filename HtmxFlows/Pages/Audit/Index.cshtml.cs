using HtmxFlows.Accounts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Audit;

/// <summary>The audit log, newest entry first.</summary>
public sealed class IndexModel(AuditLog log) : PageModel
{
    const int PageSize = 50;

    public AuditQuery Query { get; private set; } = new();

    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    /// <summary>The id from which the next page goes back; null on the last page.</summary>
    public Guid? Older { get; private set; }

    public void OnGet([FromQuery] AuditQuery query)
    {
        var found = log.Read(query.ToFilter(), query.Cursor, PageSize + 1);
        (Query, Entries) = (query, [.. found.Take(PageSize)]);
        Older = found.Count > PageSize ? Entries[^1].Id : null;
    }

    /// <summary>The page of what an entry is about; null if it has none.</summary>
    public string? AddressOf(AuditEntry entry) => (entry.SubjectId, entry.Action.Split('.')[0]) switch
    {
        ({ } id, "user" or "session") => $"~/people/{id}",
        ({ } id, "workflow" or "draft") => $"~/workflows/{id}",
        ({ } id, "run") => $"~/runs/{id}",
        _ => null,
    };
}
