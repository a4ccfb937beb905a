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

    /// <summary>Manages the server: its credentials.</summary>
    public static TokenScope Admin { get; } = new("admin");

    /// <summary>All of them, in the order of forms.</summary>
    public static IReadOnlyList<TokenScope> All { get; } = [RunsRead, RunsStart, WorkflowsRead, WorkflowsWrite, Admin];

    /// <summary>Whether a word is a scope: one of all, or <c>runs:start</c> with the id of a workflow.</summary>
    public static bool IsKnown(string word) => All.Any(scope => scope.Name == word) || word.StartsWith($"{RunsStart.Name}:", StringComparison.Ordinal) && Guid.TryParseExact(word[(RunsStart.Name.Length + 1)..], "D", out _);

    public override string ToString() => Name;
}
