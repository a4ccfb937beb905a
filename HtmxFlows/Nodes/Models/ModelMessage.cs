using HtmxFlows.Expressions;
using OpenAI.Chat;

namespace HtmxFlows.Nodes;

/// <summary>A message of a conversation with a model. It is journaled as what an agent remembers.</summary>
/// <param name="Role">Who says it, in the protocol's word: <c>system</c>, <c>user</c>, <c>assistant</c>, <c>tool</c>.</param>
/// <param name="Calls">The tools that the model wanted with it.</param>
/// <param name="Answers">The call that it is the result of.</param>
public sealed record ModelMessage(string Role, string Text, IReadOnlyList<ToolCall>? Calls = null, string? Answers = null)
{
    /// <summary>How a conversation begins: who the model is, what was said in earlier turns if it is to know, and what it is asked.</summary>
    public static IReadOnlyList<ModelMessage> Begin(Template? system, Template prompt, bool withEarlierTurns, NodeContext context, CancellationToken cancellation) =>
    [
        .. system is { Text.Length: > 0 } ? [new("system", system.Render(context, cancellation))] : Array.Empty<ModelMessage>(),
        .. (withEarlierTurns ? context.EarlierTurns() : []).SelectMany(turn => new ModelMessage[] { new("user", turn.Prompt), new("assistant", turn.Answer) }),
        new("user", prompt.Render(context, cancellation)),
    ];

    /// <summary>How long it is, in characters, with what it wants of tools.</summary>
    internal int Length => Text.Length + (Calls?.Sum(call => call.Arguments.Length) ?? 0);

    internal ChatMessage ToChat() => Role switch
    {
        "system" => new SystemChatMessage(Text),
        "user" => new UserChatMessage(Text),
        "tool" => new ToolChatMessage(Answers!, Text),
        _ => Calls is { Count: > 0 } calls ? Calling(calls) : new AssistantChatMessage(Text),
    };

    AssistantChatMessage Calling(IReadOnlyList<ToolCall> calls)
    {
        var message = new AssistantChatMessage(calls.Select(call => ChatToolCall.CreateFunctionToolCall(call.Id, call.Name, BinaryData.FromString(call.Arguments))));
        if (Text.Length > 0)
            message.Content.Add(ChatMessageContentPart.CreateTextPart(Text));
        return message;
    }
}
