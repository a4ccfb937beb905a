using System.Text;
using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Triggers.Signatures;

/// <summary>Reads what a sender's JSON calls a delivery.</summary>
static class BodyText
{
    /// <summary>A text of the body's object; null if there is none.</summary>
    public static string? Member(HookCall call, string name) =>
        Json.TryParse(Encoding.UTF8.GetString(call.Body.Span)) is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
