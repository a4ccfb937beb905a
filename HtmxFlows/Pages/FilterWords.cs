using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;

namespace HtmxFlows.Pages;

/// <summary>A filter of runs in words.</summary>
static class FilterWords
{
    /// <summary>Each restriction as a term and its value.</summary>
    /// <param name="workflow">The name of the workflow that the filter names.</param>
    public static IEnumerable<(string Term, string Value)> Of(RunFilter filter, string? workflow, ViewerZone zone)
    {
        if (filter.Only is { } only)
            yield return ("Selected", Words.Count(only.Count, "run"));
        if (filter.Workflow is not null)
            yield return ("Workflow", workflow ?? "a deleted workflow");
        if (filter.Status is { } status)
            yield return ("Status", status.Word());
        if (filter.Trigger is { } trigger)
            yield return ("Trigger", RunTable.Origin(trigger.Name));
        if (filter.Parent is { } parent)
            yield return ("Called by the run", parent.ToString());
        if (filter.After is { } after)
            yield return ("From", zone.Text(after));
        if (filter.Before is { } before)
            yield return ("Before", zone.Text(before));
        if (filter.Text is { } text)
            yield return ("Prompt contains", text);
        if (filter is { Only: null, Workflow: null, Trigger: null, Parent: null })
            yield return ("Sub-runs", filter.WithSubRuns ? "included" : "not included");
    }
}
