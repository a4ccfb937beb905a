using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;

namespace HtmxFlows.Expressions;

/// <summary>What an expression may see and use.</summary>
/// <param name="Data">The values that it refers to by name.</param>
/// <param name="OutputBytes">The largest result, in bytes of JSON.</param>
/// <param name="Time">The clock.</param>
public record ExpressionContext(INodeData Data, int OutputBytes, TimeProvider Time)
{
    /// <summary>The secrets that templates may send besides the data. Events are masked by the journal; what a node keeps or shortens itself, it masks.</summary>
    public Secrets Secrets { get; init; } = Secrets.None;

    /// <summary>The value of a field, or the input if the field has no text; null if there is none.</summary>
    public JsonElement ValueOrInput(Template? field, CancellationToken cancellation) =>
        field is { Text.Length: > 0 } ? field.Evaluate(this, cancellation) : Data.Find("input") ?? Json.Null;
}
