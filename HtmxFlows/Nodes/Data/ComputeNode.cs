using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Sql;

namespace HtmxFlows.Nodes;

/// <summary>Computes with one SELECT over the run's data, in a closed SQLite.</summary>
public sealed class ComputeNode(SqlSandbox sandbox) : NodeType<ComputeNode.Configuration>
{
    public sealed record Configuration
    {
        [Display(Name = "SQL", Description = "One SQLite SELECT over :prompt, :input, :nodes and earlier nodes by id, e.g. :fetch. true is 1 and false is 0; a value read with -> stays as it is. Secrets are not available."), Required, DataType("sql")]
        public string Sql { get; init; } = "";
    }

    public override string Name => "compute";
    public override string Title => "Compute";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Computes with one SQL SELECT over the run's data. One row returns an object, several rows a list, one unnamed column the value itself.";
    public override IReadOnlyList<string> Synonyms { get; } = ["SQL", "query", "calculate", "Function item"];
    public override IReadOnlyList<NodeExample> Examples => ComputeExamples.All;
    public override Execution Execution => Execution.Background;

    public override IEnumerable<(string Field, string Name)> References(object configuration) =>
        SqlSandbox.Parameters(((Configuration)configuration).Sql).Select(name => ("sql", name));

    public override IEnumerable<(string Field, IReadOnlyList<string> Path)> DataPaths(object configuration) =>
        SqlDataPaths.Of(((Configuration)configuration).Sql).Select(path => ("sql", path));

    public override string Rename(string field, string text, JsonObject data, IReadOnlyDictionary<string, string> names) =>
        field == "sql" ? SqlTokens.Rename(SqlDataPaths.Rename(text, path => PathNames.Follow(path, names)), names) : text;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (sandbox.Check(configuration.Sql) is { } problem)
            yield return new("sql", problem.Sentence);
        if (SqlSandbox.Parameters(configuration.Sql).Contains(TemplateScope.Secrets))
            yield return new("sql", "Secrets are not available in SQL, because results are stored. Use {{secrets.NAME}} in the field that sends it.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        // The node's own time-out comes by the token; the sandbox's limit would only be a second one.
        var limits = new SqlLimits { Time = TimeSpan.FromDays(1), ResultBytes = context.Limits.OutputBytes };
        try
        {
            JsonElement result = sandbox.Query(configuration.Sql, context.Data.Find, limits, context.Data.Names, cancellation);
            return new(new NodeOutcome.Completed(result));
        }
        catch (SqlSandboxException error)
        {
            throw new NodeException(error.Problem.Sentence, error);
        }
    }
}
