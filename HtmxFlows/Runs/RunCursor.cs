namespace HtmxFlows.Runs;

/// <summary>Where a page of a list begins: after one run towards the older ones, or before one towards the newer. Without both, at the newest run.</summary>
public readonly record struct RunCursor(Guid? Older = null, Guid? Newer = null)
{
    public bool IsFirst => Older is null && Newer is null;
}
