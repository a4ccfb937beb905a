using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Schemas;

/// <summary>
/// A JSON Schema: 2020-12, or 2019-09, draft 7 or draft 6 if it says so in <c>$schema</c>. It knows nothing but itself: references lead
/// to places in it, and nothing of it is kept anywhere else.
/// </summary>
public sealed class JsonSchema
{
    /// <summary>The longest schema, in characters of JSON.</summary>
    public const int Longest = 256 * 1024;

    /// <summary>How many schemas may be in one, itself among them.</summary>
    public const int MostSchemas = 5000;

    /// <summary>How many steps checking one value may take: about one for each schema and each part of the value that it is about.</summary>
    public const int MostSteps = 2_000_000;

    /// <summary>How many faults of a value are reported.</summary>
    public const int MostFaults = 5;

    readonly SchemaNode root;
    readonly bool tracks;

    internal JsonSchema(SchemaNode root, bool tracks) => (this.root, this.tracks) = (root, tracks);

    /// <summary>Reads a schema.</summary>
    /// <returns>The schema, or what is wrong with it, in a sentence with its place.</returns>
    public static (JsonSchema? Schema, string? Problem) Read(JsonElement schema)
    {
        if (schema.ValueKind is not JsonValueKind.Object)
            return (null, "Schema must be an object, a JSON Schema.");
        if (schema.GetRawText().Length is > Longest and var length)
            return (null, $"Schema has {length:N0} characters; the limit is {Longest:N0}. Ask for less in one answer.");
        if (Json.IsTooDeep(schema))
            return (null, $"Schema nests deeper than {Json.MaxDepth} levels. Put parts of it into $defs.");
        try
        {
            return (new SchemaReader(schema).Read(), null);
        }
        catch (SchemaException problem)
        {
            return (null, problem.Message);
        }
    }

    /// <summary>The first faults of a value, each with its place. None means that it fits.</summary>
    /// <exception cref="Expressions.NodeException">Checking takes more steps than it may.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<string> FindFaults(JsonElement value, CancellationToken cancellation)
    {
        List<string> faults = [];
        return new SchemaEvaluation(tracks, cancellation).Fits(root, value, faults) ? [] : faults;
    }
}

/// <summary>A schema cannot be used; the message is for people.</summary>
sealed class SchemaException(string place, string problem) : Exception(place.Length == 0 ? $"Schema: {problem}" : $"Schema, at “{place}”: {problem}");
