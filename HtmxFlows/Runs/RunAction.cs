namespace HtmxFlows.Runs;

/// <summary>What is done to many runs at once.</summary>
public enum RunAction
{
    /// <summary>Ends those that have not ended.</summary>
    Cancel,

    /// <summary>Deletes those that have ended.</summary>
    Delete,

    /// <summary>Runs those that have ended again, with their prompts and inputs and the newest versions.</summary>
    Retry,
}
