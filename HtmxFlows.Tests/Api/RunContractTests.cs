using System.Text.Json;
using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Live;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Api;

/// <summary>State, events and streams of a run say the same in the same words.</summary>
public sealed class RunContractTests(App app)
{
    [Fact]
    public async Task Events_have_the_words_of_the_state_and_older_journals_are_read()
    {
        using var client = app.Visit();
        var run = await app.Start(await app.Make("Words", [App.Node("ask", "approve", new { text = "?", fields = new[] { new { name = "a", type = "number" }, new { name = "b", type = "multiline" } } })]));
        await Eventually.Equal("waiting", async () => (await client.Call($"GET /api/runs/{run}")).Json().Text("status"));

        var state = (await client.Call($"GET /api/runs/{run}")).Json().GetProperty("questions")[0].GetProperty("fields");
        var events = (await client.Call($"GET /api/runs/{run}/events")).Json();
        var asked = events.EnumerateArray().Single(next => next.Text("event") == "node-waiting");

        Assert.Equal(["number", "multiline"], state.EnumerateArray().Select(field => field.Text("type")));
        Assert.Equal(["number", "multiline"], asked.GetProperty("question").GetProperty("fields").EnumerateArray().Select(field => field.Text("type")));
        var older = JsonSerializer.Deserialize(asked.GetRawText().Replace("\"number\"", "\"Number\"", StringComparison.Ordinal).Replace("\"multiline\"", "\"Multiline\"", StringComparison.Ordinal), RunEventJson.Default.RunEvent);
        Assert.Equal([FlowInputType.Number, FlowInputType.Multiline], Assert.IsType<NodeWaiting>(older).Question!.Fields.Select(field => field.Type));
    }

    [Fact]
    public async Task The_state_of_a_run_names_the_runs_that_each_node_has_called_while_it_waits_and_after()
    {
        using var client = app.Visit();
        var part = await app.Make("Named part", [App.Template("x", "{{prompt}}")]);
        var run = await app.RunToEnd(await app.Make("Names its parts", [App.Node("each", "for-each", new { items = new[] { 1, 2 }, workflow = "Named part" }), App.Template("end", "x")], "each→end"));

        var nodes = (await client.Call($"GET /api/runs/{run}")).Json().GetProperty("nodes");

        Assert.Equal(app.Get<RunStore>().List(part, null, 0, 9).Select(line => line.Id).Order(), nodes[0].GetProperty("runs").EnumerateArray().Select(id => id.GetGuid()).Order());
        Assert.Equal(0, nodes[1].GetProperty("runs").GetArrayLength());
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/x-ndjson")]
    public async Task A_stream_of_JSON_says_how_far_nodes_have_come(string form)
    {
        using var client = app.Visit();
        await app.Make($"Slow part {form}", [App.Node("pause", "wait", new { seconds = "{{prompt}}" })]);
        var run = await app.Start(await app.Make("Tells progress", [App.Node("each", "for-each", new { items = new[] { 0, 0, 31536000 }, workflow = $"Slow part {form}", together = 3 })]));
        using var viewer = await RawViewer.Connect(app.Address, $"GET /api/runs/{run}/events HTTP/1.1", $"Accept: {form}");

        Assert.Contains("\"event\":\"node-progress\"", await viewer.ReadTo("\"nodeId\":\"each\",\"done\":2,\"total\":3"), StringComparison.Ordinal);
        await app.Get<RunSupervisor>().Cancel(run);
    }

    [Fact]
    public void What_a_model_has_said_comes_in_pieces_that_replace_what_has_changed()
    {
        static string Piece(string? before, string now)
        {
            var document = HtmxFlows.Api.NodeProgressDocument.Of(new("n", new(0, 0, now), before is null ? null : new(0, 0, before)));
            return $"{document.From}:{document.Text}";
        }

        Assert.Equal("0:Once", Piece(null, "Once"));
        Assert.Equal("4: upon", Piece("Once", "Once upon"));
        Assert.Equal("3:•••KEY•••", Piece("My swordf", "My •••KEY•••"));
        Assert.Equal("1:\U0001F600", Piece("a\U0001F601", "a\U0001F600"));
    }
}
