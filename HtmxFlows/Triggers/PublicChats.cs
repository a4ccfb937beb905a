using System.Security.Cryptography;
using System.Text;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Triggers;

/// <summary>
/// The public chats. A conversation belongs to the visitor who began it: the journal of its first run has the visitor's name, which is made of the
/// user, or of a secret that only the browser has.
/// </summary>
public sealed class PublicChats(PublicPages pages, PublicStarts starts, RunSupervisor runs, RunStore store, Journal journal, IDatabase database)
{
    /// <summary>The longest message, in characters.</summary>
    public const int LongestMessage = 8000;

    /// <summary>How many messages one network address may send to a chat within a minute.</summary>
    public const int MostOfAddress = 30;

    /// <summary>How many messages a conversation may have within a minute.</summary>
    public const int MostOfConversation = 10;

    readonly SigningKey key = new(database, "chats");

    /// <inheritdoc cref="PublicPages.Find"/>
    public PublicChat? Find(string key) => pages.Find<ChatNode.Configuration, PublicChat>(ChatNode.TypeName, key, (workflow, node, chat, _) => new(workflow, node, chat));

    /// <summary>The name of a visitor, which says nothing about the visitor and is the same in all chats.</summary>
    /// <param name="secret">The secret of the visitor's browser; a user is known without one.</param>
    public string VisitorOf(string secret, Actor actor) => Convert.ToHexStringLower(
        HMACSHA256.HashData(key.Value, Encoding.UTF8.GetBytes(actor is Actor.Person person ? $"user {person.SignedIn.Id}" : $"browser {secret}")).AsSpan(0, 16));

    /// <summary>Whether a conversation of a chat was begun by a visitor.</summary>
    public bool Owns(PublicChat chat, string visitor, Guid conversation) =>
        journal.Read(conversation, before: 2) is [WorkflowStarted { FiredData: { } data } first] && first.Trigger == RunTrigger.Chat && first.Thread == conversation && first.Workflow == chat.Workflow.Id && first.Fired == chat.Node
        && data.TryGetProperty("visitor", out var owner) && owner.ValueEquals(visitor);

    /// <summary>The runs of the messages of a conversation, oldest first: the newest before one of them, at most so many.</summary>
    /// <param name="before">Null is none, so that they are the newest of all.</param>
    public IReadOnlyList<Guid> Turns(Guid conversation, Guid? before, int most) => store.Turns(conversation, RunTrigger.Chat, before, most);

    /// <summary>The runs of a conversation that have not ended.</summary>
    public IReadOnlyList<Guid> Unfinished(Guid conversation) => [.. Turns(conversation, null, MostOfConversation).Where(run => store.Status(run)?.IsFinal() == false)];

    /// <summary>Sends a message.</summary>
    /// <param name="conversation">The conversation that it continues; null begins one, whose id is that of the run.</param>
    /// <param name="once">The key of the page that sends it: the same one starts one run.</param>
    public async Task<SendOutcome> Send(PublicChat chat, string visitor, Guid? conversation, Guid once, string message, Actor actor) => FindProblem(message) is { } problem
        ? new SendOutcome.NotSent(new RunStart.Refused([new("message", problem)]))
        : await starts.Start($"chat:{chat.Scope}/{visitor}", once, [($"chat:{chat.Scope} {actor.Address}", MostOfAddress), ($"chat:{conversation ?? once}", MostOfConversation)], beside => Start(chat, visitor, conversation, message, beside, actor));

    static string? FindProblem(string message) => string.IsNullOrWhiteSpace(message) ? "Write a message."
        : message.Length > LongestMessage ? $"The message is longer than {LongestMessage:N0} characters. Shorten it." : null;

    async Task<RunStart> Start(PublicChat chat, string visitor, Guid? conversation, string message, Action<DatabaseWriter, Guid> beside, Actor actor)
    {
        if (conversation is { } known && Unfinished(known).Count > 0)
            return new RunStart.Busy("Wait for the answer to your last message, or stop it. Then send this one.");
        var by = actor is Actor.Person person ? Json.Text(person.Name) : Json.Null;
        return await runs.Start(new(chat.Workflow.Id, message, RunTrigger.Chat, conversation)
        {
            Fired = new(chat.Node, Json.From(new { message, by, visitor, remote = actor.Address })),
            Beside = beside,
        }, actor);
    }
}
