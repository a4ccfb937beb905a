using System.Text;

namespace HtmxFlows.Sql;

/// <summary>Cuts a statement into tokens as SQLite's own tokenizer does (sqlite.org/src, tokenize.c), leaving out spaces and comments.</summary>
static class SqlTokens
{
    public static IEnumerable<SqlToken> Of(string sql)
    {
        for (var at = 0; at < sql.Length;)
        {
            var (end, kind) = Next(sql, at);
            if (kind is { } known) yield return new SqlToken(known, at, sql[at..end]);
            at = end;
        }
    }

    /// <summary>Gives parameters other names.</summary>
    /// <param name="names">The new names by the old ones; each is a <see cref="IsName"/>.</param>
    public static string Rename(string sql, IReadOnlyDictionary<string, string> names)
    {
        var made = new StringBuilder(sql.Length);
        var copied = 0;
        foreach (var token in Of(sql).Where(token => token.Kind == SqlTokenKind.Parameter))
        {
            if (!names.TryGetValue(token.Text[1..], out var name)) continue;
            made.Append(sql, copied, token.Start + 1 - copied).Append(name);
            copied = token.Start + token.Text.Length;
        }
        return made.Append(sql, copied, sql.Length - copied).ToString();
    }

    /// <summary>Whether a parameter can have this name.</summary>
    public static bool IsName(string name) => name.Length > 0 && name.All(IsWord);

    static (int End, SqlTokenKind? Kind) Next(string sql, int at) => sql[at] switch
    {
        ' ' or '\t' or '\n' or '\f' or '\r' or '\uFEFF' => (at + 1, null),
        '-' when Follows(sql, at, "--") => (Until(sql, at, "\n"), null),
        '/' when Follows(sql, at, "/*") => (Until(sql, at + 2, "*/"), null),
        '\'' or '"' or '`' => (Quoted(sql, at), SqlTokenKind.Text),
        '[' => (Until(sql, at, "]"), SqlTokenKind.Text),
        ':' or '@' or '$' or '#' or '?' => (Word(sql, at + 1), SqlTokenKind.Parameter),
        >= '0' and <= '9' => (Word(sql, at), SqlTokenKind.Number),
        var c when IsWord(c) => (Word(sql, at), SqlTokenKind.Word),
        _ when Follows(sql, at, "->>") => (at + 3, SqlTokenKind.Symbol),
        _ when Follows(sql, at, "->") || Follows(sql, at, "||") => (at + 2, SqlTokenKind.Symbol),
        _ => (at + 1, SqlTokenKind.Symbol)
    };

    static bool Follows(string sql, int at, string text) => string.CompareOrdinal(sql, at, text, 0, text.Length) == 0;

    static int Until(string sql, int at, string end) => sql.IndexOf(end, at, StringComparison.Ordinal) is >= 0 and var found ? found + end.Length : sql.Length;

    static int Quoted(string sql, int at)
    {
        var quote = sql[at++];
        while (at < sql.Length)
        {
            if (sql[at++] != quote) continue;
            if (at < sql.Length && sql[at] == quote) at++;
            else break;
        }
        return at;
    }

    static int Word(string sql, int at)
    {
        while (at < sql.Length && IsWord(sql[at])) at++;
        return at;
    }

    // To SQLite every character beyond ASCII is a letter.
    static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' or > '\x7f';
}
