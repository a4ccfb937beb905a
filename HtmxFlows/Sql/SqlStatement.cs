using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using SQLitePCL;

namespace HtmxFlows.Sql;

/// <summary>A prepared statement: binds JSON values, steps, and writes the rows as JSON.</summary>
sealed class SqlStatement : IDisposable
{
    const int JsonMark = 'J'; // SQLite's subtype of JSON text, json.c
    const int KeptBuffer = 64 * 1024;
    const int DeepestJson = 64;

    static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = DeepestJson };

    readonly SqlConnection connection;
    readonly sqlite3_stmt handle;
    readonly SqlText text;
    readonly string[] parameters;
    readonly bool[] boundJson;
    readonly Column[] columns;
    readonly bool scalar;
    readonly bool mayLoseMarks;

    ArrayBufferWriter<byte> buffer = new();
    readonly Utf8JsonWriter writer;

    public SqlStatement(SqlConnection connection, sqlite3_stmt handle, SqlText text, SqlPass pass)
    {
        (this.connection, this.handle, this.text, Pass) = (connection, handle, text, pass);
        parameters = [.. Enumerable.Range(1, raw.sqlite3_bind_parameter_count(handle)).Select(ParameterName)];
        boundJson = new bool[parameters.Length];
        string[] names = [.. Enumerable.Range(0, raw.sqlite3_column_count(handle)).Select(i => raw.sqlite3_column_name(handle, i).utf8_to_string())];
        RefuseTwins(names);
        var written = text.Columns(names);
        columns = [.. names.Select((name, i) => new Column(name, written?[i] ?? new SqlExpression(true, SqlJson.IfItLooksSo, null), parameters))];
        scalar = columns is [{ Written.Named: false }];
        mayLoseMarks = text.MayLoseMarks;
        writer = new Utf8JsonWriter(buffer, Writing);
    }

    public string Sql => text.Sql;

    public SqlPass Pass { get; }

    public JsonElement Run(Func<string, JsonElement?> parameter, IEnumerable<string>? names)
    {
        try
        {
            for (var i = 0; i < parameters.Length; i++) Bind(i, parameter(parameters[i]) ?? throw Missing(parameters[i], names));
            return Result(WriteRows());
        }
        finally
        {
            raw.sqlite3_reset(handle);
            raw.sqlite3_clear_bindings(handle);
            Forget();
        }
    }

    public void Dispose()
    {
        writer.Dispose();
        handle.Dispose();
    }

    string ParameterName(int index)
    {
        var name = raw.sqlite3_bind_parameter_name(handle, index).utf8_to_string();
        if (name is [':', .. var rest] && text.Parameters.Contains(rest)) return rest;
        throw new SqlSandboxException(new SqlProblem($"{name} is not a parameter. Write parameters as :name, e.g. :input."));
    }

    static void RefuseTwins(string[] names)
    {
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twin)
            throw SqlConnection.Error($"Two columns are named {twin.Key}. Rename one with AS.");
    }

    void Bind(int index, JsonElement value)
    {
        boundJson[index] = value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
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
        if (code == raw.SQLITE_TOOBIG) throw connection.TooLarge($"The value :{parameters[index]} is larger than");
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
            throw SqlConnection.Error($"The value :{parameters[index]} is not valid text: it contains half of a surrogate pair.");
        }
    }

    SqlSandboxException Missing(string name, IEnumerable<string>? names)
    {
        var known = names is null ? "" : $"; available: {string.Join(", ", names.Select(known => ":" + known).DefaultIfEmpty("none"))}";
        return new(text.Place($"Unknown value :{name}{known}.", ":" + name));
    }

    int WriteRows()
    {
        var rows = 0;
        int code;
        writer.WriteStartArray();
        for (; (code = raw.sqlite3_step(handle)) == raw.SQLITE_ROW; rows++) WriteRow(rows);
        if (code != raw.SQLITE_DONE) throw connection.Failure(text, code);
        writer.WriteEndArray();
        writer.Flush();
        return rows;
    }

    void WriteRow(int row)
    {
        if (!scalar) writer.WriteStartObject();
        for (var i = 0; i < columns.Length; i++)
        {
            if (!scalar) writer.WritePropertyName(columns[i].Key);
            WriteValue(i);
            if (writer.BytesCommitted + writer.BytesPending + Rest(row) > connection.Limits.ResultBytes)
                throw SqlConnection.Error($"The result is larger than the limit of {connection.Limits.ResultBytes:N0} bytes.");
        }
        if (!scalar) writer.WriteEndObject();
    }

    // What is still to come, less the opening bracket if the row stays the only one.
    int Rest(int row) => (scalar ? 0 : 1) + (row == 0 ? -1 : 1);

    void WriteValue(int i)
    {
        switch (raw.sqlite3_column_type(handle, i))
        {
            case raw.SQLITE_INTEGER: writer.WriteNumberValue(raw.sqlite3_column_int64(handle, i)); break;
            case raw.SQLITE_FLOAT: WriteReal(i, raw.sqlite3_column_double(handle, i)); break;
            case raw.SQLITE_TEXT: WriteText(i); break;
            case raw.SQLITE_BLOB:
                throw SqlConnection.Error($"The column {columns[i].Name} is binary, which JSON cannot hold. Convert it with hex() to text, or with json() from JSONB.");
            default: writer.WriteNullValue(); break;
        }
    }

    void WriteReal(int i, double value)
    {
        if (!double.IsFinite(value)) throw SqlConnection.Error($"The column {columns[i].Name} is infinite, which JSON cannot hold.");
        writer.WriteNumberValue(value);
    }

    void WriteText(int i)
    {
        var marked = SqlNative.sqlite3_value_subtype(SqlNative.sqlite3_column_value(handle, i)) == JsonMark;
        var value = raw.sqlite3_column_blob(handle, i);
        if (!Utf8.IsValid(value)) throw SqlConnection.Error($"The column {columns[i].Name} is not valid UTF-8 text. Use hex() to see its bytes.");
        var json = marked || columns[i].Parameter is { } parameter && boundJson[parameter] || columns[i].Written.Json switch
        {
            SqlJson.Yes => true,
            SqlJson.IfItLooksSo => mayLoseMarks && value is [(byte)'{' or (byte)'[', ..],
            _ => false
        };
        if (json && IsJson(value)) writer.WriteRawValue(value, skipInputValidation: true);
        else if (marked) throw SqlConnection.Error($"The column {columns[i].Name} is JSON nested deeper than {DeepestJson} levels.");
        else writer.WriteStringValue(value);
    }

    static bool IsJson(ReadOnlySpan<byte> value)
    {
        try
        {
            var reader = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = DeepestJson });
            while (reader.Read()) { }
            return reader.TokenType != JsonTokenType.None;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    JsonElement Result(int rows)
    {
        try
        {
            return JsonElement.Parse(rows == 1 ? buffer.WrittenSpan[1..^1] : buffer.WrittenSpan, Reading);
        }
        catch (JsonException e)
        {
            throw SqlConnection.Error($"The result is not valid JSON: {e.Message}");
        }
    }

    void Forget()
    {
        if (buffer.Capacity > KeptBuffer) buffer = new();
        else buffer.Clear();
        writer.Reset(buffer);
    }

    sealed class Column(string name, SqlExpression written, string[] parameters)
    {
        public string Name => name;
        public SqlExpression Written => written;
        public JsonEncodedText Key { get; } = JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        public int? Parameter { get; } = Array.IndexOf(parameters, written.Parameter) is >= 0 and var index ? index : null;
    }
}
