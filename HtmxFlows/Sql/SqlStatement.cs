using System.Buffers;
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
    readonly SqlParameters parameters;
    readonly Column[] columns;
    readonly bool scalar;
    readonly bool mayLoseMarks;

    ArrayBufferWriter<byte> buffer = new();
    readonly Utf8JsonWriter writer;

    public SqlStatement(SqlConnection connection, sqlite3_stmt handle, SqlText text, SqlPass pass)
    {
        (this.connection, this.handle, this.text, Pass) = (connection, handle, text, pass);
        parameters = new(connection, handle, text);
        string[] names = [.. Enumerable.Range(0, raw.sqlite3_column_count(handle)).Select(i => raw.sqlite3_column_name(handle, i).utf8_to_string())];
        RefuseTwins(names);
        var written = text.Columns(names);
        columns = [.. names.Select((name, i) => new Column(name, written?[i] ?? new SqlExpression(true, SqlJson.IfItLooksSo, null))
        {
            Parameter = parameters.IndexOf(written?[i].Parameter), PassesOn = !text.IsCompound
        })];
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
            parameters.Bind(parameter, names);
            return Result(WriteRows());
        }
        finally
        {
            raw.sqlite3_reset(handle);
            parameters.Clear();
            Forget();
        }
    }

    public void Dispose()
    {
        writer.Dispose();
        handle.Dispose();
    }

    static void RefuseTwins(string[] names)
    {
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twin)
            throw SqlConnection.Error($"Two columns are named {twin.Key}. Rename one with AS.");
    }

    int WriteRows()
    {
        var rows = 0;
        int code;
        writer.WriteStartArray();
        for (; (code = raw.sqlite3_step(handle)) == raw.SQLITE_ROW && !connection.HasStopped; rows++) WriteRow(rows);
        if (code != raw.SQLITE_DONE || connection.HasStopped) throw connection.Failure(text, code);
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
        // A parameter alone is passed on as it is: a truth stays one, and a number keeps all digits.
        if (columns[i] is { PassesOn: true, Parameter: { } parameter })
        {
            parameters[parameter].WriteTo(writer);
            return;
        }
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
        if (parameters.Rounding.Find(value) is { } digits) throw Rounded(i, digits);
        writer.WriteNumberValue(value);
    }

    SqlSandboxException Rounded(int i, string digits) => SqlConnection.Error(
        $"The column {columns[i].Name} has {Data.Excerpt.Of(digits)} rounded: it has more digits than a number in SQL. Read it with -> instead of ->>, which keeps them, or make it text before.");

    void WriteText(int i)
    {
        var marked = SqlNative.sqlite3_value_subtype(SqlNative.sqlite3_column_value(handle, i)) == JsonMark;
        var value = raw.sqlite3_column_blob(handle, i);
        if (!Utf8.IsValid(value)) throw SqlConnection.Error($"The column {columns[i].Name} is not valid UTF-8 text. Use hex() to see its bytes.");
        var json = marked || columns[i].Parameter is { } parameter && parameters[parameter].ValueKind is JsonValueKind.Object or JsonValueKind.Array || columns[i].Written.Json switch
        {
            SqlJson.Yes => true,
            SqlJson.IfItLooksSo => mayLoseMarks && value is [(byte)'{' or (byte)'[', ..],
            _ => false
        };
        if (json && IsJson(i, value)) writer.WriteRawValue(value, skipInputValidation: true);
        else if (marked) throw SqlConnection.Error($"The column {columns[i].Name} is JSON nested deeper than {DeepestJson} levels.");
        else writer.WriteStringValue(value);
    }

    bool IsJson(int i, ReadOnlySpan<byte> value)
    {
        try
        {
            var reader = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = DeepestJson });
            while (reader.Read())
                if (reader.TokenType == JsonTokenType.Number && parameters.Rounding.Find(reader) is { } digits) throw Rounded(i, digits);
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

    sealed class Column(string name, SqlExpression written)
    {
        public string Name => name;
        public SqlExpression Written => written;
        public JsonEncodedText Key { get; } = JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        public int? Parameter { get; init; }
        public bool PassesOn { get; init; }
    }
}
