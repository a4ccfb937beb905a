using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Outbound;
using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Nodes;

/// <summary>A local server that speaks the chat protocol, and says what a test has it say.</summary>
sealed class ModelPeer : IAsyncDisposable
{
    readonly HttpPeer peer;

    ModelPeer(HttpPeer peer) => this.peer = peer;

    public string Address => $"{peer.Url}v1";

    /// <summary>The bodies of what was asked, in their order.</summary>
    public IReadOnlyList<JsonElement> Asked => [.. peer.Requests.Select(request => Json.Parse(request.Body))];

    public IReadOnlyList<PeerRequest> Requests => peer.Requests;

    public static async Task<ModelPeer> Start(RequestDelegate answer) => new(await HttpPeer.Start(answer));

    /// <summary>Answers one question after the other, each with its tokens.</summary>
    public static Task<ModelPeer> Saying(params string[][] answers)
    {
        var next = 0;
        return Start(context => Say(context.Response, answers[Math.Min(next++, answers.Length - 1)]));
    }

    /// <summary>A whole answer, token by token, or the rest of one.</summary>
    public static async Task Say(HttpResponse response, string[] tokens, string finish = "stop")
    {
        foreach (var token in tokens)
            await Chunk(response, new { content = token });
        await Chunk(response, new { }, finish);
        await Data(response, """{"id":"1","object":"chat.completion.chunk","created":1,"model":"tiny-1","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":5,"total_tokens":12}}""");
        await Data(response, "[DONE]");
    }

    /// <summary>Answers each question in turn: a text, or the calls of tools (their names and arguments), which come in pieces.</summary>
    public static Task<ModelPeer> Working(params object[] answers)
    {
        var next = 0;
        return Start(context => answers[Math.Min(next++, answers.Length - 1)] is (string, string)[] calls ? Call(context.Response, calls) : Say(context.Response, [(string)answers[Math.Min(next - 1, answers.Length - 1)]]));
    }

    /// <summary>Calls of tools, whose arguments come in pieces.</summary>
    public static async Task Call(HttpResponse response, (string Name, string Arguments)[] calls)
    {
        foreach (var (index, (name, arguments)) in calls.Index())
        {
            await Chunk(response, new { tool_calls = new[] { new { index, id = $"call-{index}", type = "function", function = new { name, arguments = "" } } } });
            foreach (var piece in arguments.Chunk(5))
                await Chunk(response, new { tool_calls = new[] { new { index, function = new { arguments = new string(piece) } } } });
        }
        await Say(response, [], "tool_calls");
    }

    /// <summary>Says the same again and again, at the pace of a model, until the client disconnects.</summary>
    public static async Task Babble(HttpResponse response, string token, Task enough)
    {
        while (await Task.WhenAny(enough, Task.Delay(10)) != enough)
            await Chunk(response, new { content = token });
    }

    public static Task Chunk(HttpResponse response, object delta, string? finish = null) => Data(response, JsonSerializer.Serialize(new
    {
        id = "1",
        @object = "chat.completion.chunk",
        created = 1,
        model = "tiny-1",
        choices = new[] { new { index = 0, delta, finish_reason = finish } },
    }));

    public static async Task Data(HttpResponse response, string data)
    {
        if (!response.HasStarted)
            response.ContentType = "text/event-stream";
        await response.WriteAsync($"data: {data}\n\n");
        await response.Body.FlushAsync();
    }

    /// <summary>A model node that asks here.</summary>
    public ModelNode Node(OutboundOptions? outbound = null) => new(Model(outbound));

    /// <summary>The model that answers here.</summary>
    public ChatModel Model(OutboundOptions? outbound = null) => new(new(new AddressPolicy(["127.0.0.0/8"]), outbound ?? new()), new() { Address = Address, Name = "tiny" }, CredentialSource.None);

    public ValueTask DisposeAsync() => peer.DisposeAsync();
}
