using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Runs;

/// <summary>The value that a run continues with after a failure: <c>{"message", "node", "attempt", "status"?, "headers"?, "body"?}</c>.</summary>
static class ErrorValue
{
    /// <param name="fits">Whether a value can be kept; an answer that is too large leaves its body out.</param>
    public static JsonElement Of(string node, int attempt, NodeOutcome.Failed failed, Func<JsonElement, bool> fits)
    {
        Dictionary<string, object?> value = new() { ["message"] = failed.Error, ["node"] = node, ["attempt"] = attempt };
        if (failed.Answer is not { } answer)
            return Json.From(value);
        (value["status"], value["headers"], value["body"]) = (answer.Status, answer.Headers, answer.Body);
        var whole = Json.From(value);
        return fits(whole) ? whole : Json.From(new Dictionary<string, object?>(value) { ["body"] = null });
    }
}
