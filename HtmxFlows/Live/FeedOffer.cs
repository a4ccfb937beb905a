namespace HtmxFlows.Live;

/// <summary>What a feed has for viewers at one moment.</summary>
/// <param name="Last">The number of the last event.</param>
/// <param name="IsFinished">The run has ended, and no event follows.</param>
/// <param name="TimelineVersion">How often the timeline was due.</param>
/// <param name="Heartbeats">How many heartbeats there were.</param>
/// <param name="ProgressVersion">How often nodes made progress without an event of the journal.</param>
/// <param name="HasProgress">Whether a node reports progress.</param>
public readonly record struct FeedOffer(long Last, bool IsFinished, int TimelineVersion, int Heartbeats, int ProgressVersion, bool HasProgress);
