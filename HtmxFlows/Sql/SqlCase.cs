using System.Text;
using System.Text.Unicode;
using SQLitePCL;

namespace HtmxFlows.Sql;

/// <summary>Upper and lower case of all letters, where SQLite knows those of ASCII alone: upper(), lower() and the collation NOCASE.</summary>
static class SqlCase
{
    /// <param name="isOver">Looks at the clock, the memory and the cancellation, and says whether the statement has to end.</param>
    public static void Define(sqlite3 db, Func<bool> isOver)
    {
        Define("upper", text => text.ToUpperInvariant());
        Define("lower", text => text.ToLowerInvariant());
        // A collation cannot fail; the statement ends at the next row.
        raw.sqlite3_create_collation(db, "NOCASE", null, (_, left, right) => isOver() ? 0 : Compare(left, right));

        void Define(string name, Func<string, string> map) =>
            raw.sqlite3_create_function(db, name, 1, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) => Map(context, arguments[0], map));
    }

    /// <summary>The same for letters that differ in nothing but case; ASCII is ordered as SQLite does it.</summary>
    public static Rune Fold(Rune rune) => Rune.ToLowerInvariant(rune.IsAscii ? rune : Rune.ToUpperInvariant(rune));

    // What is no text cannot be in a result, and goes back as it is.
    static void Map(sqlite3_context context, sqlite3_value value, Func<string, string> map)
    {
        if (raw.sqlite3_value_type(value) == raw.SQLITE_NULL)
        {
            raw.sqlite3_result_null(context);
            return;
        }
        var text = SqlFunctions.Text(value);
        SqlFunctions.Return(context, Utf8.IsValid(text) ? Encoding.UTF8.GetBytes(map(Encoding.UTF8.GetString(text))) : text);
    }

    static int Compare(string left, string right)
    {
        var (a, b) = (left.EnumerateRunes(), right.EnumerateRunes());
        while (a.MoveNext())
        {
            if (!b.MoveNext()) return 1;
            var order = Fold(a.Current).CompareTo(Fold(b.Current));
            if (order != 0) return order;
        }
        return b.MoveNext() ? -1 : 0;
    }
}
