using HtmxFlows.Runs;

namespace HtmxFlows.Triggers;

/// <summary>What a webhook does with a call. The set is closed.</summary>
public abstract record HookOutcome
{
    HookOutcome() { }

    /// <summary>A run is started and durable, and so is the delivery.</summary>
    public sealed record Accepted(Guid Run, Guid Delivery) : HookOutcome;

    /// <summary>The call repeats one that has started a run.</summary>
    public sealed record Duplicate(Guid Run) : HookOutcome;

    /// <summary>The call does not meet the conditions of the webhook.</summary>
    public sealed record Ignored(string Reason) : HookOutcome;

    /// <summary>The call is not what the webhook accepts.</summary>
    /// <param name="Problem">A sentence for the sender.</param>
    public sealed record Refused(HookRefusal Kind, string Problem) : HookOutcome
    {
        /// <summary>Why, for the owner of the webhook.</summary>
        public string Reason { get; init; } = Problem;

        /// <summary>When a further try may succeed; null if that does not depend on time.</summary>
        public TimeSpan? RetryAfter { get; init; }
    }

    /// <summary>The run was not started.</summary>
    public sealed record NotStarted(RunStart.NotStarted Start) : HookOutcome;
}

/// <summary>Why a call is refused.</summary>
public enum HookRefusal
{
    /// <summary>The sender does not prove who it is.</summary>
    Unauthorized,

    /// <summary>The sender's address is not allowed.</summary>
    Forbidden,

    /// <summary>There were too many calls.</summary>
    TooMany,

    /// <summary>The body is not what its type says.</summary>
    Unreadable,

    /// <summary>The body is larger than a run can take.</summary>
    TooLarge,
}
