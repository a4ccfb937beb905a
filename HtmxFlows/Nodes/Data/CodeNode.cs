using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Scripts;

namespace HtmxFlows.Nodes;

/// <summary>Runs JavaScript over the run's data, in a process of its own that can reach nothing else.</summary>
public sealed partial class CodeNode(ScriptWorkers workers) : NodeType<CodeNode.Configuration>
{
    public sealed record Configuration
    {
        ScriptSyntax? syntax;

        [Display(Name = "Script", Description = "JavaScript that ends with return. It sees input, prompt, run, and earlier nodes as nodes.ID, e.g. nodes.fetch.body. console.log writes to the log of the node. Secrets, requests, files and timers are not available."), Required, DataType("javascript")]
        public string Script { get; init; } = "";

        internal ScriptSyntax Syntax => syntax ??= ScriptSyntax.Parse(Script);
    }

    public override string Name => "code";
    public override string Title => "Code";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Runs JavaScript over the run's data, and outputs what the script returns.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Function", "JavaScript", "script", "program", "debug"];
    public override IReadOnlyList<NodeExample> Examples => CodeExamples.All;
    public override Execution Execution => Execution.Background;

    public override IEnumerable<(string Field, IReadOnlyList<string> Path)> DataPaths(object configuration) =>
        ((Configuration)configuration).Syntax.Paths.Select(path => ("script", path));

    public override string Rename(string field, string text, JsonObject data, IReadOnlyDictionary<string, string> names) =>
        field == "script" ? ScriptSyntax.Rename(text, names) : text;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration.Syntax.Problem is { } problem)
            yield return new("script", problem.Sentence);
        else if (configuration.Syntax.Globals.Contains(TemplateScope.Secrets))
            yield return new("script", "Secrets are not available in scripts, because results are stored. Use {{secrets.NAME}} in the field that sends it.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        try
        {
            var (output, problem, log) = workers.Run(new(configuration.Script, Values(configuration.Syntax, context.Data), context.Limits.OutputBytes), cancellation);
            return new(problem is null
                ? new NodeOutcome.Completed(output!.Value) { Log = Kept(log) }
                : new NodeOutcome.Failed($"{problem}{Advice(problem.Message, context.Data)}") { Log = Kept(log) });
        }
        catch (ScriptWorkerException error)
        {
            throw new NodeException(error.Message, error);
        }
    }

    static IReadOnlyList<string>? Kept(IReadOnlyList<string> log) => log.Count > 0 ? log : null;

    /// <summary>The data that the script mentions.</summary>
    static Dictionary<string, JsonElement> Values(ScriptSyntax syntax, INodeData data)
    {
        Dictionary<string, JsonElement> values = [];
        foreach (var name in ScriptSyntax.DataNames.Where(syntax.Names.Contains))
        {
            if ((name == "nodes" && syntax.NodesUsed is { } ids ? Only(ids, data) : data.Find(name)) is { } value)
                values[name] = value;
        }
        return values;
    }

    static JsonElement Only(IEnumerable<string> ids, INodeData data) =>
        data.Find("nodes") is not { ValueKind: JsonValueKind.Object } nodes ? Json.EmptyObject
        : Json.From(ids.Where(id => nodes.TryGetProperty(id, out _)).ToDictionary(id => id, id => nodes.GetProperty(id)));

    /// <summary>Where a name is found that was written as in a template, or in a node that runs for each item.</summary>
    static string Advice(string message, INodeData data) => Undefined().Match(message).Groups["name"].Value switch
    {
        "" => "",
        var name when Each.Names.Contains(name) => $". `{name}` has a value in a node that runs for each item of a list: set `each` in the settings of the node.",
        var name when data.Names.Contains(name) => $". The output of an earlier node is in `nodes`: write nodes.{name}.",
        _ => "",
    };

    [GeneratedRegex(@"^ReferenceError: (?<name>\S+) is not defined\z")]
    private static partial Regex Undefined();
}
