using HtmxFlows.Triggers;
using HtmxFlows.Views;
using HtmxFlows.Web;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Reads the triggers of a workflow as its pages show them.</summary>
public sealed class TriggerLines(ListedTriggers triggers, Schedules schedules, ScheduleRules rules, ServerAddress server, TimeProvider time)
{
    const int MomentsShown = 5;

    /// <param name="withDraft">Whether the draft may be called. Then its addresses accept calls for a while.</param>
    public IReadOnlyList<TriggerLine> Of(Guid workflow, HttpRequest request, bool withDraft)
    {
        if (withDraft)
            triggers.Open(workflow);
        var active = schedules.Of([workflow])[workflow].ToDictionary(schedule => schedule.NodeId);
        return [.. triggers.Of(workflow).Select(trigger => WithMoments(workflow, TriggerLine.Of(trigger, server.Of(request), withDraft) with { Schedule = active.GetValueOrDefault(trigger.Node.Id) }))];
    }

    /// <summary>The trigger of a draft, as the editor shows it.</summary>
    public TriggerLine? InDraft(Guid workflow, string node, HttpRequest request) => Of(workflow, request, withDraft: true).FirstOrDefault(line => line.Trigger.Node.Id == node) is { } line
        ? line with { Next = line.Trigger.Draft is { } draft ? Moments(workflow, draft, null) : null } : null;

    TriggerLine WithMoments(Guid workflow, TriggerLine line) => line with { Next = line.Schedule is { NextDue: not null } schedule ? Moments(workflow, line.Trigger, schedule.Since) : null };

    SchedulePreview? Moments(Guid workflow, ListedTrigger trigger, DateTimeOffset? since)
    {
        var now = time.GetUtcNow();
        return rules.Of(workflow, trigger.Node) is { } rule ? SchedulePreview.Of(rule, since ?? now, now, MomentsShown) : null;
    }
}
