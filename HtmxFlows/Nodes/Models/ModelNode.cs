using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Schemas;
using OpenAI.Chat;

namespace HtmxFlows.Nodes;

/// <summary>Asks a chat model.</summary>
public sealed class ModelNode(ChatModel chat) : NodeType<ModelNode.Configuration>
{
    /// <summary>How many JSON values in one answer are tried against the schema. Models put JSON into code fences and between other text.</summary>
    public const int MostValues = 10;

    public sealed record Configuration
    {
        [Display(Name = "Prompt", Description = "The prompt for the model."), Required, DataType(DataType.MultilineText)]
        public Template Prompt { get; init; } = new("{{prompt}}");

        [Display(Name = "System", Description = "Instructions: the model's role and style of answer."), DataType(DataType.MultilineText)]
        public Template? System { get; init; }

        [Display(GroupName = "Model and limits", Name = "Model", Description = "The model's name. Default: the model of the server's settings.")]
        public Template? Model { get; init; }

        [CredentialName(CredentialUse.Model), Display(GroupName = "Model and limits", Name = "Credential", Description = "The key of the model's server. Default: the secret MODEL_KEY of the server's settings.")]
        public string Credential { get; init; } = "";

        [Display(GroupName = "Model and limits", Name = "Temperature", Description = "Randomness (temperature). Default: the model's."), Range(0.0, 2.0)]
        public double? Temperature { get; init; }

        [Display(GroupName = "Model and limits", Name = "Maximum tokens", Description = "The length limit of the answer, in tokens. Default: the model's."), Range(1, 1_000_000)]
        public int? MaximumTokens { get; init; }

        [Display(Name = "Earlier turns", Description = "Include earlier turns of the conversation.")]
        public bool EarlierTurns { get; init; }

        [Display(Name = "Schema", Description = "A JSON Schema for a structured answer in `value`. If the answer does not match, the model is asked once more.")]
        public JsonElement? Schema { get; init; }
    }

    public override string Name => "model";
    public override string Title => "Ask a model";
    public override NodeCategory Category => NodeCategory.Models;
    public override string Summary => "Asks a chat model, and streams its answer. Output: {text, model, finish, usage: {input, output}}, and `value` with a schema.";
    public override IReadOnlyList<string> Synonyms { get; } = ["OpenAI", "Chat Model", "LLM", "Basic LLM Chain", "ChatGPT", "Claude", "AI", "prompt", "GPT"];
    public override bool IsCommon => true;

    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("A short answer", """{"system": "Answer in one sentence.", "prompt": "{{prompt}}", "temperature": 0.2, "earlierTurns": true}"""),
        new("An answer with fields", """{"prompt": "Which city and how many days? {{prompt}}", "schema": {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city", "days"]}}"""),
    ];

    public override Execution Execution => Execution.External;

    public override (string Field, Uri Url)? Destination(object configuration, string field) => ("credential", chat.Address);

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) =>
        configuration.Schema is { } schema && JsonSchema.Read(schema).Problem is { } problem ? [new FieldProblem("schema", problem)] : [];

    protected override async ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var credential = context.Credential(configuration.Credential, CredentialUse.Model);
        var (model, settings) = (chat.NameOf(configuration.Model, context, cancellation), Settings(configuration));
        var messages = ModelMessage.Begin(configuration.System, configuration.Prompt, configuration.EarlierTurns, context, cancellation);
        var answer = await chat.Ask(model, credential, messages, settings, context, cancellation);
        if (configuration.Schema is not { } schema)
            return Completed(answer, null);
        var rules = JsonSchema.Read(schema).Schema!;
        var (value, fault) = Fit(rules, answer, cancellation);
        if (value is not null)
            return Completed(answer, value);
        var second = await chat.Ask(model, credential, [.. messages, new("assistant", answer.Text), new("user", $"{fault} Answer again, with the JSON alone.")], settings, context, cancellation);
        second = second with { Input = second.Input + answer.Input, Output = second.Output + answer.Output };
        (value, fault) = Fit(rules, second, cancellation);
        return value is not null ? Completed(second, value)
            : new NodeOutcome.Failed($"The model {model} was asked twice. {fault} Ask for less, or relax the schema.");
    }

    static ChatCompletionOptions Settings(Configuration configuration) => new()
    {
        Temperature = (float?)configuration.Temperature,
        MaxOutputTokenCount = configuration.MaximumTokens,
        ResponseFormat = configuration.Schema is { } schema ? ChatResponseFormat.CreateJsonSchemaFormat("answer", BinaryData.FromString(schema.GetRawText())) : null,
    };

    static NodeOutcome.Completed Completed(ModelAnswer answer, JsonElement? value)
    {
        var output = new JsonObject
        {
            ["text"] = answer.Text,
            ["model"] = answer.Model,
            ["finish"] = answer.Finish,
            ["usage"] = new JsonObject { ["input"] = answer.Input, ["output"] = answer.Output },
        };
        if (value is { } read)
            output["value"] = JsonSerializer.SerializeToNode(read, Json.Options);
        return new(Json.From(output), Format: OutputFormat.Answer);
    }

    /// <summary>Reads an answer as JSON that fits a schema.</summary>
    /// <returns>The value, or what is wrong, in a sentence that the model understands too.</returns>
    static (JsonElement? Value, string Fault) Fit(JsonSchema rules, ModelAnswer answer, CancellationToken cancellation)
    {
        JsonElement[] values = Json.TryParse(answer.Text) is { } whole ? [whole] : [.. TolerantJson.FindIn(answer.Text).Take(MostValues)];
        if (values.Length == 0)
            return (null, answer.Finish == "length" ? "The answer was cut off before its JSON was complete." : "The answer is not JSON.");
        var faults = values.Select(value => rules.FindFaults(value, cancellation)).ToArray();
        return Array.FindIndex(faults, found => found.Count == 0) is >= 0 and var fitting ? (values[fitting], "")
            : (null, $"The answer does not match the schema: {string.Join("; ", faults[0])}.");
    }
}
