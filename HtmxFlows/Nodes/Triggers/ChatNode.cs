using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>Starts a run for each message that a visitor writes on a public page, which shows the results as the answers.</summary>
public sealed class ChatNode : PublicPageNode<ChatNode.Configuration>
{
    internal const string TypeName = "chat";

    public sealed record Configuration : IPublicPage
    {
        [Display(Name = "Address", Description = "The word after /chat/ in the address. Default: 22 letters and digits that nobody can guess.")]
        public string Slug { get; init; } = "";

        [Display(Name = "Title", Description = "The heading of the page. Default: the name of the workflow.")]
        public string Title { get; init; } = "";

        [Display(Name = "Greeting", Description = "What the page says before the first message, as Markdown."), DataType(DataType.MultilineText)]
        public string Text { get; init; } = "";

        [Display(Name = "Placeholder", Description = "An example in the empty field, e.g. Where is my order?")]
        public string Placeholder { get; init; } = "";

        [Display(Name = "Signed in", Description = "Only users of this server may write, and the run knows who did.")]
        public bool SignedIn { get; init; }
    }

    public override string Name => TypeName;
    public override string Title => "Chat";
    public override string Summary => "Starts a run for each message on a public page. {{prompt}} is the message, the result of the run is the answer, and a model sees the earlier turns of the conversation. {{trigger.visitor}} is the same for all messages of a visitor.";
    public override IReadOnlyList<string> Synonyms { get; } = ["n8n Chat Trigger", "chatbot", "assistant", "conversation", "trigger", "public page"];
    public override JsonElement? SampleData { get; } = Json.Parse("""{"message": "Where is my order?", "by": null, "visitor": "5f0c1f6a0c1e4a8f9d2b7c3e4a5b6c7d", "remote": "127.0.0.1"}""");
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Help for customers", """{"slug": "help", "title": "Ask us", "text": "How can we help?", "placeholder": "Where is my order?"}""", """{"trigger": {"message": "Where is my order?", "by": null, "visitor": "5f0c1f6a0c1e4a8f9d2b7c3e4a5b6c7d", "remote": "192.0.2.10"}}"""),
        new("A chat of users", """{"slug": "team", "signedIn": true}""", """{"trigger": {"message": "Who is on call?", "by": "Ada", "visitor": "0d6c1f6a0c1e4a8f9d2b7c3e4a5b6c7d", "remote": "192.0.2.10"}}"""),
    ];
}
