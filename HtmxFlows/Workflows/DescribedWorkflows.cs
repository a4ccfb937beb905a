using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Schemas;
using OpenAI.Chat;

namespace HtmxFlows.Workflows;

/// <summary>Has the model of the server's settings draft workflows from descriptions. Nothing is saved and nothing runs.</summary>
public sealed class DescribedWorkflows(ChatModel chat, ModelOptions model, NodeCatalogue catalogue, CredentialSource credentials, NodeLimits limits, TimeProvider time)
{
    /// <summary>What to do if no model can be asked.</summary>
    public const string Unavailable = "No model is configured. Set HtmxFlows:Model:Address, or the secret MODEL_KEY.";

    /// <summary>The longest description, in characters.</summary>
    public const int LongestDescription = 4000;

    /// <summary>How many JSON values in an answer are tried.</summary>
    const int MostValues = 5;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    static readonly JsonElement Schema = Json.Parse(
        """
        {
          "type": "object", "required": ["name", "description", "nodes", "edges"],
          "properties": {
            "name": {"type": "string", "minLength": 1, "maxLength": 100},
            "description": {"type": "string", "maxLength": 500},
            "nodes": {
              "type": "array", "minItems": 1, "maxItems": 60,
              "items": {
                "type": "object", "required": ["id", "type", "data"],
                "properties": {"id": {"type": "string", "minLength": 1}, "type": {"type": "string"}, "data": {"type": "object", "properties": {"label": {"type": "string"}}}}
              }
            },
            "edges": {
              "type": "array", "maxItems": 200,
              "items": {
                "type": "object", "required": ["source", "target"],
                "properties": {"id": {"type": "string"}, "source": {"type": "string"}, "target": {"type": "string"}, "sourceHandle": {"type": "string"}}
              }
            }
          }
        }
        """);

    /// <summary>Whether the settings name a model's server, or the key of the usual one.</summary>
    public bool IsAvailable => model.Address != new ModelOptions().Address || credentials.Current.For(null).Names.Contains(ModelOptions.Key);

    public async Task<DescriptionOutcome> Draft(string description, CancellationToken cancellation)
    {
        if (!IsAvailable)
            return new DescriptionOutcome.Refused(Unavailable);
        if (string.IsNullOrWhiteSpace(description))
            return new DescriptionOutcome.Refused("Describe what the workflow does.");
        if (description.Length > LongestDescription)
            return new DescriptionOutcome.Refused($"The description is longer than {LongestDescription} characters. Shorten it.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        try
        {
            return Read(await Ask(description, limit.Token), limit.Token);
        }
        catch (NodeException error)
        {
            return new DescriptionOutcome.Refused(error.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new DescriptionOutcome.Refused($"The model {model.Name} gave no answer within {Patience.TotalMinutes:0} minutes. Try again, or describe less.");
        }
    }

    Task<ModelAnswer> Ask(string description, CancellationToken cancellation)
    {
        var context = new NodeContext(new GivenData(Json.EmptyObject), "description", time, limits) { Secrets = credentials.Current.For(null) };
        ModelMessage[] messages = [new("system", Instructions()), new("user", description)];
        var settings = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("workflow", BinaryData.FromString(Schema.GetRawText())) };
        return chat.Ask(model.Name, null, messages, settings, context, cancellation);
    }

    /// <summary>What a model has to know of flows: the node types, each with one configuration.</summary>
    string Instructions()
    {
        var text = new StringBuilder(
            """
            You draft workflows as JSON: {"name", "description", "nodes": [{"id", "type", "data": {"label", …configuration}}], "edges": [{"source", "target", "sourceHandle"?}]}.
            A flow is a directed graph without circles. An id is a short word such as fetch or total. An edge from a named port has its name as sourceHandle.
            Texts are Handlebars templates: {{prompt}} is what the person enters, {{input}} the output of the node before, {{ID}} the output of the node with that id, {{item}} the item of a list.
            Use only these node types, and give each node the configuration that it needs. Answer with the JSON alone.

            """);
        foreach (var type in catalogue.Types.Where(type => type.Role is not (NodeRole.Placeholder or NodeRole.Note)))
        {
            var ports = type.Ports.Count > 0 ? $" Ports: {string.Join(", ", type.Ports)}." : "";
            text.Append($"\n{type.Name}: {type.Summary}{ports} Example data: {type.Examples[0].Data}");
        }
        return text.ToString();
    }

    DescriptionOutcome Read(ModelAnswer answer, CancellationToken cancellation)
    {
        JsonElement[] values = Json.TryParse(answer.Text) is { } whole ? [whole] : [.. TolerantJson.FindIn(answer.Text).Take(MostValues)];
        if (values.Length == 0)
            return Bad(answer.Finish == "length" ? "it was cut off before its JSON was complete" : "it is not JSON");
        var rules = JsonSchema.Read(Schema).Schema!;
        var faults = values.Select(value => rules.FindFaults(value, cancellation)).ToArray();
        var fitting = Array.FindIndex(faults, found => found.Count == 0);
        return fitting < 0 ? Bad(faults[0][0]) : Drafted(values[fitting]);
    }

    DescriptionOutcome Drafted(JsonElement drafted)
    {
        var nodes = drafted.GetProperty("nodes").EnumerateArray().ToArray();
        if (nodes.Select(node => node.GetProperty("type").GetString()!).FirstOrDefault(type => catalogue.Find(type) is null) is { } unknown)
            return Bad($"there is no node type “{Excerpt.Of(unknown)}”");
        var flow = new JsonObject
        {
            ["nodes"] = JsonSerializer.SerializeToNode(nodes, Json.Options),
            ["edges"] = new JsonArray([.. drafted.GetProperty("edges").EnumerateArray().Select((edge, index) => Edge(edge, index))]),
        };
        var content = new WorkflowContent(Text(drafted, "name"), Text(drafted, "description"), flow.ToJsonString(Json.Options));
        return Flow.Parse(content.Flow).Problems is [var problem, ..] ? Bad(problem.Message) : new DescriptionOutcome.Drafted(content);
    }

    static JsonObject Edge(JsonElement edge, int index)
    {
        var numbered = new JsonObject { ["id"] = $"e{index + 1}", ["source"] = Text(edge, "source"), ["target"] = Text(edge, "target") };
        if (edge.TryGetProperty("sourceHandle", out var port) && port.GetString() is { Length: > 0 } name)
            numbered["sourceHandle"] = name;
        return numbered;
    }

    static string Text(JsonElement value, string member) => value.GetProperty(member).GetString()!.Trim();

    DescriptionOutcome.Refused Bad(string why) => new($"The answer of the model {model.Name} is not a workflow: {why.TrimEnd('.')}. Try again, or describe it in other words.");
}
