using System.Collections.Frozen;

namespace HtmxFlows.Sql;

readonly record struct SqlToken(SqlTokenKind Kind, int Start, string Text)
{
    public bool Is(string word) => Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsIn(FrozenSet<string> words) => words.Contains(Text);

    /// <summary>The name that an identifier or quoted text stands for.</summary>
    public string Name => Kind switch
    {
        SqlTokenKind.Text when Text.Length > 1 => Text[1..^1].Replace(new string(Text[^1], 2), Text[^1..], StringComparison.Ordinal),
        _ => Text
    };
}
