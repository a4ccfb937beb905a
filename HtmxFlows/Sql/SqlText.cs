using System.Collections.Frozen;
using System.Text;

namespace HtmxFlows.Sql;

enum SqlTokenKind { Word, Parameter, Text, Number, Symbol }

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

/// <summary>How much a result column's expression says about its text being JSON.</summary>
enum SqlJson { No, IfItLooksSo, Yes }

/// <summary>One expression of the select list, as written. <see cref="Parameter"/> is set if it is nothing but that parameter.</summary>
readonly record struct SqlExpression(bool Named, SqlJson Json, string? Parameter);

/// <summary>
/// The surface of a statement: what SQLite does not tell about it. It shapes results and messages; nothing that keeps the sandbox
/// closed rests on it, except the limits that must hold before SQLite's recursive parser sees the text.
/// </summary>
sealed class SqlText
{
    static readonly FrozenSet<string> ClauseStarts = Words("FROM WHERE GROUP HAVING WINDOW ORDER LIMIT UNION INTERSECT EXCEPT ;");
    static readonly FrozenSet<string> Verbs = Words("SELECT VALUES INSERT REPLACE UPDATE DELETE");
    static readonly FrozenSet<string> LosesMarks = Words("ORDER GROUP OVER");
    static readonly FrozenSet<string> AfterCall = Words("AS FILTER OVER");
    static readonly FrozenSet<string> MakesJson =
        Words("json json_array json_object json_group_array json_group_object json_set json_insert json_replace json_remove");

    /// <summary>The longest statement in characters. Of a longer one, nothing more is read.</summary>
    public const int Longest = 32 * 1024;

    const int Nearby = 40;

    static readonly FrozenSet<string> Compounds = Words("UNION INTERSECT EXCEPT");

    readonly List<SqlToken> tokens;
    readonly int verb;

    public SqlText(string sql)
    {
        Sql = sql;
        tokens = sql.Length > Longest ? [] : [.. SqlTokens.Of(sql)];
        verb = MainVerb();
    }

    public string Sql { get; }

    public IReadOnlyList<string> Parameters =>
        [.. tokens.Where(token => token.Kind == SqlTokenKind.Parameter && token.Text[0] == ':').Select(token => token.Text[1..]).Distinct()];

    /// <summary>SQLite forgets on the way which texts are JSON.</summary>
    public bool MayLoseMarks => tokens.Any(token => token.IsIn(LosesMarks)) || tokens.Count(token => token.Is("SELECT")) > 1;

    /// <summary>Whether rows may come from several select lists; <see cref="Columns"/> describes the first.</summary>
    public bool IsCompound => tokens.Any(token => token.Kind == SqlTokenKind.Word && token.IsIn(Compounds));

    /// <summary>The most arguments that one call may have: the parts between two brackets, separated by commas.</summary>
    public int MostArguments
    {
        get
        {
            var most = 0;
            var open = new Stack<int>();
            foreach (var token in tokens)
            {
                if (token.Text == "(") open.Push(1);
                else if (token.Text == ")") open.TryPop(out _);
                else if (token.Text == "," && open.TryPop(out var count))
                {
                    open.Push(count + 1);
                    most = Math.Max(most, count + 1);
                }
            }
            return most;
        }
    }

    /// <summary>The problem that is found before SQLite sees the statement, or null.</summary>
    public SqlProblem? Problem(SqlTextLimits limits) => new SqlTextCheck(this, tokens, verb).Find(limits);

    /// <summary>The problem with the place of a character.</summary>
    public SqlProblem Place(string message, int index)
    {
        var before = Sql.AsSpan(0, Math.Min(index, Sql.Length));
        return new(message, before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'), Excerpt(before.Length));
    }

    /// <summary>The line of a place, or what is near the place in a long one.</summary>
    string Excerpt(int index)
    {
        var (start, end) = (index == 0 ? 0 : Sql.LastIndexOf('\n', index - 1) + 1, Sql.IndexOf('\n', index));
        var (before, after) = (Sql[start..index], Sql[index..(end < 0 ? Sql.Length : end)]);
        var text = $"{Data.Excerpt.EndOf(before, Nearby)}▸{Data.Excerpt.Of(after, Nearby)}";
        // The statement may contain half a surrogate pair, and a NUL would end the sentence for some readers.
        return string.Concat(text.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? " " : rune.ToString())).Trim();
    }

    /// <summary>The problem with the place of the first token that reads so, if any.</summary>
    public SqlProblem Place(string message, string word) =>
        tokens.FindIndex(token => token.Is(word) || token.Name.Equals(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index
            ? Place(message, tokens[index].Start)
            : new(message);

    /// <summary>The result columns as written; null if the text does not tell, as with <c>*</c>.</summary>
    /// <param name="names">The columns' names as SQLite gives them.</param>
    public SqlExpression[]? Columns(string[] names)
    {
        if (verb < 0) return null;
        if (tokens[verb].Is("VALUES")) return [.. names.Select(_ => new SqlExpression(false, SqlJson.IfItLooksSo, null))];
        var list = SelectList();
        if (list.Count != names.Length || list.Any(expression => expression.Count == 0 || expression[^1].Text == "*")) return null;
        return [.. list.Select((expression, i) => Describe(expression, names[i]))];
    }

    int MainVerb()
    {
        var depth = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            depth += tokens[i].Text switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth == 0 && tokens[i].Kind == SqlTokenKind.Word && tokens[i].IsIn(Verbs)) return i;
        }
        return -1;
    }

    List<List<SqlToken>> SelectList()
    {
        List<List<SqlToken>> list = [[]];
        var depth = 0;
        for (var i = verb + 1; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (i == verb + 1 && (token.Is("DISTINCT") || token.Is("ALL"))) continue;
            // IS DISTINCT FROM is an operator.
            if (depth == 0 && token.IsIn(ClauseStarts) && !(token.Is("FROM") && tokens[i - 1].Is("DISTINCT"))) break;
            depth += token.Text switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth == 0 && token.Text == ",") list.Add([]);
            else list[^1].Add(token);
        }
        return list;
    }

    static SqlExpression Describe(List<SqlToken> expression, string name)
    {
        // An alias is what stands last and is the column's name, unless it is the column itself: a.b
        var named = expression.Count > 1 && expression[^2].Text != "." && expression[^1].Text != ")"
            && expression[^1].Name.Equals(name, StringComparison.OrdinalIgnoreCase);
        var bare = !named ? expression : expression[..^(expression[^2].Is("AS") ? 2 : 1)];
        var parameter = bare is [{ Kind: SqlTokenKind.Parameter }] ? bare[0].Text[1..] : null;
        return new(named, JsonOf(bare), parameter);
    }

    static SqlJson JsonOf(List<SqlToken> expression)
    {
        if (expression.All(token => token.Text == "." || token.Kind is SqlTokenKind.Word || token.Text[0] == '"')) return SqlJson.IfItLooksSo;
        if (expression[0].IsIn(MakesJson) && IsOneCall(expression)) return SqlJson.Yes;
        if (expression[0].Is("json_extract") && IsOneCall(expression)) return SqlJson.IfItLooksSo;
        return LastOperator(expression) == "->" ? SqlJson.Yes : SqlJson.No;
    }

    static bool IsOneCall(List<SqlToken> expression)
    {
        var depth = 0;
        for (var i = 1; i < expression.Count; i++)
        {
            depth += expression[i].Text switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth == 0) return i == expression.Count - 1 || expression[i + 1].IsIn(AfterCall);
        }
        return false;
    }

    static string? LastOperator(List<SqlToken> expression)
    {
        string? last = null;
        var depth = 0;
        foreach (var token in expression)
        {
            if (token.Is("CASE")) return null;
            depth += token.Text switch { "(" => 1, ")" => -1, _ => 0 };
            if (depth == 0 && token.Kind == SqlTokenKind.Symbol && token.Text is not (")" or ".")) last = token.Text;
        }
        return last;
    }

    static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
