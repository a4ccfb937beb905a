using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>The body of a request that one template gives: JSON or text.</summary>
static class HttpText
{
    /// <exception cref="NodeException">It is written as JSON, or must be, and is not valid.</exception>
    public static HttpBody Of(HttpBodyKind kind, Template template, NodeContext context, CancellationToken cancellation)
    {
        if (kind == HttpBodyKind.Raw)
            return Body(template.Render(context, cancellation), HttpBody.PlainText);
        if (template.Syntax.IsOneExpression || template.Literal is { ValueKind: not JsonValueKind.String })
            return OfValue(kind, template.Evaluate(context, cancellation), context.Files);
        var json = JsonTemplate.Read(template);
        var text = (json ?? template).Render(context, cancellation);
        if (IsJson(text))
            return Body(text, HttpBody.JsonType);
        if (kind == HttpBodyKind.Json || json is not null)
            throw new NodeException($"The body must be JSON, but it is {Json.Describe(Json.Text(text))}. Correct Body (write values as {{{{json name}}}}, without quotes), or choose another Body type.");
        return Body(text, HttpBody.PlainText);
    }

    /// <summary>An expression gives a value: for JSON a text becomes a JSON string, otherwise it is sent as it is.</summary>
    static HttpBody OfValue(HttpBodyKind kind, JsonElement value, NodeFiles files)
    {
        if (kind == HttpBodyKind.Auto && files.Find(value) is { } file)
            return HttpBody.OfFile(files, file);
        if (value.ValueKind != JsonValueKind.String || kind == HttpBodyKind.Json)
            return Body(value.GetRawText(), HttpBody.JsonType);
        var text = value.GetString()!;
        return Body(text, IsJson(text) ? HttpBody.JsonType : HttpBody.PlainText);
    }

    static bool IsJson(string text) => TolerantJson.TryLastWins(text) is not null;

    static HttpBody Body(string text, string type) => new(HttpBody.Utf8(text), type);
}
