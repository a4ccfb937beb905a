using System.Runtime.InteropServices;
using System.Text.Json;
using SQLitePCL;

namespace HtmxFlows.Sql;

/// <summary>The parameters of a prepared statement, and the JSON values that are bound to them for a run.</summary>
sealed class SqlParameters
{
    readonly SqlConnection connection;
    readonly sqlite3_stmt handle;
    readonly SqlText text;
    readonly string[] names;
    readonly JsonElement[] values;

    public SqlParameters(SqlConnection connection, sqlite3_stmt handle, SqlText text)
    {
        (this.connection, this.handle, this.text) = (connection, handle, text);
        names = [.. Enumerable.Range(1, raw.sqlite3_bind_parameter_count(handle)).Select(ParameterName)];
        values = new JsonElement[names.Length];
    }

    /// <summary>The numbers in the values that SQLite rounds.</summary>
    public SqlRounding Rounding { get; } = new();

    /// <summary>The value of a parameter, as it was bound.</summary>
    public JsonElement this[int index] => values[index];

    /// <summary>The place of a parameter; null if the statement has none of this name.</summary>
    public int? IndexOf(string? name) => Array.IndexOf(names, name) is >= 0 and var index ? index : null;

    /// <param name="known">The names that have a value, for the error about one that has none.</param>
    /// <exception cref="SqlSandboxException">A parameter has no value, or one that SQLite cannot hold.</exception>
    public void Bind(Func<string, JsonElement?> find, IEnumerable<string>? known)
    {
        for (var i = 0; i < names.Length; i++) Bind(i, find(names[i]) ?? throw Missing(names[i], known));
    }

    public void Clear()
    {
        raw.sqlite3_clear_bindings(handle);
        Array.Clear(values);
        Rounding.Clear();
    }

    string ParameterName(int index)
    {
        var name = raw.sqlite3_bind_parameter_name(handle, index).utf8_to_string();
        if (name is [':', .. var rest] && text.Parameters.Contains(rest)) return rest;
        throw new SqlSandboxException(new SqlProblem($"{name} is not a parameter. Write parameters as :name, e.g. :input."));
    }

    void Bind(int index, JsonElement value)
    {
        values[index] = value;
        Rounding.Add(value);
        var at = index + 1;
        var code = value.ValueKind switch
        {
            JsonValueKind.Object or JsonValueKind.Array => raw.sqlite3_bind_text(handle, at, JsonMarshal.GetRawUtf8Value(value)),
            JsonValueKind.String => raw.sqlite3_bind_text(handle, at, TextOf(index, value)),
            JsonValueKind.Number when value.TryGetInt64(out var integer) => raw.sqlite3_bind_int64(handle, at, integer),
            JsonValueKind.Number => raw.sqlite3_bind_double(handle, at, value.GetDouble()),
            JsonValueKind.True or JsonValueKind.False => raw.sqlite3_bind_int(handle, at, value.GetBoolean() ? 1 : 0),
            _ => raw.sqlite3_bind_null(handle, at)
        };
        if (code == raw.SQLITE_TOOBIG) throw connection.TooLarge($"The value :{names[index]} is larger than");
        if (code != raw.SQLITE_OK) throw connection.Failure(text, code);
    }

    string TextOf(int index, JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw SqlConnection.Error($"The value :{names[index]} is not valid text: it contains half of a surrogate pair.");
        }
    }

    SqlSandboxException Missing(string name, IEnumerable<string>? known)
    {
        var available = known is null ? "" : $"; available: {string.Join(", ", known.Select(each => ":" + each).DefaultIfEmpty("none"))}";
        return new(text.Place($"Unknown value :{name}{available}.", ":" + name));
    }
}
