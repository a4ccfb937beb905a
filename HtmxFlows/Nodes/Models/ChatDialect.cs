using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>Brings a part of a model's answer into the form of the OpenAI chat protocol: servers that are compatible with it differ in details.</summary>
static class ChatDialect
{
    /// <summary>The data of the event that ends a stream.</summary>
    public const string Done = "[DONE]";

    /// <summary>Reads the data of one event, or a whole answer that was not streamed.</summary>
    /// <returns>A chunk of the protocol; text that is no JSON object stays as it is; null if the text is the beginning of an object.</returns>
    /// <exception cref="InvalidDataException">It is an error of the server, with its message.</exception>
    public static string? Read(string data)
    {
        if (!data.StartsWith('{'))
            return data;
        if (Json.TryParse(data) is not { } element)
            return null;
        var chunk = JsonObject.Create(element)!;
        if (chunk["error"] is { } error && chunk["choices"] is not JsonArray { Count: > 0 })
            throw new InvalidDataException(Excerpt.Of(Text((error as JsonObject)?["message"]) ?? Text(error) ?? error.ToJsonString()));
        Fix(chunk);
        return chunk.ToJsonString();
    }

    static void Fix(JsonObject chunk)
    {
        chunk["id"] = Text(chunk["id"]) ?? "";
        chunk["created"] = Whole(chunk["created"]);
        chunk["model"] = Text(chunk["model"]) ?? "";
        if (chunk["choices"] is not JsonArray)
            chunk["choices"] = new JsonArray();
        foreach (var (index, choice) in chunk["choices"]!.AsArray().OfType<JsonObject>().Index())
            FixChoice(choice, index);
        if (chunk["usage"] is JsonObject usage)
            FixUsage(usage);
        else
            chunk.Remove("usage");
        // Nothing here reads them, and their forms differ most.
        foreach (var name in new[] { "service_tier", "system_fingerprint", "object" })
            chunk.Remove(name);
    }

    static void FixChoice(JsonObject choice, int index)
    {
        choice["index"] = Whole(choice["index"], index);
        choice["finish_reason"] = Finish(Text(choice["finish_reason"]), isThere: choice["finish_reason"] is not null);
        choice.Remove("logprobs");
        var delta = (choice["delta"] ?? choice["message"]) as JsonObject;
        choice.Remove("message");
        choice["delta"] = delta?.DeepClone() ?? new JsonObject { ["content"] = Text(choice["text"]) };
        FixDelta(choice["delta"]!.AsObject());
    }

    /// <summary>The protocol's word for the reason of an end; one that is unknown is the usual end.</summary>
    static string? Finish(string? reason, bool isThere) => reason switch
    {
        null => isThere ? "stop" : null,
        "stop" or "length" or "tool_calls" or "content_filter" or "function_call" => reason,
        "max_tokens" or "max_length" or "model_length" or "MAX_TOKENS" => "length",
        "tool_use" or "tool_call" or "tool" => "tool_calls",
        "safety" or "SAFETY" or "refusal" => "content_filter",
        _ => "stop",
    };

    static void FixDelta(JsonObject delta)
    {
        delta["role"] = "assistant";
        if (delta["content"] is { } content)
            delta["content"] = Content(content);
        if (delta["refusal"] is not null)
            delta["refusal"] = Text(delta["refusal"]);
        if (delta["function_call"] is JsonObject call && delta["tool_calls"] is null)
            delta["tool_calls"] = new JsonArray(new JsonObject { ["function"] = call.DeepClone() });
        delta.Remove("function_call");
        if (delta["tool_calls"] is not JsonArray { Count: > 0 } calls)
            delta.Remove("tool_calls");
        else
            delta["tool_calls"] = new JsonArray([.. calls.OfType<JsonObject>().Index().Select(part => Call(part.Item, part.Index))]);
    }

    /// <summary>The text of a content: a text, or a list of parts with a text each.</summary>
    static string Content(JsonNode content) => content switch
    {
        JsonArray parts => string.Concat(parts.Select(part => part is null ? "" : Content(part))),
        JsonObject part => Text(part["text"]) ?? Text(part["content"]) ?? "",
        _ => Text(content) ?? "",
    };

    static JsonObject Call(JsonObject call, int index)
    {
        var function = call["function"] as JsonObject ?? call;
        var result = new JsonObject
        {
            ["index"] = Whole(call["index"], index),
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = Text(function["name"]), ["arguments"] = function["arguments"] is JsonObject or JsonArray ? function["arguments"]!.ToJsonString() : Text(function["arguments"]) ?? "" },
        };
        if (Text(call["id"]) is { } id)
            result["id"] = id;
        return result;
    }

    static void FixUsage(JsonObject usage)
    {
        foreach (var name in usage.Select(member => member.Key).ToArray())
        {
            if (usage[name] is JsonValue)
                usage[name] = Whole(usage[name]);
            else
                usage.Remove(name);
        }
    }

    /// <summary>A text, or a number as text; null if it is neither.</summary>
    static string? Text(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number => value.ToJsonString(),
        _ => null,
    };

    /// <summary>A whole number, which may be written as a text or with decimals.</summary>
    static int Whole(JsonNode? value, int otherwise = 0) =>
        double.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : otherwise;
}
