namespace HtmxFlows.Pages.Workflows;

/// <summary>The list of node types from which one is chosen.</summary>
/// <param name="Fields">What a search sends besides its text.</param>
/// <param name="Action">Where the choice is sent.</param>
/// <param name="Sent">What is sent with the choice.</param>
public sealed record NodeTypeChoice(EditorView Editor, IReadOnlyDictionary<string, string?> Fields, string Action, IReadOnlyDictionary<string, string?> Sent)
{
    /// <summary>What was searched.</summary>
    public string? Q => Editor.Choice.Q;

    public bool IsSearch => !string.IsNullOrWhiteSpace(Q);
}
