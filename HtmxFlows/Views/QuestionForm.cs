using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>The form that answers a question of a run.</summary>
/// <param name="Key">What shows that whoever answers was given the address.</param>
public sealed record QuestionForm(Guid Run, string Node, string Key, Question Question, IReadOnlyList<InputField> Fields)
{
    public string? By { get; init; }

    /// <summary>What was wrong with what was sent, but for that which is said at a field.</summary>
    public string? Problem { get; init; }

    /// <summary>The question that a node asks now, or null.</summary>
    public static QuestionForm? Of(Guid run, string node, NodeState state, ApprovalAddresses approvals) => state is { Status: NodeStatus.Waiting, Question: { } question }
        ? new(run, node, approvals.KeyOf(run, node), question, InputField.Of(question.Fields))
        : null;

    /// <summary>The questions that a run asks now, in the order of its flow.</summary>
    public static IReadOnlyList<QuestionForm> Of(RunView view, ApprovalAddresses approvals) =>
        [.. view.Nodes.Select(node => Of(view.Run.Id, node.Node.Id, node.State, approvals)).OfType<QuestionForm>()];

    /// <summary>The form with what was sent, and the reasons why it was not taken, each at its field.</summary>
    public QuestionForm Refused(AnswerResult.NotTaken refusal, IReadOnlyDictionary<string, string> sent, string? by)
    {
        InputField[] fields = [.. InputField.Of(Question.Fields, sent).Select(field => field with { Problem = refusal.Fields.FirstOrDefault(problem => problem.Field == field.Name)?.Message })];
        return this with { Fields = fields, By = by, Problem = refusal.Problem };
    }
}
