using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Runs.Reference;

/// <summary>What a node of a sketch does: its configuration in the flow's JSON, and its effect.</summary>
abstract record Work(string Type)
{
    /// <summary>The node's <c>data</c>, without its settings.</summary>
    public abstract JsonObject Data { get; }

    public virtual IReadOnlyList<string?> Ports => [null];

    /// <summary>The node's <c>data.settings.each</c>; null if it has none.</summary>
    public virtual JsonObject? Each => null;

    public abstract Effect Do(Sight sight);
}

/// <summary>What a node sees when it starts.</summary>
/// <param name="Recall">The output of an earlier node; null if it has none.</param>
sealed record Sight(string Prompt, JsonElement Input, DateTimeOffset Now, Func<string, JsonElement?> Recall);

/// <summary>The effect of a node's work.</summary>
abstract record Effect
{
    /// <param name="More">Ports that are taken beside it.</param>
    public sealed record Gives(JsonElement Output, string? Port = null, bool PassesOn = false, params string[] More) : Effect;

    public sealed record Waits(DateTimeOffset Until, JsonElement Output) : Effect;

    /// <param name="Error">The message; null is any.</param>
    public sealed record Breaks(string? Error = null) : Effect;

    /// <summary>Adds one to the value that is stored under the run's own key, and gives the sum.</summary>
    public sealed record Counts : Effect;

    /// <summary>Works on items.</summary>
    public sealed record Items(ItemsWork Work) : Effect;

    /// <summary>Works until its time is over.</summary>
    public sealed record Lasts : Effect;

    /// <summary>Calls runs, and passes on their results.</summary>
    /// <param name="Runs">What each does: a <see cref="Deed"/>.</param>
    /// <param name="Result">The output if the node completes.</param>
    /// <param name="Error">Says what failed, by the number of the first run that did; null if failures are collected.</param>
    /// <param name="Rounds">How often one run is called, each after the one before; 1 if there are several.</param>
    /// <param name="Excess">The error if that is too often.</param>
    public sealed record Calls(IReadOnlyList<string> Runs, int Together, JsonElement Result, Func<int, string>? Error, int Rounds = 1, string? Excess = null) : Effect;

    /// <summary>Waits for a person, who decides after so many seconds; null is never.</summary>
    public sealed record Asks(string Decision, int? After, int? Within) : Effect;
}

sealed record Says(string Text) : Work("template")
{
    public override JsonObject Data => new() { ["template"] = Text };

    public override Effect Do(Sight sight) => new Effect.Gives(Json.Text(Text));
}

sealed record Echoes() : Work("template")
{
    public override JsonObject Data => new() { ["template"] = "{{input}}" };

    public override Effect Do(Sight sight) => new Effect.Gives(sight.Input);
}

/// <summary>Gives the output of an earlier node, and fails if it has none yet.</summary>
sealed record Recalls(string Node) : Work("template")
{
    public override JsonObject Data => new() { ["template"] = $"{{{{{Node}}}}}" };

    public override Effect Do(Sight sight) => sight.Recall(Node) is { } output ? new Effect.Gives(output) : new Effect.Breaks();
}

sealed record Sets(bool Keep) : Work("set")
{
    public override JsonObject Data => new()
    {
        ["fields"] = new JsonArray(new JsonObject { ["name"] = "from", ["value"] = "{{input}}" }, new JsonObject { ["name"] = "asked", ["value"] = "{{prompt}}" }),
        ["keep"] = Keep,
    };

    public override Effect Do(Sight sight)
    {
        var result = new Dictionary<string, JsonElement>();
        if (Keep && sight.Input.ValueKind == JsonValueKind.Object)
            result = sight.Input.EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
        else if (Keep && sight.Input.ValueKind != JsonValueKind.Null)
            return new Effect.Breaks();
        result["from"] = sight.Input;
        result["asked"] = Json.Text(sight.Prompt);
        return new Effect.Gives(Json.From(result));
    }
}

/// <summary>Takes the port <c>true</c> if the prompt is this text.</summary>
sealed record Asks(string Prompt) : Work("branch")
{
    public override JsonObject Data => new() { ["conditions"] = new JsonArray(new JsonObject { ["left"] = "{{prompt}}", ["operator"] = "equals", ["right"] = Prompt }) };

    public override IReadOnlyList<string?> Ports => ["true", "false"];

    public override Effect Do(Sight sight) => new Effect.Gives(sight.Input, sight.Prompt == Prompt ? "true" : "false", PassesOn: true);
}

/// <summary>Takes the port of each text that the prompt starts with, several at once, or only the first of them, as configured.</summary>
sealed record Switches(bool All) : Work("switch")
{
    static readonly string[] Cases = ["y", "ye", "n"];

    public override JsonObject Data => new()
    {
        ["cases"] = new JsonArray([.. Cases.Select(text => new JsonObject
        {
            ["name"] = text,
            ["conditions"] = new JsonArray(new JsonObject { ["left"] = "{{prompt}}", ["operator"] = "starts-with", ["right"] = text }),
        })]),
        ["take"] = All ? "all" : "first",
    };

    public override IReadOnlyList<string?> Ports => [.. Cases, "fallback"];

    public override Effect Do(Sight sight)
    {
        string[] taken = [.. Cases.Where(text => sight.Prompt.StartsWith(text, StringComparison.Ordinal)).Take(All ? Cases.Length : 1).DefaultIfEmpty("fallback")];
        return new Effect.Gives(sight.Input, taken[0], PassesOn: true, taken[1..]);
    }
}

/// <summary>Gives the result of the run.</summary>
sealed record Responds(string Text) : Work("respond")
{
    public override JsonObject Data => new() { ["value"] = Text };

    public override Effect Do(Sight sight) => new Effect.Gives(Json.Text(Text));
}

sealed record Waits(int Seconds) : Work("wait")
{
    public override JsonObject Data => new() { ["seconds"] = Seconds };

    public override Effect Do(Sight sight) => new Effect.Waits(sight.Now.AddSeconds(Seconds), sight.Input);
}

sealed record WaitsUntil(DateTimeOffset Moment) : Work("wait")
{
    public override JsonObject Data => new() { ["until"] = Moment.ToString("O") };

    public override Effect Do(Sight sight) => new Effect.Waits(Moment, sight.Input);
}

sealed record Fails(string Message) : Work("fail")
{
    public override JsonObject Data => new() { ["message"] = Message };

    public override Effect Do(Sight sight) => new Effect.Breaks(Message);
}

sealed record Computes() : Work("compute")
{
    public override JsonObject Data => new() { ["sql"] = "SELECT length(:prompt) + 1" };

    public override Effect Do(Sight sight) => new Effect.Gives(Json.From(sight.Prompt.Length + 1));
}

/// <summary>Never ends without a time-out.</summary>
sealed record Loops() : Work("compute")
{
    public override JsonObject Data => new() { ["sql"] = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c" };

    public override Effect Do(Sight sight) => new Effect.Lasts();
}

sealed record Counts() : Work("store")
{
    public override JsonObject Data => new() { ["operation"] = "increment", ["collection"] = "reference", ["key"] = "{{run.id}}" };

    public override Effect Do(Sight sight) => new Effect.Counts();
}

/// <summary>The workflow that runs of sketches call: by its prompt it ends at once, fails at once, or ends after a second or more.</summary>
static class Deed
{
    public const string Workflow = "Deed";
    public const string Now = "now";
    public const string Bad = "bad";
    public const string Error = "It is bad.";

    /// <summary>In the short form of <see cref="Workflows.Flows"/>.</summary>
    public const string Flow =
        """
        odd branch {"conditions": [{"left": "{{prompt}}", "operator": "equals", "right": "bad"}]}
        no fail {"message": "It is bad."}
        soon branch {"conditions": [{"left": "{{prompt}}", "operator": "equals", "right": "now"}]}
        rest wait {"seconds": "{{prompt}}"}
        said template {"template": "{{prompt}}"}
        odd:true -> no
        odd:false -> soon
        soon:false -> rest
        soon:true -> said
        rest -> said
        """;

    /// <summary>How many seconds it takes.</summary>
    public static int Seconds(string prompt) => prompt is Now or Bad ? 0 : int.Parse(prompt, CultureInfo.InvariantCulture);
}

sealed record CallsOne(string Prompt) : Work("workflow")
{
    public override JsonObject Data => new() { ["workflow"] = Deed.Workflow, ["prompt"] = Prompt };

    public override Effect Do(Sight sight) => new Effect.Calls([Prompt], 1, Json.Text(Prompt), _ => $"The run of the other workflow did not complete: {Deed.Error}");
}

sealed record CallsEach(string[] Prompts, int Together, bool Collects) : Work("for-each")
{
    public override JsonObject Data => new()
    {
        ["items"] = new JsonArray([.. Prompts.Select(prompt => JsonValue.Create(prompt))]),
        ["workflow"] = Deed.Workflow,
        ["together"] = Together,
        ["onFailure"] = Collects ? "collect" : "stop",
    };

    public override Effect Do(Sight sight) => new Effect.Calls(
        Prompts, Together, Json.From(Prompts.Select(prompt => prompt == Deed.Bad ? Json.From(new { error = Deed.Error }) : Json.Text(prompt))),
        Collects ? null : index => $"The run for item {index + 1} did not complete: {Deed.Error}");
}

/// <summary>Calls so many times until the condition holds, unless that is more often than allowed.</summary>
sealed record CallsAgain(string Prompt, int Times, int Most) : Work("repeat")
{
    public override JsonObject Data => new()
    {
        ["workflow"] = Deed.Workflow,
        ["prompt"] = Prompt,
        ["until"] = new JsonArray(new JsonObject { ["left"] = "{{index}}", ["operator"] = "greater-or-equal", ["right"] = Times }),
        ["maximum"] = Most,
    };

    public override Effect Do(Sight sight) => new Effect.Calls(
        [Prompt], 1, Json.Text(Prompt), _ => $"Run 1 did not complete: {Deed.Error}", Math.Min(Times, Most),
        Times > Most ? $"The conditions are not met after {Most} runs, the maximum. The last result is the text “{Prompt}”." : null);
}

/// <summary>Asks a person, who decides after so many seconds, or never.</summary>
sealed record Wonders(string Decision, int? After, int? Within) : Work("approve")
{
    public override JsonObject Data => new() { ["text"] = "Shall it?", ["within"] = Within?.ToString(CultureInfo.InvariantCulture) };

    public override IReadOnlyList<string?> Ports => Within is null ? ["approve", "reject"] : ["approve", "reject", "timeout"];

    public override Effect Do(Sight sight) => new Effect.Asks(Decision, After, Within);
}
