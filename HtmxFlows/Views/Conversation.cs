namespace HtmxFlows.Views;

/// <summary>The turns of a conversation around one run.</summary>
/// <param name="Earlier">The turns right before it, oldest first.</param>
/// <param name="Before">The turn before these; null if there is none.</param>
/// <param name="Next">The turn after the run; null if the run is the newest.</param>
public sealed record Conversation(IReadOnlyList<RunLog> Earlier, Guid? Before, Guid? Next)
{
    /// <summary>How many earlier turns are shown.</summary>
    public const int MostEarlier = 10;
}
