namespace HtmxFlows.Triggers;

/// <summary>What became of a call.</summary>
public enum DeliveryOutcome
{
    /// <summary>It started a run.</summary>
    Accepted,

    /// <summary>It repeats a call that started a run.</summary>
    Duplicate,

    /// <summary>It did not meet the conditions of the webhook.</summary>
    Ignored,

    /// <summary>It was refused.</summary>
    Refused,
}
