using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using Microsoft.AspNetCore.Http;
using OpenAI.Chat;

namespace HtmxFlows.Tests.Nodes;

public sealed class ChatDialectTests
{
    const string Text = """{"choices":[{"index":0,"delta":{"content":"Hi"}}]}""", End = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    [Theory]
    [InlineData("eos", "stop")]
    [InlineData("end_turn", "stop")]
    [InlineData("", "stop")]
    [InlineData("STOP", "stop")]
    [InlineData("max_tokens", "length")]
    [InlineData("tool_use", "tool_calls")]
    [InlineData("safety", "content_filter")]
    public async Task An_unknown_reason_of_the_end_loses_nothing(string reason, string finish)
    {
        var answer = await Ask($$"""data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}""", $$"""data: {"choices":[{"index":0,"delta":{},"finish_reason":"{{reason}}"}]}""", "data: [DONE]");
        Assert.Equal(("Hi", finish), (answer.Text, answer.Finish));
    }

    [Theory]
    [InlineData("""{"id":7,"created":"1700000000","model":null,"object":"x","service_tier":"mine","choices":[{"delta":{"role":"model","content":"Hi"}}]}""")]
    [InlineData("""{"created":1.7e9,"choices":[{"index":0.0,"delta":{"role":null,"content":[{"type":"text","text":"H"},{"type":"text","text":"i"}]},"logprobs":{"x":1}}]}""")]
    [InlineData("""{"choices":[{"index":"0","delta":{"role":"bot","content":{"text":"Hi"},"tool_calls":null,"refusal":null}}],"usage":null}""")]
    [InlineData("""{"choices":[{"index":0,"text":"Hi"}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"}}]}""")]
    [InlineData("""{"error":null,"choices":[{"index":0,"delta":{"content":"Hi","tool_calls":[]}}]}""")]
    public async Task Details_of_a_chunk_may_differ(string chunk) =>
        Assert.Equal("Hi", (await Ask($"data: {chunk}", $"data: {End}", "data: [DONE]")).Text);

    [Theory]
    [InlineData("data: {0}\n\ndata: {1}\n\ndata: [DONE]\n\n")]
    [InlineData("data:{0}\r\n\r\ndata:{1}\r\n\r\ndata:[DONE]\r\n\r\n")]
    [InlineData("data: {0}\ndata: {1}\ndata: [DONE]\n")]
    [InlineData(": wait\n\nevent: message\nid: 1\ndata: {0}\n\n: more\n\ndata: {1}\n\n")]
    [InlineData("\uFEFF{0}\n{1}\n")]
    [InlineData("data: {{\ndata: \"choices\":[{{\"index\":0,\"delta\":\ndata: {{\"content\":\"Hi\"}}}}]}}\n\ndata: {1}")]
    [InlineData("{{\n  \"choices\": [\n {{\"index\": 0, \"message\": {{\"content\": \"Hi\"}},\n\n \"finish_reason\": \"stop\"}}]\n}}")]
    public async Task The_stream_may_have_another_form(string body)
    {
        var answer = await AskBody(string.Format(System.Globalization.CultureInfo.InvariantCulture, body, Text, End));
        Assert.Equal(("Hi", "stop"), (answer.Text, answer.Finish));
    }

    [Fact]
    public async Task Numbers_of_tokens_may_have_decimals_or_be_texts()
    {
        var answer = await Ask($"data: {Text}", $"data: {End}", """data: {"choices":[],"usage":{"prompt_tokens":7.0,"completion_tokens":"5","total_tokens":12,"prompt_tokens_details":null,"cost":0.01}}""");
        Assert.Equal((7, 5), (answer.Input, answer.Output));
    }

    [Theory]
    [InlineData("""[{"index":0,"id":"c","function":{"name":"get_","arguments":""}}]""", """[{"index":0,"function":{"name":"weather","arguments":"{\"city\":\"Bern\"}"}}]""", "c get_weather")]
    [InlineData("""[{"index":0,"id":"c","function":{"name":"get_weather","arguments":"{\"city\":"}}]""", """[{"index":0,"id":"c","function":{"name":"get_weather","arguments":"\"Bern\"}"}}]""", "c get_weather")]
    [InlineData("""[{"id":"c","type":"tool","function":{"name":"get_weather","arguments":{"city":"Bern"}}}]""", "[]", "c get_weather")]
    [InlineData("""[{"name":"get_weather","arguments":{"city":"Bern"}}]""", "null", "call-0 get_weather")]
    public async Task A_call_of_a_tool_may_come_in_another_form(string first, string second, string call)
    {
        var answer = await Ask($$$"""data: {"choices":[{"delta":{"tool_calls":{{{first}}}}}]}""", $$$"""data: {"choices":[{"delta":{"tool_calls":{{{second}}}},"finish_reason":"tool_calls"}]}""");
        var made = Assert.Single(answer.Calls);
        Assert.Equal((call, """{"city":"Bern"}"""), ($"{made.Id} {made.Name}", made.Arguments));
    }

    [Fact]
    public async Task Calls_without_numbers_are_distinguished_by_their_ids()
    {
        var answer = await Ask("""data: {"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"x","arguments":"1"}}]}}]}""",
            """data: {"choices":[{"delta":{"tool_calls":[{"id":"b","function":{"name":"x","arguments":"2"}}]},"finish_reason":"tool_calls"}]}""");
        Assert.Equal(["a x 1", "b x 2"], answer.Calls.Select(call => $"{call.Id} {call.Name} {call.Arguments}"));
    }

    [Fact]
    public async Task A_call_in_the_form_before_tools_is_read()
    {
        var call = Assert.Single((await Ask("""data: {"choices":[{"delta":{"function_call":{"name":"x","arguments":"{}"}},"finish_reason":"function_call"}]}""")).Calls);
        Assert.Equal(("call-0", "x", "{}"), (call.Id, call.Name, call.Arguments));
    }

    [Theory]
    [InlineData("""{"error":{"message":"The model is overloaded","code":529}}""", "The model is overloaded")]
    [InlineData("""{"error":"No memory"}""", "No memory")]
    public async Task An_error_in_the_stream_fails_with_its_message(string error, string message)
    {
        Assert.Contains(message, (await Assert.ThrowsAsync<NodeException>(() => Ask($"data: {error}"))).Message, StringComparison.Ordinal);
        Assert.Contains($"was cut off after 2 characters: {message}", (await Assert.ThrowsAsync<NodeException>(() => Ask($"data: {Text}", $"data: {error}"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_no_answer() =>
        Assert.Contains("was cut off after 2 characters", (await Assert.ThrowsAsync<NodeException>(() => Ask($"data: {Text}", """data: {"choices":[{"ind"""))).Message, StringComparison.Ordinal);

    static Task<ModelAnswer> Ask(params string[] events) => AskBody(string.Concat(events.Select(data => $"{data}\n\n")));

    static async Task<ModelAnswer> AskBody(string body)
    {
        await using var peer = await ModelPeer.Start(context =>
        {
            context.Response.ContentType = body.StartsWith("data", StringComparison.Ordinal) ? "text/event-stream" : "application/json";
            return context.Response.WriteAsync(body);
        });
        return await peer.Model().Ask("tiny", null, [], new ChatCompletionOptions(), NodeTypes.Context(), TestContext.Current.CancellationToken);
    }
}
