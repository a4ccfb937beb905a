using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using SQLitePCL;

namespace HtmxFlows.Sql;

/// <summary>
/// The functions a statement may call, by name: what is new in a later SQLite stays shut until someone lists it here. SQLite looks
/// at its clock only where it jumps, so a function whose cost is the product of its arguments' lengths could run for minutes
/// past any time limit. Those are replaced by ones that are bounded or look at the clock themselves, or left out (json_patch, and
/// unhex with two arguments). The cost of the others grows with the length of one argument; <see cref="SqlPass"/> bounds their number.
/// </summary>
static class SqlFunctions
{
    const long MostComparisons = 1 << 28;

    static readonly FrozenSet<string> Allowed = """
        -> ->> json json_array json_array_length json_error_position json_extract json_group_array json_group_object json_insert
        json_object json_pretty json_quote json_remove json_replace json_set json_type json_valid jsonb jsonb_array jsonb_extract
        jsonb_group_array jsonb_group_object jsonb_insert jsonb_object jsonb_remove jsonb_replace jsonb_set
        abs avg char coalesce concat concat_ws count format glob group_concat hex if ifnull iif instr length like likelihood likely
        lower ltrim max min nullif octet_length printf quote random randomblob replace round rtrim sign string_agg substr substring
        sum total trim typeof unhex unicode unistr unistr_quote unlikely upper zeroblob
        acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power radians sin
        sinh sqrt tan tanh trunc median percentile percentile_cont percentile_disc
        current_date current_time current_timestamp date datetime julianday strftime time timediff unixepoch
        cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Allows(string name) => Allowed.Contains(name);

    /// <summary>The names of the functions that look at the clock themselves.</summary>
    public static IReadOnlySet<string> LookingAtTheClock { get; } =
        "instr replace trim ltrim rtrim like glob median percentile percentile_cont percentile_disc".Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="longest">The most bytes a value may have just now.</param>
    /// <param name="isOver">Looks at the clock, the memory and the cancellation, and says whether the statement has to end.</param>
    public static void ReplaceUnbounded(sqlite3 db, Func<int> longest, Func<bool> isOver)
    {
        Define("instr", 2, (context, arguments) => InStr(context, arguments[0], arguments[1]));
        Define("replace", 3, (context, arguments) => Replace(context, arguments, longest()));
        foreach (var (name, start, end) in new[] { ("trim", true, true), ("ltrim", true, false), ("rtrim", false, true) })
            Define(name, 2, (context, arguments) => Trim(context, arguments, start, end));
        Define("like", 2, (context, arguments) => Like(context, arguments, isOver));
        Define("like", 3, (context, arguments) => Like(context, arguments, isOver));
        Define("glob", 2, (context, arguments) => Match(context, SqlPattern.Glob(Terminated(arguments[0])), Terminated(arguments[1]), isOver));
        SqlPercentiles.Define(db, isOver);
        // A definition without a function hides SQLite's own.
        raw.sqlite3_create_function(db, "unhex", 2, raw.SQLITE_UTF8, null, (delegate_function_scalar?)null);

        void Define(string name, int count, Action<sqlite3_context, sqlite3_value[]> function) =>
            raw.sqlite3_create_function(db, name, count, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) =>
            {
                if (Array.Exists(arguments, argument => raw.sqlite3_value_type(argument) == raw.SQLITE_NULL)) raw.sqlite3_result_null(context);
                else if (isOver()) raw.sqlite3_result_error_code(context, raw.SQLITE_INTERRUPT);
                else function(context, arguments);
            });
    }

    static void Like(sqlite3_context context, sqlite3_value[] arguments, Func<bool> isOver)
    {
        Rune? escape = null;
        if (arguments.Length == 3)
        {
            var text = Terminated(arguments[2]);
            Rune.DecodeFromUtf8(text, out var rune, out var length);
            if (length != text.Length || length == 0)
            {
                raw.sqlite3_result_error(context, "ESCAPE expression must be a single character");
                return;
            }
            escape = rune;
        }
        Match(context, SqlPattern.Like(Terminated(arguments[0]), escape), Terminated(arguments[1]), isOver);
    }

    static void Match(sqlite3_context context, SqlPattern? pattern, ReadOnlySpan<byte> text, Func<bool> isOver)
    {
        if (pattern is null) raw.sqlite3_result_error(context, "LIKE or GLOB pattern too complex");
        else if (pattern.Matches(text, isOver) is { } matches) raw.sqlite3_result_int(context, matches ? 1 : 0);
        else raw.sqlite3_result_error_code(context, raw.SQLITE_INTERRUPT);
    }

    static void InStr(sqlite3_context context, sqlite3_value whole, sqlite3_value part)
    {
        var bytes = raw.sqlite3_value_type(whole) == raw.SQLITE_BLOB && raw.sqlite3_value_type(part) == raw.SQLITE_BLOB;
        var text = bytes ? raw.sqlite3_value_blob(whole) : Text(whole);
        var sought = bytes ? raw.sqlite3_value_blob(part) : Text(part);
        if (TooCostly(context, text, sought)) return;
        var index = text.IndexOf(sought);
        raw.sqlite3_result_int(context, index < 0 || bytes ? index + 1 : Characters(text[..index]) + 1);
    }

    static void Replace(sqlite3_context context, sqlite3_value[] arguments, int longest)
    {
        var text = Text(arguments[0]);
        var sought = Text(arguments[1]);
        var put = Text(arguments[2]);
        if (TooCostly(context, text, sought)) return;
        var made = new ArrayBufferWriter<byte>(text.Length + 1);
        while (!sought.IsEmpty && text.IndexOf(sought) is >= 0 and var index)
        {
            made.Write(text[..index]);
            made.Write(put);
            text = text[(index + sought.Length)..];
            if (made.WrittenCount > longest)
            {
                raw.sqlite3_result_error_toobig(context);
                return;
            }
        }
        made.Write(text);
        Return(context, made.WrittenSpan);
    }

    static void Trim(sqlite3_context context, sqlite3_value[] arguments, bool start, bool end)
    {
        var text = Text(arguments[0]);
        var cut = Runes(Text(arguments[1]));
        while (start && !text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var length);
            if (!cut.Contains(rune)) break;
            text = text[length..];
        }
        while (end && !text.IsEmpty)
        {
            Rune.DecodeLastFromUtf8(text, out var rune, out var length);
            if (!cut.Contains(rune)) break;
            text = text[..^length];
        }
        Return(context, text);
    }

    static bool TooCostly(sqlite3_context context, ReadOnlySpan<byte> text, ReadOnlySpan<byte> sought)
    {
        var costly = (long)text.Length * sought.Length > MostComparisons;
        if (costly) raw.sqlite3_result_error(context, $"Searching {text.Length:N0} bytes for {sought.Length:N0} bytes takes too long");
        return costly;
    }

    /// <summary>Returns a text. An empty span has no address, which SQLite treats as NULL.</summary>
    public static void Return(sqlite3_context context, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) raw.sqlite3_result_text(context, utf8z.FromString(""));
        else raw.sqlite3_result_text(context, text);
    }

    /// <summary>A value as text. Asking for the text first makes SQLite turn numbers into text; its bytes then include a NUL in the middle.</summary>
    public static ReadOnlySpan<byte> Text(sqlite3_value value)
    {
        _ = raw.sqlite3_value_text(value);
        return raw.sqlite3_value_blob(value);
    }

    // To LIKE and GLOB a text ends at a NUL.
    static ReadOnlySpan<byte> Terminated(sqlite3_value value)
    {
        var text = Text(value);
        return text.IndexOf((byte)0) is >= 0 and var end ? text[..end] : text;
    }

    static int Characters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var unit in text)
            if ((unit & 0xC0) != 0x80) count++;
        return count;
    }

    static HashSet<Rune> Runes(ReadOnlySpan<byte> text)
    {
        HashSet<Rune> runes = [];
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var length);
            runes.Add(rune);
            text = text[length..];
        }
        return runes;
    }
}
