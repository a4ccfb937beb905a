using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Http.Extensions;

namespace HtmxFlows.Pages;

/// <summary>A page of runs with its filter: of all workflows, or the runs of one.</summary>
/// <param name="Path">The address of the list without its query, path base included.</param>
/// <param name="IsOfWorkflow">Whether the address names the workflow already.</param>
/// <param name="Job">The newest bulk action; null if there was none.</param>
public sealed record RunListing(RunFilter Filter, RunPage Page, bool IsFirst, string Path, bool IsOfWorkflow, BulkJob? Job)
{
    /// <summary>How many runs a page has.</summary>
    public const int Size = 50;

    /// <summary>How long the end of a bulk action is shown.</summary>
    static readonly TimeSpan Shown = TimeSpan.FromMinutes(1);

    /// <summary>The workflows to choose from.</summary>
    public IReadOnlyList<(Guid Id, string Name)> Workflows { get; init; } = [];

    public RunTable Table => new(Page.Runs, OfAllWorkflows: !IsOfWorkflow) { IsSelectable = true };

    public Pager Pager => new(Page.Newer is { } newer ? Link("newer", newer) : null, Page.Older is { } older ? Link("cursor", older) : null);

    /// <summary>The address of this list from its newest run.</summary>
    public string Address => Link(null, default);

    /// <summary>The parameters of the filter, for the forms that act on all runs of the list.</summary>
    public IEnumerable<KeyValuePair<string, string>> Fields => RunQuery.Write(Filter);

    /// <summary>Whether anything but the workflow of the address is chosen.</summary>
    public bool IsFiltered => !(IsOfWorkflow ? Filter with { Workflow = null } : Filter).IsEmpty;

    /// <summary>The zone of the times that are chosen.</summary>
    public ViewerZone Zone { get; init; } = new(TimeZoneInfo.Local, false);

    /// <summary>A value of a field for a day and a time.</summary>
    public string? Local(DateTimeOffset? moment) =>
        moment is { } time ? TimeZoneInfo.ConvertTime(time, Zone.Zone).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>The bulk action, if it is under way or has ended just now.</summary>
    public BulkJob? News(DateTimeOffset now) => Job is { } job && (job.EndedAt is not { } end || now - end < Shown) ? job : null;

    string Link(string? parameter, Guid run)
    {
        var query = new QueryBuilder(Fields.Where(field => !IsOfWorkflow || field.Key != "workflow"));
        if (parameter is not null)
            query.Add(parameter, run.ToString());
        return Path + query.ToQueryString();
    }
}
