using HtmxFlows.Accounts;
using HtmxFlows.Live;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Triggers;
using HtmxFlows.Views;
using HtmxFlows.Web;

namespace HtmxFlows.Pages.Chat;

/// <summary>Reads the conversations of public chats for their pages.</summary>
public sealed class ChatTurns(PublicChats chats, RunReader reader, QuestionAccess access, ApprovalAddresses approvals)
{
    /// <summary>The turns of the open conversation: the newest before one of them; and the first of these if there are others before it.</summary>
    public (IReadOnlyList<ChatTurn> Turns, Guid? Before) Of(ChatVisit visit, Guid? before)
    {
        if (visit.Conversation is not { } conversation)
            return ([], null);
        var runs = chats.Turns(conversation, before, ChatTurn.MostShown + 1);
        ChatTurn[] shown = [.. runs.TakeLast(ChatTurn.MostShown).Select(reader.State).OfType<RunView>().Select(ChatTurn.Of)];
        return (shown, runs.Count > ChatTurn.MostShown ? shown[0].Run : null);
    }

    /// <summary>The questions of turns that the visitor may answer.</summary>
    public IReadOnlyList<ChatQuestion> Questions(ChatVisit visit, IEnumerable<ChatTurn> turns, Actor actor) =>
    [
        .. from turn in turns
           from asked in turn.Asking
           where MayAnswer(asked.Question, visit, actor)
           let key = approvals.KeyOf(turn.Run, asked.Node)
           select new ChatQuestion(turn.Run, asked.Node, key, new QuestionForm(visit.Chat.Workflow.Id, asked.Node, $"{visit.Address}/questions/{key}", asked.Question, InputField.Of(asked.Question.Fields)) { Scope = key, AsksName = false }),
    ];

    /// <summary>The question of a key; null if it is not open, or not for the visitor.</summary>
    public ChatQuestion? Question(ChatVisit visit, string key, Actor actor) => Questions(visit, Of(visit, before: null).Turns, actor).FirstOrDefault(question => question.Key == key);

    /// <summary>Questions for some people are for them alone: on a server without users, where everyone may answer, the page does not show them.</summary>
    bool MayAnswer(Question question, ChatVisit visit, Actor actor) => ChatTurn.IsOpen(question) || actor is Actor.Person && access.FindRefusal(question, visit.Chat.Workflow.Id, actor) is null;
}
