using System.Collections.Concurrent;
using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Nodes;

public sealed class ModelNodeTests
{
    const string Names = """{"prompt": "How far is the moon?", "input": 7}""";
    const string City = """{"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"], "additionalProperties": false}""";

    [Fact]
    public async Task It_gives_the_answer_with_its_facts()
    {
        await using var peer = await ModelPeer.Saying(["Far", " away", "."]);
        var done = await Complete(peer, """{"prompt": "{{prompt}}"}""");
        Assert.Equal("""{"text":"Far away.","model":"tiny-1","finish":"stop","usage":{"input":7,"output":5}}""", done.Output.GetRawText());
        Assert.Equal((null, OutputFormat.Answer), (done.Port, done.Format));
        Assert.Equal("/v1/chat/completions", Assert.Single(peer.Requests).Target);
    }

    [Fact]
    public async Task It_sends_what_the_configuration_says()
    {
        await using var peer = await ModelPeer.Saying(["ok"]);
        await Complete(peer, """{"prompt": "{{input}} times {{prompt}}", "system": "Be {{input}}", "model": "large", "temperature": 0.5, "maximumTokens": 20}""");
        var asked = Assert.Single(peer.Asked);
        Assert.Equal([("system", "Be 7"), ("user", "7 times How far is the moon?")], Messages(asked));
        Assert.Equal(("large", 0.5, 20, true), (asked.GetProperty("model").GetString(), asked.GetProperty("temperature").GetDouble(), asked.GetProperty("max_completion_tokens").GetInt32(), asked.GetProperty("stream").GetBoolean()));
        Assert.False(asked.TryGetProperty("response_format", out _));
    }

    [Fact]
    public async Task Without_a_name_it_asks_the_model_of_the_settings_and_shows_the_key_of_the_secrets()
    {
        await using var peer = await ModelPeer.Saying(["ok"]);
        await Complete(peer, """{"prompt": "?"}""", Context() with { Secrets = new([new("MODEL_KEY", "sk-secret")]) });
        await Complete(peer, """{"prompt": "?"}""");
        Assert.Equal(["tiny", "tiny"], peer.Asked.Select(asked => asked.GetProperty("model").GetString()));
        Assert.Equal(["Bearer sk-secret", "Bearer none"], peer.Requests.Select(request => request.Headers["Authorization"]));
    }

    [Fact]
    public async Task It_remembers_the_conversation_if_it_is_to()
    {
        await using var peer = await ModelPeer.Saying(["ok"]);
        var context = Context() with { EarlierTurns = () => [new("Hello", "Good day"), new("And?", "Yes")] };
        await Complete(peer, """{"prompt": "{{prompt}}", "earlierTurns": true, "system": "s"}""", context);
        await Complete(peer, """{"prompt": "{{prompt}}"}""", context);
        Assert.Equal([("system", "s"), ("user", "Hello"), ("assistant", "Good day"), ("user", "And?"), ("assistant", "Yes"), ("user", "How far is the moon?")], Messages(peer.Asked[0]));
        Assert.Equal([("user", "How far is the moon?")], Messages(peer.Asked[1]));
    }

    [Fact]
    public async Task It_tells_what_was_said_so_far_while_it_is_said()
    {
        var heard = new ConcurrentQueue<string>();
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var peer = await ModelPeer.Start(async context =>
        {
            await ModelPeer.Babble(context.Response, "One, ", first.Task);
            await ModelPeer.Say(context.Response, ["two"]);
        });
        var done = await Complete(peer, """{"prompt": "?"}""", Context() with
        {
            ReportText = said =>
            {
                heard.Enqueue(said);
                first.TrySetResult();
            },
        });
        Assert.NotEmpty(heard);
        Assert.All(heard, said => Assert.StartsWith(said, done.Output.GetProperty("text").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_fits_its_schema_is_a_value()
    {
        await using var peer = await ModelPeer.Saying(["```json\n", "{\"city\": ", "\"Bern\"}", "\n```"]);
        var done = await Complete(peer, $$"""{"prompt": "?", "schema": {{City}}}""");
        Assert.Equal("""{"city":"Bern"}""", done.Output.GetProperty("value").GetRawText());
        Assert.Equal("json_schema", peer.Asked[0].GetProperty("response_format").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("Here is the city:\n```json\n{\"city\": \"Bern\",}\n```\nAnything else?")]
    [InlineData("As [1] says, {\"town\": 7} is wrong, and {\"city\": \"Bern\"} is right.")]
    public async Task The_JSON_that_fits_is_found_between_other_text(string answer)
    {
        await using var peer = await ModelPeer.Saying([answer]);
        var done = await Complete(peer, $$"""{"prompt": "?", "schema": {{City}}}""");
        Assert.Equal("""{"city":"Bern"}""", done.Output.GetProperty("value").GetRawText());
        Assert.Single(peer.Requests);
    }

    [Theory]
    [InlineData("Bern, I think.", "The answer is not JSON.")]
    [InlineData("Sure: {\"all\": [{\"city\": \"Bern\"}, ", "The answer is not JSON.")]
    [InlineData("{\"town\": \"Bern\"}", "The answer does not match the schema:")]
    public async Task One_that_does_not_is_sent_back_once(string answer, string fault)
    {
        await using var peer = await ModelPeer.Saying([answer], ["{\"city\": \"Bern\"}"]);
        var done = await Complete(peer, $$"""{"prompt": "?", "schema": {{City}}}""");
        Assert.Equal("""{"city":"Bern"}""", done.Output.GetProperty("value").GetRawText());
        Assert.Equal(("assistant", answer), Messages(peer.Asked[1])[1]);
        Assert.StartsWith(fault, Messages(peer.Asked[1])[2].Text, StringComparison.Ordinal);
        Assert.Equal("""{"input":14,"output":10}""", done.Output.GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task One_that_never_does_fails_and_says_why()
    {
        await using var peer = await ModelPeer.Saying(["{\"city\": 7}"]);
        Assert.Equal("The model tiny was asked twice. The answer does not match the schema: at “/city”: it is an integer and must be a string. Ask for less, or relax the schema.",
            await Failure(peer, $$"""{"prompt": "?", "schema": {{City}}}"""));
        Assert.Equal(2, peer.Requests.Count);
    }

    [Theory]
    [InlineData(401, "{\"error\": {\"message\": \"bad key\"}}", "The server of the model tiny rejected the key (status 401). Set the secret MODEL_KEY on this server.")]
    [InlineData(404, "{\"error\": {\"message\": \"no such model\"}}", "The server of the model tiny answered 404: {\"error\": {\"message\": \"no such model\"}}")]
    [InlineData(429, "slow down", "The server of the model tiny answered 429: slow down")]
    [InlineData(302, "elsewhere", "The server of the model tiny answered 302: elsewhere")]
    public async Task A_refusal_is_reported_and_not_retried(int status, string body, string message)
    {
        await using var peer = await ModelPeer.Start(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://169.254.169.254/";
            return context.Response.WriteAsync(body);
        });
        Assert.Equal(message, await Failure(peer, """{"prompt": "?"}"""));
        Assert.Single(peer.Requests);
    }

    [Fact]
    public async Task A_busy_server_is_not_asked_again_before_it_says()
    {
        await using var peer = await ModelPeer.Start(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "7";
            return context.Response.WriteAsync("slow down");
        });
        var time = new ManualTime();
        var error = await Assert.ThrowsAsync<NodeException>(() => Execute(peer, """{"prompt": "?"}""", Context() with { Time = time }));
        Assert.Equal(time.GetUtcNow().AddSeconds(7), error.NotBefore);
    }

    [Fact]
    public async Task A_refusal_that_repeats_the_key_does_not_tell_it()
    {
        await using var peer = await ModelPeer.Start(context =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync($"what is {context.Request.Headers.Authorization}?");
        });
        Assert.Equal("The server of the model tiny answered 400: what is Bearer •••MODEL_KEY•••?", await Failure(peer, """{"prompt": "?"}""", Context() with { Secrets = new([new("MODEL_KEY", "sk-secret")]) }));
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "cut", " model tiny " },
        { "end", "The answer of the model tiny was cut off after 4 characters. Try again" },
        { "nonsense", "gave no valid answer" },
        { "endless", "The response is longer than 1,280,000 bytes" },
        { "long", "The answer of the model tiny is longer than 3000 characters" },
        { "refusal", "The model tiny refused: Not that." },
    };

    [Theory, MemberData(nameof(Broken))]
    public async Task A_stream_that_is_no_whole_answer_fails(string how, string message)
    {
        await using var peer = await ModelPeer.Start(context => Break(context, how));
        Assert.Contains(message, await Failure(peer, """{"prompt": "?"}""", Context() with { Limits = new() { OutputBytes = 3000 } }), StringComparison.Ordinal);
    }

    static async Task Break(HttpContext context, string how)
    {
        context.Response.ContentType = "text/event-stream";
        switch (how)
        {
            case "cut":
                await ModelPeer.Chunk(context.Response, new { content = "Half" });
                context.Abort();
                break;
            case "end":
                await ModelPeer.Chunk(context.Response, new { content = "Half" });
                break;
            case "nonsense":
                await ModelPeer.Data(context.Response, "<html>");
                break;
            case "endless":
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.WriteAsync(new string('x', 5000));
                break;
            case "long":
                await ModelPeer.Say(context.Response, [.. Enumerable.Repeat(new string('x', 100), 31)]);
                break;
            case "refusal":
                await ModelPeer.Chunk(context.Response, new { refusal = "Not that." });
                await ModelPeer.Chunk(context.Response, new { }, "stop");
                break;
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_call_at_once()
    {
        var (asked, gone) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var peer = await ModelPeer.Start(async context =>
        {
            context.RequestAborted.Register(() => gone.TrySetResult());
            await ModelPeer.Chunk(context.Response, new { content = "I " });
            asked.TrySetResult();
            await gone.Task.Soon();
        });
        using var cancel = new CancellationTokenSource();
        var working = Execute(peer, """{"prompt": "?"}""", Context(), cancel.Token);
        await asked.Task.Soon();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working.Soon());
        await gone.Task.Soon();
    }

    [Fact]
    public async Task An_address_that_may_not_be_called_is_not()
    {
        var node = new ModelNode(new(new(new AddressPolicy([]), new()), new() { Address = "http://127.0.0.1:9/v1" }, CredentialSource.None));
        var (configuration, _) = node.Read(Json.Parse("""{"prompt": "?"}"""));
        var error = await Assert.ThrowsAsync<NodeException>(() => node.Execute(configuration!, Context(), TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("Outbound:AllowedNetworks", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prompt": ""}""", "prompt: Prompt is required.")]
    [InlineData("""{"prompt": "?", "temperature": 3}""", "temperature: Temperature must be a number from 0 to 2.")]
    [InlineData("""{"prompt": "?", "maximumTokens": 0}""", "maximumTokens: Maximum tokens must be a whole number from 1 to 1000000.")]
    [InlineData("""{"prompt": "?", "schema": 7}""", "schema: Schema must be an object, a JSON Schema.")]
    [InlineData("""{"prompt": "{{"}""", "prompt: ")]
    public void An_invalid_configuration_of_model_is_reported(string data, string problem) => Assert.StartsWith(problem, Assert.Single(NodeTypes.Problems("model", data)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"allOf": [{"$ref": "#"}]}""", "schema: Schema, at “/allOf/0/$ref”: ")]
    [InlineData("""{"$ref": "https://a.example/s"}""", "schema: Schema, at “/$ref”: ")]
    [InlineData("""{"pattern": "(?=a)"}""", "schema: Schema, at “/pattern”: ")]
    public void A_schema_that_cannot_be_checked_is_refused_when_saving(string schema, string problem) =>
        Assert.StartsWith(problem, Assert.Single(NodeTypes.Problems("model", $$"""{"prompt": "?", "schema": {{schema}}}""")), StringComparison.Ordinal);

    [Fact]
    public async Task An_answer_that_takes_too_many_steps_to_check_fails_the_node()
    {
        await using var peer = await ModelPeer.Saying([$"{new string('[', 60)}{new string(']', 60)}"]);
        Assert.Contains("takes more than 2,000,000 steps", await Failure(peer, """{"prompt": "?", "schema": {"allOf": [{"items": {"$ref": "#"}}, {"items": {"$ref": "#"}}]}}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-2000000000", "0")]
    [InlineData("2000000000", "10000000")]
    public async Task Tokens_count_as_no_less_than_none_and_no_more_than_may_be(string said, string counted)
    {
        await using var peer = await ModelPeer.Start(async context =>
        {
            await ModelPeer.Chunk(context.Response, new { content = "ok" }, "stop");
            await ModelPeer.Data(context.Response, $$"""{"id":"1","object":"chat.completion.chunk","created":1,"model":"tiny-1","choices":[],"usage":{"prompt_tokens":{{said}},"completion_tokens":{{said}},"total_tokens":0} }""");
            await ModelPeer.Data(context.Response, "[DONE]");
        });
        Assert.Equal($"{{\"input\":{counted},\"output\":{counted}}}", (await Complete(peer, """{"prompt": "?"}""")).Output.GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task A_model_cannot_want_any_number_of_tools_called()
    {
        await using var peer = await ModelPeer.Start(async context =>
        {
            for (var index = 0; index <= ChatModel.MostCalls; index++)
                await ModelPeer.Chunk(context.Response, new { tool_calls = new[] { new { index, id = $"call-{index}", type = "function", function = new { name = "x", arguments = "" } } } });
            await ModelPeer.Say(context.Response, [], "tool_calls");
        });
        var node = peer.Node();
        var (configuration, _) = node.Read(Json.Parse("""{"prompt": "?"}"""));
        var error = await Assert.ThrowsAsync<NodeException>(() => node.Execute(configuration!, Context(), TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("called more than 100 tools at once", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_has_a_limit()
    {
        await using var peer = await ModelPeer.Saying(["ok"]);
        var context = Context() with { EarlierTurns = () => [.. Enumerable.Repeat(new Turn("?", new string('x', 1_000_000)), 5)] };
        Assert.Contains("the limit is 4,194,304", await Failure(peer, """{"prompt": "?", "earlierTurns": true}""", context), StringComparison.Ordinal);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task Two_nodes_may_use_the_same_identifier_for_their_schemas()
    {
        await using var peer = await ModelPeer.Saying(["7"]);
        await Complete(peer, """{"prompt": "?", "schema": {"$id": "https://a.example/s", "type": "number"}}""");
        await Complete(peer, """{"prompt": "?", "schema": {"$id": "https://a.example/s", "type": "integer"}}""");
    }

    static NodeContext Context() => NodeTypes.Context(Names);

    static (string Role, string Text)[] Messages(JsonElement asked) =>
        [.. asked.GetProperty("messages").EnumerateArray().Select(message => (message.GetProperty("role").GetString()!, message.GetProperty("content").GetString()!))];

    static async Task<NodeOutcome> Execute(ModelPeer peer, string data, NodeContext? context = null, CancellationToken? cancellation = null)
    {
        var node = peer.Node(new OutboundOptions { MaxResponseBytes = 20_000 });
        var (configuration, problems) = node.Read(Json.Parse(data));
        Assert.Empty(problems);
        return await node.Execute(configuration!, context ?? Context(), cancellation ?? TestContext.Current.CancellationToken);
    }

    static async Task<NodeOutcome.Completed> Complete(ModelPeer peer, string data, NodeContext? context = null) =>
        Assert.IsType<NodeOutcome.Completed>(await Execute(peer, data, context));

    static async Task<string> Failure(ModelPeer peer, string data, NodeContext? context = null)
    {
        try
        {
            return Assert.IsType<NodeOutcome.Failed>(await Execute(peer, data, context)).Error;
        }
        catch (NodeException error)
        {
            return error.Message;
        }
    }
}
