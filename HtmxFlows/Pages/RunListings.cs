using HtmxFlows.Accounts;
using HtmxFlows.Runs;
using HtmxFlows.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages;

/// <summary>Reads the lists of runs.</summary>
public sealed class RunListings(RunSearch search, WorkflowStore workflows, BulkActions bulk, WorkflowPeople people)
{
    /// <summary>How many workflows a filter offers.</summary>
    const int MostWorkflows = 500;

    /// <param name="workflow">The workflow that the address names; null lists the runs of all.</param>
    /// <returns>The list; null if the query has a problem.</returns>
    public RunListing? Read(HttpRequest request, Guid? workflow = null)
    {
        var zone = ViewerZone.Of(request);
        var query = RunQuery.Read(request.Query, zone.Zone);
        if (query.Problems.Count > 0)
            return null;
        var filter = query.Filter with { Workflow = workflow ?? query.Filter.Workflow, Hidden = people.HiddenFrom(request.HttpContext.Actor()) };
        return new(filter, search.Page(filter, query.Cursor, RunListing.Size), query.Cursor.IsFirst, request.PathBase + request.Path, workflow is not null, bulk.Newest)
        {
            Zone = zone,
            Workflows = workflow is null ? workflows.Names(MostWorkflows, filter.Hidden) : [],
        };
    }
}
