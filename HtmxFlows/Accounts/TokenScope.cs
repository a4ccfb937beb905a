namespace HtmxFlows.Accounts;

/// <summary>What an API token may do, as far as the role of its user allows it.</summary>
public readonly record struct TokenScope(string Name)
{
    public static TokenScope RunsRead { get; } = new("runs:read");

    /// <summary>Starts and cancels runs and answers their questions; with <c>:id</c> those of one workflow.</summary>
    public static TokenScope RunsStart { get; } = new("runs:start");

    public static TokenScope WorkflowsRead { get; } = new("workflows:read");

    /// <summary>Changes and deletes workflows, and deletes runs.</summary>
    public static TokenScope WorkflowsWrite { get; } = new("workflows:write");

    /// <summary>Uses servers of the Model Context Protocol; with <c>:name</c> one of them.</summary>
    public static TokenScope Mcp { get; } = new("mcp");

    /// <summary>Manages the server: its credentials.</summary>
    public static TokenScope Admin { get; } = new("admin");

    /// <summary>All of them, in the order of forms.</summary>
    public static IReadOnlyList<TokenScope> All { get; } = [RunsRead, RunsStart, WorkflowsRead, WorkflowsWrite, Mcp, Admin];

    /// <summary>Whether a word is a scope: one of all, <c>runs:start</c> with the id of a workflow, or <c>mcp</c> with the name of a server.</summary>
    public static bool IsKnown(string word) => All.Any(scope => scope.Name == word) || RunsStart.PartOf(word) is { } id && Guid.TryParseExact(id, "D", out _) || Mcp.PartOf(word) is { } name && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    /// <summary>What follows the scope and a colon in a word; null if it is another word.</summary>
    string? PartOf(string word) => word.Length > Name.Length + 1 && word.StartsWith($"{Name}:", StringComparison.Ordinal) ? word[(Name.Length + 1)..] : null;

    public override string ToString() => Name;
}
