namespace HtmxFlows.Sql;

/// <param name="Brackets">The deepest nesting.</param>
/// <param name="Unfoldings">The most copies SQLite may make of the WITH tables.</param>
readonly record struct SqlTextLimits(int Brackets, int Unfoldings);

/// <summary>What can be wrong with a statement before SQLite sees it: what its recursive parser must not see, and what it says nothing about.</summary>
readonly struct SqlTextCheck(SqlText text, List<SqlToken> tokens, int verb)
{
    /// <summary>The first problem, or null.</summary>
    public SqlProblem? Find(SqlTextLimits limits)
    {
        var sql = text.Sql;
        if (sql.Length > SqlText.Longest) return new($"The statement is {sql.Length:N0} characters long; the limit is {SqlText.Longest:N0}.");
        if (sql.IndexOf('\0') is >= 0 and var zero) return text.Place("The statement contains a NUL character.", zero);
        if (HalfPair(sql) is >= 0 and var half) return text.Place("The statement contains half of a surrogate pair.", half);
        if (tokens.Count == 0) return new("The statement is empty. Write one SELECT.");
        return WrongVerb() ?? WrongParameter() ?? WrongNumber() ?? TooDeep(limits.Brackets) ?? CteExpansion.TooMany(text, tokens, limits.Unfoldings);
    }

    static int HalfPair(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text, i)) i++;
            else if (char.IsSurrogate(text[i])) return i;
        }
        return -1;
    }

    SqlProblem? WrongVerb()
    {
        var first = tokens[0];
        if (!first.Is("SELECT") && !first.Is("VALUES") && !first.Is("WITH"))
            return text.Place($"Only one SELECT is allowed (also WITH … SELECT, or VALUES); this starts with {first.Text.ToUpperInvariant()}.", first.Start);
        if (verb < 0 || tokens[verb].Is("SELECT") || tokens[verb].Is("VALUES")) return null;
        return text.Place($"{tokens[verb].Text.ToUpperInvariant()} changes data; only a SELECT is allowed.", tokens[verb].Start);
    }

    SqlProblem? WrongParameter()
    {
        var odd = tokens.FindIndex(token => token.Kind == SqlTokenKind.Parameter && (token.Text[0] != ':' || token.Text.Length == 1));
        return odd < 0 ? null : text.Place($"{tokens[odd].Text} is not a parameter. Write parameters as :name, e.g. :input.", tokens[odd].Start);
    }

    /// <summary>An integer that SQLite would round. One beside a point is a part of a decimal.</summary>
    SqlProblem? WrongNumber()
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i] is { Kind: SqlTokenKind.Number, Text: var digits } && digits.All(char.IsAsciiDigit)
                && !long.TryParse((IsAt(i - 1, "-") ? "-" : "") + digits, out _) && !IsAt(i - 1, ".") && !IsAt(i + 1, "."))
                return text.Place($"{Data.Excerpt.Of(digits)} is larger than an integer in SQL and would be rounded. Write it as text.", tokens[i].Start);
        }
        return null;
    }

    bool IsAt(int index, string symbol) => index >= 0 && index < tokens.Count && tokens[index].Text == symbol;

    SqlProblem? TooDeep(int deepest)
    {
        var depth = 0;
        foreach (var token in tokens)
        {
            depth += token.Text switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth > deepest) return text.Place($"The statement is nested deeper than {deepest} brackets.", token.Start);
        }
        return null;
    }
}
