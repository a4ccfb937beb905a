using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Runs;
using HtmxFlows.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace HtmxFlows.Tests.Runs;

/// <summary>Which files a run may open, and how long they are there.</summary>
public sealed class RunFilesTests : FlowTests
{
    const string Make = """w file {"operation": "write", "value": "{{prompt}}"}""";

    const string NotHeld = "is not available in this run. A run opens only files that it made, or received from its inputs, its child runs or the store.";

    [Fact]
    public async Task An_id_that_is_pasted_opens_nothing()
    {
        var foreign = (await Engine.Run(Make, "secret")).Result!.Value.GetRawText();
        Assert.Contains(NotHeld, await Failure("""
            p json {"operation": "parse", "value": "{{prompt}}"}
            r file {"operation": "read"}
            p -> r
            """, foreign), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_is_pasted_into_the_store_or_a_child_run_opens_nothing_either()
    {
        var foreign = (await Engine.Run(Make, "secret")).Result!.Value.GetRawText();
        await SaveAsking("Reader", "f", """r file {"operation": "read", "value": "{{run.input.f}}"}""");
        Assert.Contains(NotHeld, await Failure("""
            p json {"operation": "parse", "value": "{{prompt}}"}
            s store {"operation": "put", "collection": "c", "key": "k", "value": "{{p}}"}
            g store {"operation": "get", "collection": "c", "key": "k"}
            r file {"operation": "read", "value": "{{g}}"}
            p -> s -> g -> r
            """, foreign), StringComparison.Ordinal);
        Assert.Contains(NotHeld, await Failure("""
            p json {"operation": "parse", "value": "{{prompt}}"}
            g store {"operation": "get", "collection": "c", "key": "nothing", "default": "{{p}}"}
            r file {"operation": "read", "value": "{{g}}"}
            p -> g -> r
            """, foreign), StringComparison.Ordinal);
        Assert.Contains(NotHeld, await Failure("""
            p json {"operation": "parse", "value": "{{prompt}}"}
            c workflow {"workflow": "Reader", "input": [{"name": "f", "value": "{{p}}"}]}
            p -> c
            """, foreign), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_run_receives_the_files_of_its_input_and_the_parent_those_of_the_result()
    {
        await SaveAsking("Child", "f", """
            r file {"operation": "read", "value": "{{run.input.f}}"}
            w file {"operation": "write", "value": "{{r}} and more"}
            r -> w
            """);
        Assert.Equal("\"text and more\"", await Result("""
            w file {"operation": "write", "value": "{{prompt}}"}
            c workflow {"workflow": "Child", "input": [{"name": "f", "value": "{{w}}"}]}
            r file {"operation": "read", "value": "{{c}}"}
            w -> c -> r
            """, "text"));
    }

    [Fact]
    public async Task A_stored_file_outlives_its_run_and_other_runs_receive_it()
    {
        var run = await Engine.Run($$$"""
            {{{Make}}}
            s store {"operation": "append", "collection": "c", "key": "k", "value": "{{w}}"}
            w -> s
            """, "kept");
        await Remove(run.Workflow);
        Assert.Equal("\"kept\"", await Result("""
            g store {"operation": "get", "collection": "c", "key": "k"}
            r file {"operation": "read", "value": "{{g.[0]}}"}
            g -> r
            """));
        Assert.Equal("\"kept\"", await Result("""
            g store {"operation": "list", "collection": "c", "key": "k"}
            r file {"operation": "read", "value": "{{g.[0].value.[0]}}"}
            g -> r
            """));
        Assert.True(await new StoreEntries(Engine.Database, Engine.Time).Delete("c", "k", new StoreEntries(Engine.Database, Engine.Time).Find("c", "k")!.UpdatedAt, HtmxFlows.Accounts.Actor.System));
        foreach (var line in Engine.Workflows.Search("", 0, 9))
            await Remove(line.Id);
        Assert.Empty(Contents);
    }

    [Fact]
    public async Task Remembered_files_can_be_read_by_the_next_run()
    {
        const string Flow = """
            w file {"operation": "write", "value": "{{prompt}}"}
            m remember {"find": "change", "name": "m", "value": "{{w}}"}
            r file {"operation": "read", "value": "{{default m.previous w}}"}
            w -> m -> r
            """;
        var workflow = await Engine.Save(Flow);
        await Engine.End(await Engine.BeginSaved(workflow, "first"));
        Assert.Equal("first", (await Engine.End(await Engine.BeginSaved(workflow, "second"))).Result!.Value.GetString());
    }

    [Fact]
    public async Task A_run_from_a_node_reads_the_files_of_the_earlier_run()
    {
        var run = await Engine.Run($$$"""
            {{{Make}}}
            r file {"operation": "read"}
            w -> r
            """, "again");
        var next = (await Engine.Runs.Start(new(run.Workflow, run.Prompt, RunTrigger.Retry, run.Thread, run.Version, Retry: new(run.Id, "r")))).Run();
        Assert.Equal(("again", true), ((await Engine.End(next)).Result!.Value.GetString(), Engine.Journal.Read(next).OfType<NodeCompleted>().First().Reused));
    }

    [Fact]
    public async Task A_node_makes_and_reads_a_file_for_each_item() =>
        Assert.Equal("""["A","B"]""", await Result("""
            w file {"operation": "write", "value": "{{item}}", "settings": {"each": {"items": ["A", "B"]}}}
            s store {"operation": "put", "collection": "each", "key": "{{index}}", "value": "{{item}}", "settings": {"each": {"items": "{{w}}"}}}
            g store {"operation": "get", "collection": "each", "key": "{{index}}", "settings": {"each": {"items": "{{s}}"}}}
            r file {"operation": "read", "value": "{{item}}", "settings": {"each": {"items": "{{g}}"}}}
            w -> s -> g -> r
            """));

    [Fact]
    public async Task A_run_that_was_interrupted_reads_what_it_made_before()
    {
        var run = await Engine.Begin($$$"""
            {{{Make}}}
            p wait {"seconds": "60"}
            r file {"operation": "read", "value": "{{w}}"}
            w -> p -> r
            """, "safe");
        await Engine.Until(run, state => state.Status == RunStatus.Waiting);
        await using var engine = await Engine.Restart();
        engine.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("safe", (await engine.End(run)).Result!.Value.GetString());
    }

    [Fact]
    public async Task Files_are_removed_with_the_workflow_of_their_run()
    {
        var run = await Engine.Run(Make, "x");
        Assert.Single(Contents);
        await Remove(run.Workflow);
        Assert.Empty(Contents);
    }

    string[] Contents => [.. Directory.EnumerateFiles(Path.Combine(Engine.Folder, FileSetup.Folder), "*", SearchOption.AllDirectories)];

    async Task SaveAsking(string name, string input, string flow) =>
        await Engine.Workflows.Create(new(name, "", $$"""{"inputs":[{"name":"{{input}}","type":"json"}],{{Workflows.Flows.Of(flow)[1..]}}"""));

    /// <summary>Deletes a workflow and removes the files that nothing refers to any more.</summary>
    async Task Remove(Guid workflow)
    {
        await Engine.Workflows.Delete(workflow);
        await Eventually.True(() => Engine.Database.Read(connection => Dapper.SqlMapper.ExecuteScalar<int>(connection, "SELECT count(*) FROM workflows WHERE id = @workflow", new { workflow }) == 0));
        Engine.Time.Advance(FileRemoval.Grace + TimeSpan.FromSeconds(1));
        await new FileRemoval(Engine.Files, Engine.Database, Engine.Time, new(Engine.Database, Engine.Time, NullLogger<BackgroundRemoval>.Instance)).Remove(TestContext.Current.CancellationToken);
    }
}
