using System.Globalization;
using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Functions;

/// <summary>Text. A character is what people see as one: a letter with its accents, an emoji with its parts.</summary>
public sealed class TextFunctions : FunctionFamily
{
    /// <summary>The limit of a length to pad to, in characters.</summary>
    const int LongestPad = 10_000;

    public override string Title => "Text";

    public override IReadOnlyList<Function> Functions { get; } =
    [
        new("upper text", "The text in upper case.", """{{upper order.customer}}""", call => Json.Text(call.Text(0).ToUpperInvariant())) { TakesSecrets = true },
        new("lower text", "The text in lower case.", """{{lower order.customer}}""", call => Json.Text(call.Text(0).ToLowerInvariant())) { TakesSecrets = true },
        new("capitalize text", "The text with its first letter in upper case.", """{{capitalize "élan"}}""", Capitalize),
        new("trim text", "The text without white space at both ends.", """{{trim prompt}}""", call => Json.Text(call.Text(0).Trim())) { TakesSecrets = true },
        new("replace text old new", "The text with each occurrence of a part replaced.", """{{replace order.customer "a" "o"}}""", Replace),
        new("split text separator", "The parts between separators, as a list; an empty separator gives the characters.", """{{split "a, b, c" ", "}}""", Split),
        new("join list [separator]", "The items of a list as one text. Default separator: a comma and a space.", """{{join (pluck lines "sku") "-"}}""", Join),
        new("lines text", "The lines of a text, as a list.", """{{lines "one line"}}""", Lines),
        new("slice value start [end]", "Part of a text or a list, from an index up to another; negative ones count from the end.", """{{slice order.customer 0 3}}""", Slice),
        new("length value", "The number of characters, items or fields.", """{{length order.customer}}""", call => Json.From(Length(call))),
        new("contains value part", "Whether a text contains a part, a list an item, or an object a field.", """{{contains order.customer "Love"}}""", call => Test(call, Operator.Contains)),
        new("starts-with text part", "Whether a text starts with a part.", """{{starts-with order.customer "Ada"}}""", call => Test(call, Operator.StartsWith)),
        new("ends-with text part", "Whether a text ends with a part.", """{{ends-with order.customer "Ada"}}""", call => Test(call, Operator.EndsWith)),
        new("pad-start text length [fill]", "The text filled up at its start to a length. Default fill: a space.", """{{pad-start order.number 6 "0"}}""", call => Pad(call, atStart: true)),
        new("pad-end text length [fill]", "The text filled up at its end to a length. Default fill: a space.", """{{pad-end order.number 6 "."}}""", call => Pad(call, atStart: false)),
        new("repeat text count", "The text so many times.", """{{repeat "=-" 5}}""", Repeat),
        new("excerpt text length", "The start of a text with an ellipsis, or all of it if it is no longer than the length.", """{{excerpt order.customer 5}}""", MakeExcerpt),
        new("text values…", "The values as one text.", """{{text "Order " order.number}}""", MakeText) { TakesSecrets = true },
    ];

    static JsonElement Capitalize(FunctionCall call)
    {
        var text = call.Text(0);
        var first = StringInfo.GetNextTextElementLength(text);
        return Json.Text(text[..first].ToUpperInvariant() + text[first..]);
    }

    static JsonElement Replace(FunctionCall call)
    {
        var (text, old, other) = (call.Text(0), call.Part(1), call.Text(2));
        using var writer = call.Write();
        var from = 0;
        foreach (var at in TextSearch.Places(text, old))
        {
            writer.Write(text.AsSpan(from, at - from));
            writer.Write(other);
            from = at + old.Length;
        }
        writer.Write(text.AsSpan(from));
        return Json.Text(writer.ToString());
    }

    static JsonElement Split(FunctionCall call) =>
        call.Text(1) is { Length: > 0 } separator ? call.ListOf(Between(call.Text(0), TextSearch.Places(call.Text(0), separator), separator.Length)) : call.ListOf(Characters(call.Text(0)));

    static JsonElement Lines(FunctionCall call)
    {
        var text = call.Text(0).ReplaceLineEndings("\n");
        return call.ListOf(Between(text, TextSearch.Places(text, "\n"), 1));
    }

    static IEnumerable<string> Between(string text, IEnumerable<int> places, int length)
    {
        var from = 0;
        foreach (var at in places)
        {
            yield return text[from..at];
            from = at + length;
        }
        yield return text[from..];
    }

    static JsonElement Join(FunctionCall call)
    {
        var separator = call.TextOr(1, ", ");
        using var writer = call.Write();
        foreach (var (index, item) in call.Items(0).Index())
        {
            writer.Write(index == 0 ? "" : separator);
            writer.Write(item.ValueKind == JsonValueKind.Null ? "" : Json.AsText(item));
        }
        return Json.Text(writer.ToString());
    }

    static JsonElement Slice(FunctionCall call)
    {
        if (call[0].ValueKind == JsonValueKind.Array)
        {
            var (first, end) = Range(call, call[0].GetArrayLength());
            return call.ListOf(call.Items(0).Skip(first).Take(end - first));
        }
        var text = call.Text(0);
        var starts = StringInfo.ParseCombiningCharacters(text);
        var (from, to) = Range(call, starts.Length);
        return Json.Text(text[At(from)..At(to)]);

        int At(int index) => index < starts.Length ? starts[index] : text.Length;
    }

    static (int From, int To) Range(FunctionCall call, int length)
    {
        var from = At(1);
        return (from, call.Count > 2 ? Math.Max(from, At(2)) : length);

        int At(int index)
        {
            var at = call.Whole(index, int.MinValue, int.MaxValue);
            return (int)Math.Clamp(at < 0 ? length + at : at, 0, length);
        }
    }

    static int Length(FunctionCall call) => call[0].ValueKind switch
    {
        JsonValueKind.Array => call[0].GetArrayLength(),
        JsonValueKind.Object => call[0].GetPropertyCount(),
        JsonValueKind.Null => throw call.Refuse(0, "text, a list or an object"),
        _ => new StringInfo(call.Text(0)).LengthInTextElements,
    };

    static JsonElement Test(FunctionCall call, Operator @operator)
    {
        if (@operator != Operator.Contains || !Comparison.IsStructure(call[0]))
            _ = (call.Text(0), call.Text(1));
        return FunctionValues.Of(Condition.Holds(call[0], @operator, call[1]));
    }

    static JsonElement Pad(FunctionCall call, bool atStart)
    {
        var (text, fill) = (call.Text(0), call.Count > 2 ? call.Part(2) : " ");
        var missing = (int)call.Whole(1, 0, LongestPad) - new StringInfo(text).LengthInTextElements;
        if (missing <= 0)
            return Json.Text(text);
        var signs = Characters(fill).ToArray();
        using var writer = call.Write();
        writer.Write(atStart ? "" : text);
        for (var index = 0; index < missing; index++)
            writer.Write(signs[index % signs.Length]);
        writer.Write(atStart ? text : "");
        return Json.Text(writer.ToString());
    }

    static JsonElement Repeat(FunctionCall call)
    {
        var text = call.Text(0);
        var count = text.Length == 0 ? 0 : call.Whole(1, 0, int.MaxValue);
        using var writer = call.Write();
        for (var time = 0L; time < count; time++)
            writer.Write(text);
        return Json.Text(writer.ToString());
    }

    static JsonElement MakeExcerpt(FunctionCall call)
    {
        var (text, length) = (call.Text(0), (int)call.Whole(1, 1, int.MaxValue));
        var starts = StringInfo.ParseCombiningCharacters(text);
        return Json.Text(starts.Length <= length ? text : $"{text[..starts[length]].TrimEnd()}…");
    }

    static JsonElement MakeText(FunctionCall call)
    {
        using var writer = call.Write();
        for (var index = 0; index < call.Count; index++)
            writer.Write(call.Text(index));
        return Json.Text(writer.ToString());
    }

    static IEnumerable<string> Characters(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, at);
            yield return text.Substring(at, length);
            at += length;
        }
    }
}
