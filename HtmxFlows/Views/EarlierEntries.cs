namespace HtmxFlows.Views;

/// <summary>The link to the entries that the page does not show any more, if there are any.</summary>
/// <param name="IsSwap">Whether it replaces the link on the page.</param>
public sealed record EarlierEntries(RunView View, bool IsSwap = false)
{
    public Guid Run => View.Run.Id;

    /// <summary>The number of the first entry that is shown, or null if that is all.</summary>
    public long? Before => View.Run.LastSeq > View.Shown ? View.Run.LastSeq - View.Shown + 1 : null;
}
