using System.Collections.Concurrent;
using HtmxFlows.Triggers;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages;

/// <summary>Reads the lines of the home page: a few queries for all of them.</summary>
public sealed class HomeLines(WorkflowList list, WorkflowTags tags, WorkflowCallers callers, WorkflowPlans plans, DraftStore drafts, DraftProblems problems, Schedules schedules)
{
    /// <summary>How many nodes a line shows.</summary>
    const int MostIcons = 6;

    /// <summary>Of how many versions the icons are kept in memory.</summary>
    const int MostKnown = 10_000;

    readonly ConcurrentDictionary<(Guid, int), string[]> known = [];

    public IReadOnlyList<HomeLine> Of(IReadOnlyList<WorkflowLine> workflows)
    {
        var (runs, tagged, called) = (list.RecentRuns(workflows.Select(line => line.Id)), tags.Of(workflows.Select(line => line.Id)), callers.Called());
        var waiting = schedules.Of(workflows.Select(line => line.Id));
        return [.. workflows.Select(line => new HomeLine(line, Icons(line), [.. tagged[line.Id]], called.Contains(line.Name) || called.Contains($"{line.Id}"), [.. runs[line.Id]],
            line.Version is null ? problems.Count(line.Id) : null) { Next = waiting[line.Id].FirstOrDefault(schedule => schedule.NextDue is not null) })];
    }

    string[] Icons(WorkflowLine line)
    {
        if (line.Version is not { } version)
            return drafts.Find(line.Id) is { Content.Flow: { Length: <= DraftProblems.LargestFlow } flow } ? Types(Flow.Parse(flow).Flow) : [];
        if (known.Count > MostKnown)
            known.Clear();
        return known.GetOrAdd((line.Id, version), key => Types(plans.FindFlow(key.Item1, key.Item2)));
    }

    static string[] Types(Flow? flow) => flow is null ? [] : [.. flow.Steps.Take(MostIcons).Select(node => node.Type)];
}
