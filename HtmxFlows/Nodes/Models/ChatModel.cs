using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Outbound;
using OpenAI;
using OpenAI.Chat;

namespace HtmxFlows.Nodes;

/// <summary>A chat model over the OpenAI-compatible protocol, answered token by token.</summary>
public sealed class ChatModel(OutboundClient outbound, ModelOptions options, CredentialSource source)
{
    /// <summary>How many tools a model may want called in one answer.</summary>
    public const int MostCalls = 100;

    /// <summary>The most tokens that one answer counts for, whatever its server says.</summary>
    public const int MostTokens = 10_000_000;

    /// <summary>How much a model is sent at once, in characters of all messages.</summary>
    public const int LargestConversation = 4 * 1024 * 1024;

    const int LongestExcerpt = 300;

    KeyedClient? known;

    sealed record KeyedClient(string Key, OpenAIClient Client);

    // A page is drawn no more often for it.
    static readonly TimeSpan BetweenTellings = TimeSpan.FromMilliseconds(100);

    /// <summary>The address of the models.</summary>
    public Uri Address { get; } = new(options.Address);

    /// <summary>The name of the model that is asked: what a field gives, or the one of the settings.</summary>
    public string NameOf(Template? field, NodeContext context, CancellationToken cancellation) =>
        field is { Text.Length: > 0 } ? field.Render(context, cancellation).Trim() : options.Name;

    /// <summary>Asks once; nothing is tried again here.</summary>
    /// <param name="model">Its name.</param>
    /// <param name="credential">The key to show; null shows the secret of the settings.</param>
    /// <param name="messages">The conversation so far.</param>
    /// <param name="settings">How to answer.</param>
    /// <param name="context">The node that asks. It receives the partial answer from time to time.</param>
    /// <exception cref="NodeException">There was no whole answer; the message is for people.</exception>
    public async Task<ModelAnswer> Ask(string model, OpenCredential? credential, IReadOnlyList<ModelMessage> messages, ChatCompletionOptions settings, NodeContext context, CancellationToken cancellation)
    {
        var said = new StringBuilder();
        if (messages.Sum(message => (long)message.Length) is > LargestConversation and var length)
            throw new NodeException($"The conversation with the model {model} has {length:N0} characters; the limit is {LargestConversation:N0}. Turn off Earlier turns, or return less from tools.");
        var key = KeyFor(credential, messages, context);
        try
        {
            return await Read(Client(key).GetChatClient(model).CompleteChatStreamingAsync(messages.Select(message => message.ToChat()), settings, cancellation), said, model, context, cancellation);
        }
        catch (Exception error) when (error is not (OperationCanceledException or NodeException) || error is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new NodeException(context.Secrets.Mask.Mask(Explain(model, credential, error, said.Length)), error)
            {
                NotBefore = NotBefore(error, context.Time.GetUtcNow()),
                Answer = error is ClientResultException { Status: > 0 } refused ? new(refused.Status, Body: Json.Text(Body(refused))) : null,
            };
        }
    }

    /// <summary>The key to show. Neither it nor the messages may hold what is bound to other hosts.</summary>
    string KeyFor(OpenCredential? credential, IReadOnlyList<ModelMessage> messages, NodeContext context)
    {
        var (address, key) = (Address, credential?["key"] ?? context.Secrets.Find(ModelOptions.Key) ?? "none");
        if (credential is { Credential: var shown } && !shown.Hosts.Match(address))
            throw new NodeException(Secrets.NotBound(shown.Name, shown.Hosts, address));
        if (context.Secrets.FindRefusal(address, messages.Select(message => message.Text).Prepend(key)) is { } refusal)
            throw new NodeException(refusal);
        if (credential is not null)
            source.Send(credential.Credential);
        return key;
    }

    static async Task<ModelAnswer> Read(IAsyncEnumerable<StreamingChatCompletionUpdate> updates, StringBuilder said, string model, NodeContext context, CancellationToken cancellation)
    {
        var refusal = new StringBuilder();
        var calls = new SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)>();
        var (finish, name, input, output, size) = ("", model, 0, 0, 0L);
        var told = context.Time.GetTimestamp();
        await foreach (var update in updates.WithCancellation(cancellation))
        {
            size -= said.Length + refusal.Length;
            said.Append(string.Concat(update.ContentUpdate.Select(part => part.Text)));
            refusal.Append(update.RefusalUpdate);
            size += said.Length + refusal.Length;
            foreach (var part in update.ToolCallUpdates)
                size += Add(calls, part);
            if (calls.Count > MostCalls)
                throw new NodeException($"The model {model} called more than {MostCalls} tools at once, the limit.");
            finish = update.FinishReason is { } reason ? Word(reason) : finish;
            name = string.IsNullOrEmpty(update.Model) ? name : update.Model;
            (input, output) = update.Usage is { } usage ? (Tokens(usage.InputTokenCount), Tokens(usage.OutputTokenCount)) : (input, output);
            if (size > context.Limits.OutputBytes)
                throw new NodeException($"The answer of the model {model} is longer than {context.Limits.OutputBytes} characters, the limit of an output. Ask for less, or set Maximum tokens.");
            if (context.Time.GetElapsedTime(told) < BetweenTellings)
                continue;
            context.ReportText(said.ToString());
            told = context.Time.GetTimestamp();
        }
        if (refusal.Length > 0)
            throw new NodeException($"The model {model} refused: {Shorten(refusal.ToString())}");
        return finish.Length > 0 ? new(said.ToString(), finish, name, input, output, [.. calls.Select(call => new ToolCall(call.Value.Id is { Length: > 0 } id ? id : $"call-{call.Key}", call.Value.Name, call.Value.Arguments.ToString()))])
            : throw new NodeException($"The answer of the model {model} was cut off after {said.Length} characters. Try again, or check the model's server.");
    }

    /// <summary>What a server says of tokens: not less than none, and not more than anybody may take.</summary>
    static int Tokens(int said) => Math.Clamp(said, 0, MostTokens);

    /// <summary>The first part of a call has its names, and the other parts its arguments.</summary>
    /// <returns>How many characters it has more.</returns>
    static int Add(SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)> calls, StreamingChatToolCallUpdate part)
    {
        // A server that does not number calls gives each its own id.
        var isOther = calls.TryGetValue(part.Index, out var same) && same.Id.Length > 0 && !string.IsNullOrEmpty(part.ToolCallId) && part.ToolCallId != same.Id;
        var index = isOther ? calls.Keys.Max() + 1 : part.Index;
        var known = calls.GetValueOrDefault(index, (Id: "", Name: "", Arguments: new StringBuilder()));
        var more = part.FunctionArgumentsUpdate?.ToString() ?? "";
        known.Arguments.Append(more);
        // Some servers send the name in parts, and others the whole name with each part of the arguments.
        var name = string.IsNullOrEmpty(part.FunctionName) || part.FunctionName == known.Name ? known.Name : known.Name + part.FunctionName;
        calls[index] = (string.IsNullOrEmpty(part.ToolCallId) ? known.Id : part.ToolCallId, name, known.Arguments);
        return more.Length + (part.ToolCallId?.Length ?? 0) + (part.FunctionName?.Length ?? 0);
    }

    /// <summary>The one of the last question, unless the key has changed since.</summary>
    OpenAIClient Client(string key) => (known is { } last && last.Key == key ? last : known = new(key, Make(key))).Client;

    OpenAIClient Make(string key)
    {
        var client = new OpenAIClientOptions
        {
            Endpoint = new(options.Address),
            Transport = new HttpClientPipelineTransport(outbound.Http),
            // The node's own settings say how often, and its own time-out comes by the token.
            RetryPolicy = new ClientRetryPolicy(0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        client.AddPolicy(new ChatDialectPolicy(), PipelinePosition.BeforeTransport);
        return new(new ApiKeyCredential(key), client);
    }

    string Explain(string model, OpenCredential? credential, Exception error, int said) => error switch
    {
        ClientResultException { Status: 401 or 403 } => $"The server of the model {model} rejected the key (status {((ClientResultException)error).Status}). {(credential is null ? $"Set the secret {ModelOptions.Key} on this server." : $"Check the credential “{credential.Name}”.")}",
        ClientResultException { Status: > 0 } refused => $"The server of the model {model} answered {refused.Status}: {Shorten(Body(refused))}",
        { InnerException: OutboundException inner } => $"The model {model} at {options.Address} cannot be reached. {inner.Message}",
        OutboundException => error.Message,
        _ when said > 0 => $"The answer of the model {model} was cut off after {said} characters: {error.GetBaseException().Message}",
        _ => $"The model {model} at {options.Address} gave no valid answer: {Inmost(error)} Check HtmxFlows:Model:Address, and that its server supports the OpenAI chat protocol.",
    };

    static DateTimeOffset? NotBefore(Exception error, DateTimeOffset now) =>
        error is ClientResultException { Status: 429 or 503 } busy && busy.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var after) == true ? RetryAfter.Read(after, now) : null;

    static string Inmost(Exception error) => error.GetBaseException() switch
    {
        OutboundException inner => inner.Message,
        JsonException inner => JsonFault.Sentence(inner),
        var inner => $"{inner.Message.TrimEnd('.')}.",
    };

    static string Body(ClientResultException refused) => refused.GetRawResponse()?.Content.ToString() is { Length: > 0 } body ? body : refused.Message;

    static string Shorten(string text) => Excerpt.Of(text, LongestExcerpt);

    /// <summary>The protocol's own word.</summary>
    static string Word(ChatFinishReason reason) => reason switch
    {
        ChatFinishReason.Length => "length",
        ChatFinishReason.ContentFilter => "content_filter",
        ChatFinishReason.ToolCalls => "tool_calls",
        ChatFinishReason.FunctionCall => "function_call",
        _ => "stop",
    };
}
