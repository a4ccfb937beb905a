using HtmxFlows.Triggers;

namespace HtmxFlows.Views;

/// <summary>A trigger as pages show it.</summary>
/// <param name="Address">Where it is called; null if it is not active, or has no address.</param>
/// <param name="Command">A command that calls it there.</param>
/// <param name="DraftAddress">Where its draft is called; null if it is not to be shown.</param>
/// <param name="DraftCommand">A command that calls it there.</param>
public sealed record TriggerLine(ListedTrigger Trigger, string? Address, string? Command, string? DraftAddress, string? DraftCommand)
{
    /// <summary>The row of a schedule that is active; null for everything else.</summary>
    public DueSchedule? Schedule { get; init; }

    /// <summary>The next moments of a schedule; null for everything else, and if it cannot run.</summary>
    public SchedulePreview? Next { get; init; }

    /// <param name="server">The address of the app, without a slash at its end.</param>
    /// <param name="withDraft">Whether the draft may be called.</param>
    public static TriggerLine Of(ListedTrigger trigger, string server, bool withDraft)
    {
        var address = trigger.IsActive && trigger.Path() is { } path ? server + path : null;
        var draft = withDraft && trigger.Draft?.Path(isDraft: true) is { } own ? server + own : null;
        return new(trigger, address, CommandOf(trigger, address), draft, CommandOf(trigger.Draft, draft));
    }

    static string? CommandOf(ListedTrigger? trigger, string? address) => trigger is null || address is null ? null : trigger.Type.CallCommand(trigger.Node.Data, address);
}
