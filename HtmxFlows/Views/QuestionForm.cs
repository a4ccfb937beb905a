using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>The form that answers a question of a run.</summary>
/// <param name="Workflow">The workflow of the run.</param>
/// <param name="Address">Where it is sent, to be completed with the path base.</param>
public sealed record QuestionForm(Guid Workflow, string Node, string Address, Question Question, IReadOnlyList<InputField> Fields)
{
    public string? By { get; init; }

    /// <summary>Whether it asks those who are not signed in for their names.</summary>
    public bool AsksName { get; init; } = true;

    /// <summary>What keeps the ids of its elements apart from those of other forms on the page.</summary>
    public string Scope { get; init; } = Node;

    /// <summary>The problem that belongs to no field; null if there is none.</summary>
    public string? Problem { get; init; }

    /// <summary>The open question of a node, or null.</summary>
    public static QuestionForm? Of(Guid workflow, string node, NodeState state, string address) => state is { Status: NodeStatus.Waiting, Question: { } question }
        ? new(workflow, node, address, question, InputField.Of(question.Fields))
        : null;

    /// <summary>The open questions of a run, in the order of its flow.</summary>
    /// <param name="address">Where the form of a node is sent.</param>
    public static IReadOnlyList<QuestionForm> Of(RunView view, Func<string, string> address) =>
        [.. view.Nodes.Select(node => Of(view.Run.Workflow, node.Node.Id, node.State, address(node.Node.Id))).OfType<QuestionForm>()];

    /// <summary>The form with the sent values and the reasons of the refusal, each at its field.</summary>
    public QuestionForm Refused(AnswerResult.NotTaken refusal, IReadOnlyDictionary<string, string> sent, string? by)
    {
        InputField[] fields = [.. InputField.Of(Question.Fields, sent).Select(field => field with { Problem = refusal.Fields.FirstOrDefault(problem => problem.Field == field.Name)?.Message })];
        return this with { Fields = fields, By = by, Problem = refusal.Problem };
    }
}
