using HtmxFlows.Runs;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Live;

/// <summary>A model that speaks, seen by those who watch its run.</summary>
public sealed class SayingTests
{
    [Fact]
    public async Task Tokens_are_shown_as_they_come_and_the_whole_answer_is_journaled()
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var peer = await ModelPeer.Start(async context =>
        {
            await ModelPeer.Babble(context.Response, "so <b>far ", heard.Task);
            await ModelPeer.Say(context.Response, ["**and no further**"]);
        });
        await using var app = Asking(peer);
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Speaker", [App.Node("say", "model", new { label = "The speaker", prompt = "{{prompt}}" })]), "Speak");
        using var response = await visitor.Stream(new(HttpMethod.Get, $"/runs/{run}/events"));
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        string saying;
        do
            saying = (await reader.Next(TestContext.Current.CancellationToken).Soon())!.Data;
        while (!saying.Contains("class=\"message saying\"", StringComparison.Ordinal));
        heard.SetResult();
        await app.End(run);

        Assert.Contains("The speaker", saying, StringComparison.Ordinal);
        Assert.Contains("so &lt;b&gt;far", saying, StringComparison.Ordinal);
        var page = await visitor.Open($"/runs/{run}");
        Assert.Equal("and no further", page.One("#log .result strong").TextContent);
        Assert.Equal("tiny-1 · 7 + 5 tokens", page.One("#log .result .cut").TextContent);
        Assert.Empty(page.All(".saying"));
        var completed = Assert.Single(app.Get<Journal>().Read(run).OfType<NodeCompleted>());
        Assert.EndsWith("**and no further**", completed.Output.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_turn_of_a_conversation_knows_what_was_said()
    {
        await using var peer = await ModelPeer.Saying(["Ada."], ["You did."]);
        await using var app = Asking(peer);
        var workflow = await app.Make("Remembers", [App.Node("say", "model", new { prompt = "{{prompt}}", earlierTurns = true })]);
        var first = await app.RunToEnd(workflow, "My name is Ada");
        await app.RunToEnd(workflow, "Who said so?", first);
        Assert.Equal(
            ["My name is Ada", "Ada.", "Who said so?"],
            peer.Asked[1].GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("content").GetString()));
    }

    static App Asking(ModelPeer peer) => new("Production", ("HtmxFlows:Model:Address", peer.Address), ("HtmxFlows:Model:Name", "tiny"), ("Outbound:AllowedNetworks", "127.0.0.0/8"));
}
