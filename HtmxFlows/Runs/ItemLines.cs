using HtmxFlows.Scripts;

namespace HtmxFlows.Runs;

/// <summary>What the items of a node log, each line after the position of its item. A node keeps no more of it than of one script.</summary>
sealed class ItemLines
{
    readonly Lock gate = new();
    readonly List<(int Index, string Line)> lines = [];
    int characters, dropped;

    public void Add(int index, IReadOnlyList<string>? logged)
    {
        if (logged is null)
            return;
        lock (gate)
        {
            foreach (var line in logged)
                Add(index, $"{index}: {line}");
        }
    }

    /// <summary>The lines in the order of the items; null if there are none.</summary>
    public IReadOnlyList<string>? ToLog()
    {
        lock (gate)
            return lines.Count == 0 ? null : dropped == 0 ? Ordered() : [.. Ordered(), $"… {dropped} more lines are not kept: a node's log has up to {ScriptConsole.MostLines} lines and {ScriptConsole.MostCharacters} characters."];
    }

    string[] Ordered() => [.. lines.OrderBy(kept => kept.Index).Select(kept => kept.Line)];

    void Add(int index, string line)
    {
        if (lines.Count >= ScriptConsole.MostLines || characters + line.Length > ScriptConsole.MostCharacters)
        {
            dropped++;
            return;
        }
        lines.Add((index, line));
        characters += line.Length;
    }
}
