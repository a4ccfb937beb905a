using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>The form that answers a question of a run.</summary>
/// <param name="Key">The key that proves that the sender was given the address.</param>
public sealed record QuestionForm(Guid Run, string Node, string Key, Question Question, IReadOnlyList<InputField> Fields)
{
    public string? By { get; init; }

    /// <summary>The problem that belongs to no field; null if there is none.</summary>
    public string? Problem { get; init; }

    /// <summary>The open question of a node, or null.</summary>
    public static QuestionForm? Of(Guid run, string node, NodeState state, ApprovalAddresses approvals) => state is { Status: NodeStatus.Waiting, Question: { } question }
        ? new(run, node, approvals.KeyOf(run, node), question, InputField.Of(question.Fields))
        : null;

    /// <summary>The open questions of a run, in the order of its flow.</summary>
    public static IReadOnlyList<QuestionForm> Of(RunView view, ApprovalAddresses approvals) =>
        [.. view.Nodes.Select(node => Of(view.Run.Id, node.Node.Id, node.State, approvals)).OfType<QuestionForm>()];

    /// <summary>The form with the sent values and the reasons of the refusal, each at its field.</summary>
    public QuestionForm Refused(AnswerResult.NotTaken refusal, IReadOnlyDictionary<string, string> sent, string? by)
    {
        InputField[] fields = [.. InputField.Of(Question.Fields, sent).Select(field => field with { Problem = refusal.Fields.FirstOrDefault(problem => problem.Field == field.Name)?.Message })];
        return this with { Fields = fields, By = by, Problem = refusal.Problem };
    }
}
