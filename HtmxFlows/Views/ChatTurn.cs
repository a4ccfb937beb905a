using System.Text.Json;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>A turn of a public chat: the message, and what its visitor may see of the run that works on it. Nodes, errors and data of the run are not part of it.</summary>
/// <param name="Message">What the visitor wrote.</param>
/// <param name="Answer">The result of the run; null without one.</param>
/// <param name="Said">The answer as far as a model has written it; null if none writes it now.</param>
/// <param name="Asking">The nodes that ask a person now.</param>
public sealed record ChatTurn(Guid Run, Guid Conversation, RunStatus Status, string Message, Output? Answer, string? Said, IReadOnlyList<(string Node, Question Question)> Asking)
{
    /// <summary>How many turns a page shows, the newest; the others are a link away.</summary>
    public const int MostShown = 20;

    public static ChatTurn Of(RunView view) => new(view.Run.Id, view.Run.Thread, view.Run.Status, view.Run.Prompt, AnswerIn(view), SaidIn(view),
        [.. view.Active.Where(node => node.State.Question is not null).Select(node => (node.Node.Id, node.State.Question!))]);

    public bool IsFinished => Status.IsFinal();

    /// <summary>What the page says in place of an answer, or before there is one; null if there is an answer.</summary>
    public string? Note => Status switch
    {
        RunStatus.Failed => "Something went wrong, and there is no answer. Try again later.",
        RunStatus.Cancelled => "Stopped.",
        RunStatus.Completed => Answer is null or { IsFile: true } ? "There is no answer that this page can show." : null,
        _ => Asking.Any(asked => IsOpen(asked.Question)) ? "Your answer is needed." : Said is null ? "Working on an answer…" : null,
    };

    /// <summary>The open questions that everyone with the link may answer, which the stream announces to all viewers.</summary>
    public IEnumerable<string> Open => Asking.Where(asked => IsOpen(asked.Question)).Select(asked => asked.Node);

    /// <summary>Whether everyone with the link may answer a question.</summary>
    public static bool IsOpen(Question question) => question.Respondents is null;

    /// <summary>The result; null if there is none, it is nothing, or the flow has given back the message itself.</summary>
    static Output? AnswerIn(RunView view) => RunResult.Of(view) is { Value.ValueKind: not JsonValueKind.Null } result && !(view.Run.Fired is { Data: var message } && JsonElement.DeepEquals(message, result.Value)) ? result.Output : null;

    /// <summary>The text of a model whose output no other node gets: that of an earlier one, such as a draft or a check, is not for the visitor.</summary>
    static string? SaidIn(RunView view)
    {
        var passing = view.Flow.Edges.Where(edge => edge.Port != NodeSettings.ErrorPort).Select(edge => edge.Source).ToHashSet();
        return view.Active.Where(node => !passing.Contains(node.Node.Id)).Select(node => view.Progress.GetValueOrDefault(node.Node.Id)?.Said).LastOrDefault(said => said is { Length: > 0 });
    }
}
