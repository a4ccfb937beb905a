using HtmxFlows.Triggers;

namespace HtmxFlows.Web;

/// <summary>A public chat as a visitor has opened it.</summary>
/// <param name="Key">The key of its address.</param>
/// <param name="Visitor">The name of the visitor; null if the chat is for users, and nobody is signed in.</param>
/// <param name="Conversation">The visitor's own conversation; null if none is open.</param>
public sealed record ChatVisit(PublicChat Chat, string Key, string? Visitor, Guid? Conversation)
{
    /// <summary>The address of the chat, or of its conversation, to be completed with the path base.</summary>
    public string Address => Conversation is { } open ? AddressOf(open) : $"~/chat/{Uri.EscapeDataString(Key)}";

    public string AddressOf(Guid conversation) => $"~/chat/{Uri.EscapeDataString(Key)}/{conversation}";
}
