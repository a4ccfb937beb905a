using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Writes the commands that start a workflow and read its runs, with its own address and with values that its inputs accept.</summary>
public static class WorkflowCalls
{
    /// <summary>The placeholder for the id of a run if there is none yet.</summary>
    const string NoRun = "RUN_ID";

    const string Prompt = "Hello";

    /// <param name="server">The address of the server, without a slash at its end.</param>
    /// <param name="newest">The newest run of the workflow; null if there is none.</param>
    public static IEnumerable<WorkflowCall> Of(string server, Guid workflow, IReadOnlyList<FlowInput> inputs, Guid? newest)
    {
        var start = $"{server}/api/workflows/{workflow}/runs";
        var run = $"{server}/api/runs/{newest?.ToString() ?? NoRun}";
        yield return new("Start a run", "Answers at once, with the id of the run.", Post(start, inputs));
        yield return new("Start a run and wait", "Answers with the result if the run ends within 30 seconds.", Post(start, inputs, "Prefer: wait=30"));
        yield return new("Start a run and stream it", "Answers with the events of the run as they happen (SSE).", Post(start, inputs, "Accept: text/event-stream"));
        if (!inputs.Any(input => input.Required && input.Default is null))
            yield return new("Stream by one GET", "The same for clients that can only open an address, such as EventSource.", $"curl -N {Quote($"{server}/api/workflows/{workflow}/run?prompt={Prompt}")}");
        yield return new("Read the state of a run", newest is null ? $"Put the id of a run for {NoRun}." : "The newest run; its id is in the address.", $"curl {Quote(run)}");
        yield return new("Follow a run", "Its events from the first one, live until it ends (SSE).", $"curl -N -H 'Accept: text/event-stream' {Quote($"{run}/events")}");
    }

    /// <summary>A value that an input accepts: its default, or an example of its type.</summary>
    public static JsonElement Example(FlowInput input) => input.Default ?? input.Type switch
    {
        FlowInputType.Number => Json.From(1),
        FlowInputType.Boolean => Json.True,
        FlowInputType.Date => Json.Text("2030-01-31"),
        FlowInputType.Choice => Json.Text(input.Choices is [var first, ..] ? first : ""),
        FlowInputType.Json => Json.Parse("""{"key": "value"}"""),
        _ => Json.Text("text"),
    };

    static string Post(string address, IReadOnlyList<FlowInput> inputs, string? header = null)
    {
        var asked = header is null ? "" : $" \\\n  -H {Quote(header)}";
        var command = header?.Contains("event-stream", StringComparison.Ordinal) == true ? "curl -N" : "curl";
        return inputs.Any(input => input.Type == FlowInputType.File)
            ? $"printf 'text' | {command} {Quote(address)}{asked} \\\n  -F {Quote($"prompt={Prompt}")}{string.Concat(inputs.Select(input => $" \\\n  -F {Quote($"input.{input.Name}={Part(input)}")}"))}"
            : $"{command} {Quote(address)}{asked} \\\n  -H 'Content-Type: application/json' \\\n  -d {Quote(Body(inputs))}";
    }

    static string Body(IReadOnlyList<FlowInput> inputs) => Json.Readable(inputs.Count == 0
        ? Json.From(new { prompt = Prompt })
        : Json.From(new { prompt = Prompt, input = inputs.ToDictionary(input => input.Name, Example) }));

    static string Part(FlowInput input) => input.Type == FlowInputType.File ? "@-;filename=example.txt" : Json.AsText(Example(input));

    /// <summary>A text as one word of a shell.</summary>
    static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
