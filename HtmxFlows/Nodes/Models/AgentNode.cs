using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Outbound;
using OpenAI.Chat;

namespace HtmxFlows.Nodes;

/// <summary>A chat model that may have other workflows run, as its tools, until it has an answer.</summary>
/// <remarks>Between its steps it is nothing but what it remembers, which is journaled with each run that it calls: after a crash it resumes from there.</remarks>
public sealed class AgentNode(ChatModel chat, OutboundCredentials outbound) : NodeType<AgentNode.Configuration>
{
    public sealed record Tool
    {
        [WorkflowName, Display(Name = "Workflow", Description = "The name or id of a workflow. The model fills in its inputs."), Required]
        public string Workflow { get; init; } = "";

        [Display(Name = "Name", Description = "The tool's name for the model: letters, digits, _ and -. Default: derived from the workflow's name.")]
        public string Name { get; init; } = "";

        [Display(Name = "Description", Description = "When the model should use the tool. Default: the workflow's description."), DataType(DataType.MultilineText)]
        public string Description { get; init; } = "";

        /// <summary>What the model calls it.</summary>
        internal string Called => ToolSchema.NameOf(Name.Length > 0 ? Name : Workflow);
    }

    public sealed record Configuration
    {
        [Display(Name = "Prompt", Description = "The task of the agent."), Required, DataType(DataType.MultilineText)]
        public Template Prompt { get; init; } = new("{{prompt}}");

        [Display(Name = "System", Description = "Instructions: the agent's role and way of working."), DataType(DataType.MultilineText)]
        public Template? System { get; init; }

        [Display(Name = "Tools", ShortName = "tool", Description = "The workflows that the agent may run. Tools called together run in parallel.")]
        public IReadOnlyList<Tool> Tools { get; init; } = [];

        [Display(Name = "Tool servers", ShortName = "server", Description = "Servers of the Model Context Protocol whose tools the agent may call.")]
        public IReadOnlyList<ToolServer> Servers { get; init; } = [];

        [Display(GroupName = "Model and limits", Name = "Model", Description = "The model's name. Default: the model of the server's settings.")]
        public Template? Model { get; init; }

        [CredentialName(CredentialUse.Model), Display(GroupName = "Model and limits", Name = "Credential", Description = "The key of the model's server. Default: the secret MODEL_KEY of the server's settings.")]
        public string Credential { get; init; } = "";

        [Display(GroupName = "Model and limits", Name = "Temperature", Description = "Randomness (temperature). Default: the model's."), Range(0.0, 2.0)]
        public double? Temperature { get; init; }

        [Display(GroupName = "Model and limits", Name = "Maximum steps", Description = "The limit of tool calls."), Range(1, 100)]
        public int MaximumSteps { get; init; } = 10;

        [Display(GroupName = "Model and limits", Name = "Maximum tokens", Description = "The token limit for all questions and answers together."), Range(1, 10_000_000)]
        public int MaximumTokens { get; init; } = 100_000;

        [Display(GroupName = "Model and limits", Name = "Earlier turns", Description = "Include earlier turns of the conversation.")]
        public bool EarlierTurns { get; init; }
    }

    /// <summary>All that the agent knows between two steps.</summary>
    /// <param name="Pending">The tools that are run now, or are to be.</param>
    /// <param name="Refusals">Why a pending call leads to nothing, in their order; null at each that is run. Written by earlier versions.</param>
    /// <param name="Known">What became of a pending call that is no run, in their order; null at each that is run.</param>
    sealed record Memory(IReadOnlyList<ModelMessage> Messages, IReadOnlyList<ToolStep> Steps, IReadOnlyList<ToolCall> Pending, int Input, int Output, IReadOnlyList<string?>? Refusals = null, CallResult?[]? Known = null)
    {
        CallResult? First => Known?[0] ?? (Refusals?[0] is { } refusal ? new(null, refusal) : null);

        public Memory Say(ModelMessage message) => this with { Messages = [.. Messages, message] };

        /// <summary>Takes what came of the pending calls, in their order. What was journaled when they were run one at a time has the result of the first alone.</summary>
        public Memory Take(IReadOnlyList<CallResult> results)
        {
            var (memory, left) = (this, new Queue<CallResult>(results));
            while (memory.Pending.Count > 0 && (memory.First is not null || left.Count > 0))
                memory = memory.Take(memory.First ?? left.Dequeue());
            return memory;
        }

        Memory Take(CallResult end) => Say(new("tool", end.Error is null ? Json.AsText(end.Output!.Value) : $"This failed: {end.Error}", Answers: Pending[0].Id)) with
        {
            Steps = [.. Steps, new(Pending[0].Name, ToolStep.Arguments(Pending[0]) ?? Json.EmptyObject, end.Output, end.Error, end.Run)],
            Pending = [.. Pending.Skip(1)],
            Refusals = Refusals is null ? null : [.. Refusals.Skip(1)],
            Known = Known is null ? null : [.. Known.Skip(1)],
        };
    }

    const int MostTogether = 5;

    public override string Name => "agent";
    public override string Title => "Agent";
    public override NodeCategory Category => NodeCategory.Models;
    public override bool Waits => true;
    public override string Summary => "A chat model that runs other workflows and calls tool servers (MCP) as tools until it has an answer. Output: {text, model, finish, usage, steps}.";
    public override IReadOnlyList<string> Synonyms { get; } = ["AI Agent", "tools", "LLM", "assistant", "chatbot"];
    public override string Describe(WrittenConfiguration written) => written.List("tools", "workflow") is { Length: > 0 } tools ? $"with {tools}" : written.Text("prompt");

    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Orchestrator with two tools", """{"system": "Answer by what the tools say.", "prompt": "{{prompt}}", "tools": [{"workflow": "Two readers", "description": "Counts the letters of a text."}, {"workflow": "Look it up"}], "maximumSteps": 5}"""),
    ];

    public override Execution Execution => Execution.External;

    /// <remarks>Servers of tools have addresses of their own.</remarks>
    public override (string Field, Uri Url)? Destination(object configuration, string field) => field.Contains('[', StringComparison.Ordinal) ? null : ("credential", chat.Address);

    public override IEnumerable<(string Field, string Workflow)> CalledWorkflows(object configuration) =>
        ((Configuration)configuration).Tools.Index().Select(tool => ($"tools[{tool.Index}].workflow", tool.Item.Workflow));

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration is { Tools.Count: 0, Servers.Count: 0 })
            yield return new("tools", "The agent has no tools. Add a workflow, or a tool server.");
        foreach (var (index, tool) in configuration.Tools.Index().Where(tool => tool.Item.Name.Length > 0 && !ToolSchema.IsName(tool.Item.Name)))
            yield return new($"tools[{index}].name", $"“{tool.Name}” is not a valid tool name. Use up to {ToolSchema.LongestName} letters, digits, _ and -.");
        foreach (var twice in FieldProblem.Twice("tools", configuration.Tools.Select(tool => tool.Called)))
            yield return twice;
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var messages = ModelMessage.Begin(configuration.System, configuration.Prompt, configuration.EarlierTurns, context, cancellation);
        return Continue(configuration, context, new(messages, [], [], 0, 0), cancellation);
    }

    protected override ValueTask<NodeOutcome> Resume(Configuration configuration, NodeContext context, ChildRunResults results, CancellationToken cancellation)
    {
        var memory = results.Memory!.Value.Deserialize<Memory>(Json.Options)!;
        return Continue(configuration, context, memory.Take(results.Runs), cancellation);
    }

    /// <summary>Has tools run, or asks the model, until there is a run to wait for or an answer.</summary>
    async ValueTask<NodeOutcome> Continue(Configuration configuration, NodeContext context, Memory memory, CancellationToken cancellation)
    {
        await using var servers = new ToolServers(outbound, configuration.Servers, context, cancellation);
        // Looked up once, and only if it is needed.
        ChatCompletionOptions? settings = null;
        while (true)
        {
            if (memory.Pending.Count > 0)
            {
                if (memory.Steps.Count + memory.Pending.Count > configuration.MaximumSteps)
                    return new NodeOutcome.Failed($"The agent has run tools {memory.Steps.Count} times and wants {memory.Pending.Count} more; the limit is {configuration.MaximumSteps}. Raise Maximum steps, or simplify the task.");
                CallRequest?[] wished = [.. memory.Pending.Select(call => Request(configuration, context, call))];
                memory = memory with { Refusals = null, Known = await Task.WhenAll(wished.Zip(memory.Pending, async (wish, call) => wish is null ? await Answer(configuration, servers, call) : null)) };
                if (wished.OfType<CallRequest>().ToArray() is [{ } first, ..] runs)
                    return new NodeOutcome.AwaitRuns(first.Workflow!, runs, MostTogether, StopsAtFailure: false, Json.From(memory));
                memory = memory.Take([]);
            }
            var credential = context.Credential(configuration.Credential, CredentialUse.Model);
            var model = chat.NameOf(configuration.Model, context, cancellation);
            var answer = await chat.Ask(model, credential, memory.Messages, settings ??= Settings(configuration, context, await servers.List()), context, cancellation);
            memory = memory.Say(new("assistant", answer.Text, answer.Calls)) with { Pending = answer.Calls, Input = memory.Input + answer.Input, Output = memory.Output + answer.Output };
            if (answer.Calls.Count == 0)
                return Completed(answer, memory);
            if (memory.Input + memory.Output > configuration.MaximumTokens)
                return new NodeOutcome.Failed($"The agent has used {memory.Input + memory.Output} tokens without an answer; the limit is {configuration.MaximumTokens}. Raise Maximum tokens, or simplify the task.");
        }
    }

    /// <summary>The run that a call asks for; null if there can be none.</summary>
    static CallRequest? Request(Configuration configuration, NodeContext context, ToolCall call)
    {
        if (configuration.Tools.FirstOrDefault(tool => tool.Called == call.Name) is not { } tool || ToolStep.Arguments(call) is not { } arguments || context.FindWorkflow(tool.Workflow) is not { } workflow)
            return null;
        var (prompt, input) = ToolSchema.Read(workflow.Inputs, arguments);
        return new(prompt, input) { Workflow = tool.Workflow };
    }

    /// <summary>What a call that is no run leads to: what a tool server returns, or why it leads to nothing.</summary>
    static async Task<CallResult?> Answer(Configuration configuration, ToolServers servers, ToolCall call)
    {
        var tools = configuration.Servers.Count == 0 ? new Dictionary<string, ModelContextProtocol.Client.McpClientTool>() : await servers.List();
        return tools.TryGetValue(call.Name, out var tool) && configuration.Tools.All(own => own.Called != call.Name) && ToolStep.Arguments(call) is { } arguments
            ? await servers.Call(tool, arguments) : new(null, Refusal(configuration, call, tools.Keys));
    }

    /// <summary>Tells the model why its call led to nothing.</summary>
    static string Refusal(Configuration configuration, ToolCall call, IEnumerable<string> others) =>
        configuration.Tools.FirstOrDefault(tool => tool.Called == call.Name) is not { } tool
            ? others.Contains(call.Name) ? "The arguments are not a JSON object." : $"No tool is called {call.Name}. The tools are {string.Join(", ", configuration.Tools.Select(known => known.Called).Concat(others))}."
            : ToolStep.Arguments(call) is null ? "The arguments are not a JSON object."
            : $"No published workflow is called “{tool.Workflow}”.";

    static ChatCompletionOptions Settings(Configuration configuration, NodeContext context, IReadOnlyDictionary<string, ModelContextProtocol.Client.McpClientTool> others)
    {
        var settings = new ChatCompletionOptions { Temperature = (float?)configuration.Temperature };
        foreach (var tool in configuration.Tools)
        {
            var workflow = context.FindWorkflow(tool.Workflow) ?? throw new NodeException($"The tool “{tool.Workflow}” is not exactly one published workflow. Use the name or id of one.");
            settings.Tools.Add(ChatTool.CreateFunctionTool(tool.Called, tool.Description.Length > 0 ? tool.Description : $"{workflow.Name}. {workflow.Description}".Trim(), BinaryData.FromString(ToolSchema.Of(workflow.Inputs).ToJsonString())));
        }
        foreach (var (name, tool) in others.Where(other => configuration.Tools.All(own => own.Called != other.Key)))
            settings.Tools.Add(ChatTool.CreateFunctionTool(name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        return settings;
    }

    static NodeOutcome.Completed Completed(ModelAnswer answer, Memory memory) => new(
        Json.From(new { text = answer.Text, model = answer.Model, finish = answer.Finish, usage = new { input = memory.Input, output = memory.Output }, steps = memory.Steps }), Format: OutputFormat.Answer);
}
