using System.Collections.Immutable;
using HtmxFlows.Runs;
using HtmxFlows.Views;

namespace HtmxFlows.Live;

/// <summary>What a feed has for one reader at a moment.</summary>
/// <param name="Progress">The progress of the running nodes. Read before the entries: progress after them is reported later, and never progress of a node after its end.</param>
/// <param name="Entries">The entries after the reader's cursor.</param>
/// <param name="Feed">What the feed offered after the entries were read.</param>
public readonly record struct ReaderOffer(ImmutableDictionary<string, NodeProgress> Progress, IReadOnlyList<LogEntry> Entries, FeedOffer Feed);
