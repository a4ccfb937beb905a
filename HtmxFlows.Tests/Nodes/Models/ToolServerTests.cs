using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Api;
using HtmxFlows.Credentials;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Credentials;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Nodes;

/// <summary>An agent that calls the tools of a server of the Model Context Protocol: here, this app's own.</summary>
public sealed class ToolServerTests
{
    [Fact]
    public async Task An_agent_calls_the_tools_of_a_server_and_continues_with_their_results()
    {
        await using var model = await ModelPeer.Working(new[] { ("Add_one", """{"number": 41}"""), ("nothing", "{}") }, "It is 42.");
        await using var app = new App("Production", ("HtmxFlows:Model:Address", model.Address));
        var server = await Serve(app);

        var run = await Ask(app, new { url = $"{app.Address}mcp/{server}" });

        Assert.Equal(RunStatus.Completed, run.Status);
        var tools = model.Asked[0].GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("function").GetProperty("name").GetString());
        Assert.Equal(["Add_one", "get_run"], tools);
        var steps = run.Result!.Value.GetProperty("steps");
        Assert.Contains("42", steps[0].GetProperty("result").GetProperty("result").GetRawText(), StringComparison.Ordinal);
        Assert.StartsWith("No tool is called nothing. The tools are Add_one, get_run.", steps[1].GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("tool", model.Asked[1].GetProperty("messages").EnumerateArray().Last().GetProperty("role").GetString());
    }

    [Fact]
    public async Task Only_the_named_tools_are_offered_and_one_that_is_missing_is_said()
    {
        await using var model = await ModelPeer.Working("Nothing to do.");
        await using var app = new App("Production", ("HtmxFlows:Model:Address", model.Address));
        var server = await Serve(app);

        Assert.Equal(RunStatus.Completed, (await Ask(app, new { url = $"{app.Address}mcp/{server}", only = "Add_one" })).Status);
        Assert.Equal("Add_one", Assert.Single(model.Asked[0].GetProperty("tools").EnumerateArray()).GetProperty("function").GetProperty("name").GetString());
        var failed = await Ask(app, new { url = $"{app.Address}mcp/{server}", only = "Subtract" });
        Assert.Contains("has no tool Subtract. It has Add_one, get_run.", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_goes_to_the_hosts_that_it_is_bound_to_and_to_no_other()
    {
        await using var model = await ModelPeer.Working("Nothing to do.");
        await using var team = new Team(new App("Production", ("HtmxFlows:Model:Address", model.Address)));
        await team.InitializeAsync();
        var server = await Serve(team.App);
        var token = Assert.IsType<TokenOutcome.Made>(await team.App.Get<ApiTokens>().Make(team.User(Role.Runner), "agent", ["mcp"], 1, Actor.CommandLine)).Secret;
        var store = team.App.Get<CredentialStore>();
        await store.Add(Samples.Details("TOOLS", "bearer", "127.0.0.1", "token", token), Actor.CommandLine);
        await store.Add(Samples.Details("OTHER", "bearer", "tools.example.com", "token", token), Actor.CommandLine);

        var bound = await Ask(team.App, new { url = $"{team.App.Address}mcp/{server}", credential = "TOOLS" });
        var unbound = await Ask(team.App, new { url = $"{team.App.Address}mcp/{server}", credential = "OTHER" });
        var without = await Ask(team.App, new { url = $"{team.App.Address}mcp/{server}" });

        Assert.Equal(RunStatus.Completed, bound.Status);
        Assert.Contains("“OTHER” is bound to tools.example.com and is not sent to 127.0.0.1", unbound.Error, StringComparison.Ordinal);
        Assert.Contains("401", without.Error, StringComparison.Ordinal);
        Assert.All([bound, unbound, without], run => Assert.DoesNotContain(token, JsonSerializer.Serialize(team.App.Get<RunReader>().EventsAfter(run.Id, 0).Select(next => $"{next}")), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/mcp", "Connection refused")]
    [InlineData("tools", "is no address of a tool server")]
    [InlineData("http://169.254.169.254/mcp", "169.254.169.254")]
    public async Task A_server_that_cannot_be_used_fails_the_node_with_a_sentence(string url, string sentence)
    {
        await using var model = await ModelPeer.Working("Nothing to do.");
        await using var app = new App("Production", ("HtmxFlows:Model:Address", model.Address));

        Assert.Contains(sentence, (await Ask(app, new { url })).Error, StringComparison.Ordinal);
    }

    static async Task<string> Serve(App app)
    {
        var workflow = await app.MakeAsking("Add one", """[{"name": "number", "type": "number", "required": true}]""", [App.Node("add", "compute", new { sql = "SELECT (:run ->> '$.input.number') + 1 AS sum" })]);
        Assert.IsType<McpServerOutcome.Saved>(await app.Get<McpServers>().Save(new("tools", "", [workflow]), isNew: true, Actor.CommandLine));
        return "tools";
    }

    static async Task<RunState> Ask(App app, object server)
    {
        var run = await app.RunToEnd(await app.Make($"Agent {Guid.NewGuid()}", [App.Node("agent", "agent", new { prompt = "What is 41 + 1?", servers = new[] { server } })]));
        return app.Get<RunReader>().State(run)!.Run;
    }
}
