namespace HtmxFlows.Live;

/// <summary>What a reader is given, and its position after it.</summary>
/// <param name="News">Null if it waits for a change of the feed.</param>
public readonly record struct ReaderNext(RunNews? News, ReaderPosition Position);
