using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Triggers;
using HtmxFlows.Views;
using HtmxFlows.Web;

namespace HtmxFlows.Pages.Chat;

/// <summary>Reads the conversations of public chats for their pages.</summary>
public sealed class ChatTurns(PublicChats chats, RunReader reader, ApprovalAddresses approvals)
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

    /// <summary>The questions of turns that everyone with the link may answer, and so the visitor.</summary>
    public IReadOnlyList<ChatQuestion> Questions(ChatVisit visit, IEnumerable<ChatTurn> turns) =>
    [
        .. from turn in turns
           from asked in turn.Asking
           where ChatTurn.IsOpen(asked.Question)
           let key = approvals.KeyOf(turn.Run, asked.Node)
           select new ChatQuestion(turn.Run, asked.Node, key, new QuestionForm(visit.Chat.Workflow.Id, asked.Node, $"{visit.Address}/questions/{key}", asked.Question, InputField.Of(asked.Question.Fields)) { Scope = key, AsksName = false }),
    ];

    /// <summary>The question of a key; null if it is not open, or for some people.</summary>
    public ChatQuestion? Question(ChatVisit visit, string key) => Questions(visit, Of(visit, before: null).Turns).FirstOrDefault(question => question.Key == key);
}
