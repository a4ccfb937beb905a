namespace HtmxFlows.Live;

/// <summary>What is done for a viewer next. The set is closed.</summary>
public enum ViewerStep
{
    /// <summary>Sends a sign of life.</summary>
    Heartbeat,

    /// <summary>Sends the entries after the cursor.</summary>
    Entries,

    /// <summary>Sends the whole log, and everything beside it.</summary>
    Snapshot,

    /// <summary>Sends the end of the log, to a page that is too far behind to show all.</summary>
    Tail,

    /// <summary>Sends the summary of the run.</summary>
    Panel,

    /// <summary>Sends the timeline.</summary>
    Timeline,

    /// <summary>Sends the progress of nodes.</summary>
    Progress,

    /// <summary>Waits for <see cref="ViewerPosition.BetweenTails"/>.</summary>
    Pause,

    /// <summary>Waits for a change of the feed.</summary>
    Wait,

    /// <summary>Ends the stream.</summary>
    End,
}
