using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Rules;

namespace HtmxFlows.Tests.Runs;

/// <summary>The states are drawn once, in docs/architecture.md; the schema and the code have the same.</summary>
public sealed partial class StateMachineTests
{
    static readonly string[] Ids = ["a", "b"];
    static readonly DateTimeOffset Now = new(2030, 1, 31, 9, 0, 0, TimeSpan.Zero);

    /// <summary>One event of every kind, and one more where its content changes the state differently, for each node if it is about one.</summary>
    static readonly RunEvent[] Entries =
    [
        new WorkflowStarted(Guid.Empty, 1, Guid.Empty, RunTrigger.Api, ""), new WorkflowStarted(Guid.Empty, 1, Guid.Empty, RunTrigger.Api, "", Queued: true),
        new WorkflowResumed(), new WorkflowCompleted(Json.Null), new WorkflowFailed("No"), new WorkflowCancelled(),
        .. Ids.SelectMany(IEnumerable<RunEvent> (id) =>
        [
            new NodeStarted(id, 1), new NodeRetrying(id, 1, "No", Now), new NodeWaiting(id, Now, Json.Null), new NodeItemCompleted(id, 0, 1, Json.Null),
            new NodeCompleted(id, Json.Null), new NodeFailed(id, "No"), new NodeSkipped(id),
            new NodeCompleted(id, Json.Null) { Reused = true }, new NodeFailed(id, "No") { Reused = true }, new NodeSkipped(id) { Reused = true },
        ]),
    ];

    readonly string[] drawings = [.. Drawing().Matches(File.ReadAllText(Path.Combine(Source.Root, "docs", "architecture.md"))).Select(match => match.Value)];

    [Fact]
    public void The_drawing_of_a_run_is_what_the_code_does() =>
        Assert.Equal(Arrows(drawings[0]), Explore((before, after, _) => before.Status == after.Status ? [] : [(before.Status.ToString(), after.Status.ToString())]));

    [Fact]
    public void The_drawing_of_a_node_is_what_the_code_does() =>
        Assert.Equal(Arrows(drawings[1]), Explore((before, after, next) => Ids
            .Where(id => before.Node(id).Status != after.Node(id).Status || (next as NodeEvent)?.NodeId == id)
            .Select(id => (before.Node(id).Status.ToString(), after.Node(id).Status.ToString()))));

    [Fact]
    public void Every_state_is_drawn()
    {
        Assert.Equal(Enum.GetNames<RunStatus>().Select(Word).Order(), States(drawings[0]));
        Assert.Equal(Enum.GetNames<NodeStatus>().Select(Word).Order(), States(drawings[1]));
    }

    [Fact]
    public void The_schema_allows_the_states_and_entries_that_the_code_knows()
    {
        var schema = File.ReadAllText(Path.Combine(Source.Root, "schema.sql"));
        var runs = schema[schema.IndexOf("TABLE IF NOT EXISTS runs ", StringComparison.Ordinal)..];
        Assert.Equal(States(drawings[0]), Allowed(runs, "status").Order());
        Assert.Equal(Names.Order(), Allowed(runs, "event").Order());
        Assert.Equal(Names.Order(), Entries.Select(entry => entry.Name).Distinct().Order());
    }

    static IEnumerable<string> Names => typeof(RunEvent).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false)
        .Select(derived => (string)((JsonDerivedTypeAttribute)derived).TypeDiscriminator!);

    /// <summary>Applies every event in every state that a run of two nodes can reach, and collects the changes: <c>from --> to: events</c>.</summary>
    static IEnumerable<string> Explore(Func<RunState, RunState, RunEvent, IEnumerable<(string From, string To)>> changes)
    {
        HashSet<(string, string, string)> found = [];
        var seen = new HashSet<string>();
        var queue = new Queue<RunState>([new(Guid.Empty)]);
        while (queue.TryDequeue(out var before))
        {
            foreach (var next in Entries.Select(entry => entry with { Seq = before.LastSeq + 1, At = Now }))
            {
                if (Apply(before, next) is not { } after)
                    continue;
                found.UnionWith(changes(before, after, next).Select(change => (Word(change.From), Word(change.To), next.Name)));
                if (seen.Add($"{after.Status} {string.Join(' ', Ids.Select(id => after.Node(id).Status))}"))
                    queue.Enqueue(after);
            }
        }
        return found.GroupBy(arrow => (arrow.Item1, arrow.Item2), arrow => arrow.Item3)
            .Select(arrow => $"{arrow.Key.Item1} --> {arrow.Key.Item2}: {string.Join(", ", arrow.Order())}").Order();
    }

    static RunState? Apply(RunState run, RunEvent next)
    {
        try
        {
            return run.Apply(next);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    static IEnumerable<string> Arrows(string drawing) => Arrow().Matches(drawing)
        .Select(match => $"{match.Groups["from"]} --> {match.Groups["to"]}: {string.Join(", ", match.Groups["entries"].Value.Split(", ").Order())}").Order();

    static IEnumerable<string> States(string drawing) => Arrow().Matches(drawing).SelectMany(match => new[] { match.Groups["from"].Value, match.Groups["to"].Value }).Distinct().Order();

    static string[] Allowed(string schema, string column) =>
        [.. Quoted().Matches(Regex.Match(schema, $@"CHECK \({column} IN \(([^)]*)\)").Groups[1].Value).Select(match => match.Groups[1].Value)];

    static string Word(string name) => name.ToLowerInvariant();

    [GeneratedRegex("```mermaid\nstateDiagram-v2\n.*?```", RegexOptions.Singleline)]
    private static partial Regex Drawing();

    [GeneratedRegex(@"^ *(?<from>\w+) --> (?<to>\w+): (?<entries>[\w, -]+)$", RegexOptions.Multiline)]
    private static partial Regex Arrow();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
