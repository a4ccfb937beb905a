namespace HtmxFlows.Sql;

/// <summary>
/// How often SQLite copies the tables of WITH. Each mention of one is a copy of its SELECT, and of all it mentions in turn, so twenty
/// short tables that each mention the last one twice are a million copies, made before SQLite looks at any clock. The count errs
/// upward: a column that is named like a table counts too.
/// </summary>
static class CteExpansion
{
    sealed record Table(int NameAt, string Name, int Start, int End);

    /// <summary>The problem if the copies are more than <paramref name="most"/>, else null.</summary>
    public static SqlProblem? TooMany(SqlText text, List<SqlToken> tokens, int most)
    {
        var tables = Tables(tokens).ToLookup(table => table.Name, StringComparer.OrdinalIgnoreCase);
        var bodies = tables.SelectMany(same => same).ToDictionary(table => table.Start);
        if (bodies.Count == 0) return null;
        var definitions = bodies.Values.Select(table => table.NameAt).ToHashSet();
        HashSet<Table> open = [];
        var copies = 0;
        Unfold(0, tokens.Count);
        return copies <= most ? null : text.Place($"The tables of WITH refer to each other too often: they expand to more than {most} reads.", tokens[0].Start);

        void Unfold(int start, int end)
        {
            for (var i = start; i < end && copies <= most; i++)
            {
                if (bodies.TryGetValue(i, out var body)) i = body.End;
                else if (!definitions.Contains(i) && Mentions(tokens, i))
                    foreach (var table in tables[tokens[i].Name]) Copy(table);
            }
        }

        // A table that mentions itself is recursive: that is one copy.
        void Copy(Table table)
        {
            if (copies > most || !open.Add(table)) return;
            copies++;
            Unfold(table.Start + 1, table.End);
            open.Remove(table);
        }
    }

    static bool Mentions(List<SqlToken> tokens, int i) =>
        tokens[i].Kind is SqlTokenKind.Word or SqlTokenKind.Text
        && !(i + 1 < tokens.Count && tokens[i + 1].Text is "." or "(")
        && !(i > 0 && tokens[i - 1].Text == ".");

    // name [(columns)] AS [NOT] [MATERIALIZED] (body)
    static IEnumerable<Table> Tables(List<SqlToken> tokens)
    {
        for (var i = 1; i < tokens.Count; i++)
        {
            if (!tokens[i].Is("AS")) continue;
            var start = i + 1;
            while (start < tokens.Count && (tokens[start].Is("NOT") || tokens[start].Is("MATERIALIZED"))) start++;
            if (start == tokens.Count || tokens[start].Text != "(") continue;
            var name = tokens[i - 1].Text == ")" ? Opening(tokens, i - 1) - 1 : i - 1;
            if (name >= 0) yield return new(name, tokens[name].Name, start, Closing(tokens, start));
        }
    }

    static int Closing(List<SqlToken> tokens, int at)
    {
        var depth = 0;
        for (; at < tokens.Count; at++)
        {
            depth += tokens[at].Text switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth == 0) break;
        }
        return at;
    }

    static int Opening(List<SqlToken> tokens, int at)
    {
        var depth = 0;
        for (; at >= 0; at--)
        {
            depth += tokens[at].Text switch { ")" => 1, "(" => -1, _ => 0 };
            if (depth == 0) break;
        }
        return at;
    }
}
