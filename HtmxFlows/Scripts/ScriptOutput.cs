using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace HtmxFlows.Scripts;

/// <summary>
/// A returned value as JSON. It is read property by property, so that nothing that a script has replaced decides what is written. Made before
/// the script runs.
/// </summary>
/// <param name="mostBytes">The largest value, in bytes of JSON.</param>
sealed class ScriptOutput(Engine engine, ScriptNumbers numbers, int mostBytes)
{
    readonly JsValue isList = engine.Intrinsics.Array.Get("isArray");
    readonly ArrayBufferWriter<byte> json = new();
    readonly List<ObjectInstance> around = [];
    readonly List<string> path = [];

    /// <exception cref="ScriptValueException">It is not JSON, or too large.</exception>
    public ReadOnlyMemory<byte> Write(JsValue value)
    {
        using (var writer = new Utf8JsonWriter(json, new() { Encoder = Json.Encoder, MaxDepth = Json.MaxWrappedDepth }))
            Write(writer, value);
        return json.WrittenMemory;
    }

    void Write(Utf8JsonWriter writer, JsValue value)
    {
        switch (value)
        {
            case JsNull or JsUndefined:
                writer.WriteNullValue();
                break;
            case JsBoolean:
                writer.WriteBooleanValue(value.AsBoolean());
                break;
            case JsNumber:
                WriteNumber(writer, value.AsNumber());
                break;
            case JsBigInt:
                writer.WriteRawValue(value.ToString());
                break;
            case JsString:
                WriteText(writer, value.ToString());
                break;
            case ObjectInstance instance when !value.IsCallable():
                WriteObject(writer, instance);
                break;
            default:
                throw Refused(value.IsCallable() ? "a function" : "a symbol", "Return plain values, lists and objects");
        }
        if (writer.BytesCommitted + writer.BytesPending > mostBytes)
            throw TooLarge();
    }

    void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (!double.IsFinite(number))
            throw Refused(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity", "JSON has no such number. Return null or a text instead");
        writer.WriteRawValue(number.ToString("R", CultureInfo.InvariantCulture));
    }

    void WriteText(Utf8JsonWriter writer, string text)
    {
        if (text.Length > mostBytes)
            throw TooLarge();
        if (!IsWellFormed(text))
            throw Refused("a text with half a surrogate pair", "Cut texts between characters, e.g. with Array.from(text)");
        writer.WriteStringValue(text);
    }

    static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done)
                return false;
            text = text[length..];
        }
        return true;
    }

    void WriteObject(Utf8JsonWriter writer, ObjectInstance value)
    {
        if (numbers.TryGetDigits(value, out var digits))
        {
            writer.WriteRawValue(digits);
            return;
        }
        if (around.Contains(value, ReferenceEqualityComparer.Instance))
            throw Refused("an object that contains itself", "Return it without the circle");
        if (around.Count == Json.MaxDepth)
            throw new ScriptValueException($"The output nests deeper than {Json.MaxDepth} levels, the limit of a node. Return a part of it from the script.");
        around.Add(value);
        WriteContent(writer, value);
        around.RemoveAt(around.Count - 1);
    }

    void WriteContent(Utf8JsonWriter writer, ObjectInstance value)
    {
        if (value is JsDate date && !double.IsFinite(date.DateValue))
            throw Refused("an invalid date", "Check the text that the date was made from");
        if (value.Get("toJSON") is var convert && convert.IsCallable())
            Write(writer, engine.Call(convert, value, []));
        else if (value is JsArray || engine.Call(isList, value).AsBoolean())
            WriteList(writer, value);
        else if (ScriptObject.FindAdvice(value) is var (what, instead))
            throw Refused(what, instead);
        else
            WriteMembers(writer, value);
    }

    void WriteList(Utf8JsonWriter writer, ObjectInstance list)
    {
        writer.WriteStartArray();
        var length = TypeConverter.ToNumber(list.Get("length"));
        for (var index = 0L; index < length; index++)
        {
            path.Add(string.Create(CultureInfo.InvariantCulture, $"[{index}]"));
            Write(writer, list.Get(JsNumber.Create(index)));
            path.RemoveAt(path.Count - 1);
        }
        writer.WriteEndArray();
    }

    void WriteMembers(Utf8JsonWriter writer, ObjectInstance value)
    {
        writer.WriteStartObject();
        foreach (var key in value.GetOwnPropertyKeys(Types.String))
        {
            // As in JSON.stringify, what is undefined is not there.
            if (value.GetOwnProperty(key) is not { Enumerable: true } || value.Get(key) is not { } member || member.IsUndefined())
                continue;
            var name = key.ToString();
            path.Add($".{Excerpt.Of(name)}");
            if (!IsWellFormed(name))
                throw Refused("a name with half a surrogate pair", "Use whole characters");
            writer.WritePropertyName(name);
            Write(writer, member);
            path.RemoveAt(path.Count - 1);
        }
        writer.WriteEndObject();
    }

    ScriptValueException Refused(string what, string instead) =>
        new($"The script returns {what}{(path.Count == 0 ? "" : $" at {Excerpt.Of(string.Concat(path).TrimStart('.'), 200)}")}, which is not JSON. {instead}.");

    ScriptValueException TooLarge() =>
        new(string.Create(CultureInfo.InvariantCulture, $"The output is larger than {mostBytes} bytes of JSON, the limit of a node. Return less from the script, or store it elsewhere."));
}
