using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Waits for a person, who decides by a form.</summary>
public sealed class ApproveNode : NodeType<ApproveNode.Configuration>
{
    public sealed record Configuration
    {
        [Display(Name = "Text", Description = "The question, in Markdown."), Required, DataType(DataType.MultilineText)]
        public Template Text { get; init; } = new("");

        [Display(Name = "Fields", ShortName = "field", Description = "A form to fill in, defined like a workflow's inputs.")]
        public IReadOnlyList<FlowInput> Fields { get; init; } = [];

        [Display(Name = "Decisions", ShortName = "decision", Description = "The buttons, each with its own port. Default: approve and reject.")]
        public IReadOnlyList<Decision> Decisions { get; init; } = [];

        [Display(Name = "Time limit", Description = "Seconds to wait for an answer; then the run continues at the port timeout. Default: as long as the run may take.")]
        public Template? Within { get; init; }

        [Display(Name = "Who may answer", Description = "Anyone: everyone with the link, and users with the role runner. Signed in: only users. Chosen: only some of them. Owners always may.")]
        public RespondentKind Who { get; init; }

        [AppliesWhen(nameof(Who), RespondentKind.Chosen), Display(Name = "People", Description = "Names, e-mail addresses or roles of users, with commas between them, or a list: ada@example.com, editor.")]
        public Template? People { get; init; }

        internal bool HasTimeout => !string.IsNullOrWhiteSpace(Within?.Text);

        internal IReadOnlyList<Decision> Buttons => Decisions.Count > 0 ? Decisions : [new() { Name = "approve", Label = "Approve" }, new() { Name = "reject", Label = "Reject" }];
    }

    public override string Name => "approve";
    public override string Title => "Ask a person";
    public override NodeCategory Category => NodeCategory.Flow;
    public override bool AsksPerson => true;
    public override string Summary => "Asks a question on the run page and at its own address ({{run.approvals.ID}}, e.g. to send by mail), and waits for the decision. Output: {decision, fields, by, at}.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Send and wait", "Human in the loop", "approval", "form", "review", "confirm"];
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Publish or drop",
            """{"text": "Publish **{{draft.title}}**?", "decisions": [{"name": "publish", "label": "Publish it"}, {"name": "drop"}], "fields": [{"name": "comment", "type": "multiline"}], "within": "86400"}""",
            """{"draft": {"title": "Spring"}}"""),
    ];
    public override IReadOnlyList<string> Ports { get; } = ["approve", "reject", Question.TimeoutPort];

    public override bool HasFixedPorts => false;

    protected override IReadOnlyList<string> PortsOf(Configuration configuration) =>
        [.. configuration.Buttons.Select(decision => decision.Name), .. configuration.HasTimeout ? [Question.TimeoutPort] : Array.Empty<string>()];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        foreach (var (index, field) in configuration.Fields.Index())
        {
            foreach (var problem in FlowInputProblems.Of(field))
                yield return problem with { Field = $"fields[{index}].{problem.Field}" };
            if (field.Type == FlowInputType.File)
                yield return new($"fields[{index}].type", "A question cannot ask for a file. Make it an input of the workflow.");
        }
        if (configuration is { Who: RespondentKind.Chosen } && string.IsNullOrWhiteSpace(configuration.People?.Text))
            yield return new("people", "Nobody is chosen. Name who may answer, such as ada@example.com or editor.");
        foreach (var twice in FieldProblem.Twice("fields", configuration.Fields.Select(field => field.Name)))
            yield return twice;
        foreach (var rows in configuration.Decisions.Index().GroupBy(row => row.Item.Name).Where(rows => rows.Count() > 1 || rows.Key is Question.TimeoutPort or NodeSettings.ErrorPort))
            yield return new($"decisions[{rows.Last().Index}].name", $"The port name `{rows.Key}` is already used.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var question = new Question(configuration.Text.Render(context, cancellation), configuration.Fields, configuration.Buttons) { Respondents = RespondentsOf(configuration, context, cancellation) };
        return new(new NodeOutcome.Asking(question, configuration.HasTimeout ? context.Time.GetUtcNow() + WaitNode.Duration(configuration.Within!.Render(context, cancellation)) : null));
    }

    static Respondents? RespondentsOf(Configuration configuration, NodeContext context, CancellationToken cancellation) => configuration.Who switch
    {
        RespondentKind.SignedIn => new([]),
        RespondentKind.Chosen => Named(configuration.People!.Evaluate(context, cancellation)),
        _ => null,
    };

    static Respondents Named(JsonElement people)
    {
        var texts = people.ValueKind == JsonValueKind.Array ? people.EnumerateArray().Select(Json.AsText) : Json.AsText(people).Split(',', '\n');
        string[] named = [.. texts.Select(text => text.Trim()).Where(text => text.Length > 0)];
        return named.Length switch
        {
            0 => throw new NodeException("Nobody may answer: the field People gave no name. Give it at least one."),
            > Respondents.MostPeople => throw new NodeException($"The field People gave {named.Length} names; at most {Respondents.MostPeople} are possible. Use a role instead."),
            _ => new(named),
        };
    }
}
