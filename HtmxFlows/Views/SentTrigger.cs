using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>The trigger that a form chose to try.</summary>
/// <param name="Node">Its node; empty starts the nodes that are no triggers.</param>
/// <param name="Text">What was written as its data.</param>
public sealed record SentTrigger(string Node, string Text)
{
    public const string Field = "trigger", DataPrefix = "data.";

    public static SentTrigger Read(IFormCollection form) => form[Field].FirstOrDefault() is { Length: > 0 } node ? new(node, form[DataPrefix + node].FirstOrDefault() ?? "") : new("", "");

    /// <summary>The trigger; null if none was chosen, or if the data is not JSON.</summary>
    public FiredTrigger? Fired => Node.Length == 0 || Problem is not null ? null : new(Node, Text.Trim().Length == 0 ? default : Json.Parse(Text));

    /// <summary>What is wrong with the data; null if nothing is.</summary>
    public FieldProblem? Problem
    {
        get
        {
            try
            {
                if (Text.Trim().Length > 0)
                    Json.Parse(Text);
                return null;
            }
            catch (JsonException error)
            {
                return new(Field, $"The data of the trigger is {char.ToLowerInvariant(JsonFault.Sentence(error)[0])}{JsonFault.Sentence(error)[1..]}");
            }
        }
    }
}
