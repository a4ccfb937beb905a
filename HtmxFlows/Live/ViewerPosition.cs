namespace HtmxFlows.Live;

/// <summary>
/// What one viewer of a run page has seen, and the policy of its stream: <see cref="Next"/> decides from it, from what the feed offers and from
/// the age of the stream what is sent. Pure, so that the loop that sends is dull.
/// </summary>
/// <param name="HasSlot">Whether the stream stays open. Without a slot it sends what is new and ends.</param>
/// <param name="IsBrief">Whether the page takes the end of the log instead of everything when it is far behind.</param>
/// <param name="Life">How long the stream lasts at most.</param>
public readonly record struct ViewerPosition(bool HasSlot, bool IsBrief, TimeSpan Life)
{
    /// <summary>A page bears this many entries at once. A brief page further behind gets the end of the log, and the whole log when it keeps up again.</summary>
    public const int MostAtOnce = 40;

    /// <summary>The time between two tails: long enough to draw one and to read it.</summary>
    public static readonly TimeSpan BetweenTails = TimeSpan.FromMilliseconds(500);

    // A stream ends now and then, so that proxies and servers can be replaced; the jitter spreads the reconnections.
    internal static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    /// <summary>The number of the last event that the viewer has; null asks for a snapshot.</summary>
    public long? Cursor { get; private init; }

    /// <summary>The page shows a tail, which only a snapshot repairs.</summary>
    bool ShowsTail { get; init; }

    /// <summary>The last batch was the end of the run.</summary>
    bool HasEnd { get; init; }

    /// <summary>Something was sent, and the timeline has not been looked at since.</summary>
    bool HasSent { get; init; }

    // A page that does not say what it has seen was just loaded, or gets a snapshot: its timeline is up to date. One that reconnects may lack the
    // panel and the timeline, because its stream can have broken off before them.
    int? TimelineVersion { get; init; }

    // None at first: the page may have been without a stream for long.
    int? Heartbeats { get; init; }

    int? ProgressVersion { get; init; }

    /// <summary>The position of a viewer that connects.</summary>
    /// <param name="seen">The last event that it has seen, as it says when it reconnects; null if it does not say.</param>
    /// <param name="shown">The last event that its page showed when it was loaded; it counts only if nothing has happened since.</param>
    /// <param name="chance">From 0 to 1: how long the stream lasts between the shortest and the longest life.</param>
    public static ViewerPosition Of(long? seen, long? shown, FeedOffer feed, bool hasSlot, bool isBrief, double chance)
    {
        var known = seen ?? (shown == feed.Last ? shown : null);
        return new(hasSlot, isBrief, LongestLife * (0.9 + chance / 5))
        {
            Cursor = known >= 0 && known <= feed.Last ? known : null,
            TimelineVersion = seen is null ? feed.TimelineVersion : null,
        };
    }

    /// <summary>Decides the next step. Call it again after each step, with the position that it gives.</summary>
    /// <param name="feed">What the feed offers now, read after the signal that <see cref="ViewerStep.Wait"/> waits for.</param>
    /// <param name="age">How long the stream has lasted.</param>
    public ViewerNext Next(FeedOffer feed, TimeSpan age) =>
        HasEnd ? new(ViewerStep.End, this)
        : HasSent ? Complete(feed, age)
        : Look(feed, age);

    /// <summary>The position after a batch was sent.</summary>
    public ViewerPosition After(Batch batch) => this with { Cursor = batch.Last, HasEnd = batch.IsEnd };

    /// <summary>Looks for something to send: first of all entries.</summary>
    ViewerNext Look(FeedOffer feed, TimeSpan age)
    {
        if (age >= Life)
            return new(ViewerStep.End, this);
        if (!feed.IsFinished && Heartbeats != feed.Heartbeats)
            return new(ViewerStep.Heartbeat, this with { Heartbeats = feed.Heartbeats });
        if (FindBatch(feed) is { } batch)
            return new(batch, this with { HasSent = true, ShowsTail = batch == ViewerStep.Tail });
        if (!HasSlot)
            return new(ViewerStep.End, this);
        if (TimelineVersion is null)
            return new(ViewerStep.Panel, this with { HasSent = true });
        if (TimelineVersion != feed.TimelineVersion)
            return new(ViewerStep.Timeline, this with { TimelineVersion = feed.TimelineVersion });
        var next = this with { ProgressVersion = feed.ProgressVersion };
        return new(ProgressVersion != feed.ProgressVersion && feed.HasProgress ? ViewerStep.Progress : ViewerStep.Wait, next);
    }

    /// <summary>Completes what was sent: the timeline shows the entries, so it follows them.</summary>
    ViewerNext Complete(FeedOffer feed, TimeSpan age)
    {
        if (TimelineVersion != feed.TimelineVersion)
            return new(ViewerStep.Timeline, this with { TimelineVersion = feed.TimelineVersion });
        // Without a slot that is all, however busy the run is.
        if (!HasSlot)
            return new(ViewerStep.End, this);
        var next = this with { HasSent = false };
        return ShowsTail && !feed.IsFinished ? new(ViewerStep.Pause, next) : next.Look(feed, age);
    }

    ViewerStep? FindBatch(FeedOffer feed)
    {
        var isFarBehind = IsBrief && feed.Last - Cursor > MostAtOnce;
        return isFarBehind && HasSlot ? ViewerStep.Tail
            : Cursor is null || isFarBehind || ShowsTail ? ViewerStep.Snapshot
            : feed.Last > Cursor || feed.IsFinished ? ViewerStep.Entries
            : null;
    }
}
