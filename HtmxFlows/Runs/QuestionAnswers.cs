using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Inputs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Checks answers to the questions of nodes, and delivers them to the runs.</summary>
sealed class QuestionAnswers(Journal journal, WorkflowPlans plans, QuestionAccess access, RunResumption resumption, OutputLimits outputs, Clock clock)
{
    /// <summary>The longest name of the person who answers, in characters.</summary>
    public const int LongestName = 200;

    /// <inheritdoc cref="RunSupervisor.Answer"/>
    public async Task<AnswerResult> Answer(Guid run, string node, string decision, (JsonElement? Values, IReadOnlyList<FieldProblem> Problems) fields, string? by, Actor actor, AnswerWay way)
    {
        var state = RunState.Of(run, journal.Read(run));
        if (state.Node(node).Question is not { } question)
            return WillAsk(state, node) ? new AnswerResult.Early() : new AnswerResult.Late();
        if (access.FindRefusal(question, state.Workflow, actor) is { } refusal)
            return new AnswerResult.Forbidden(refusal);
        if (question.Decisions.All(known => known.Name != decision))
            return new AnswerResult.Refused($"Choose one of {string.Join(", ", question.Decisions.Select(known => known.Title))}.");
        if (fields.Problems.Count > 0)
            return new AnswerResult.Refused("Not sent. Check the marked fields.") { Fields = fields.Problems };
        var answer = new Answer(decision, fields.Values, actor is Actor.Person ? actor.Name : string.IsNullOrWhiteSpace(by) ? null : by.Trim()) { Actor = actor as Actor.Person, Way = way };
        if (answer.By?.Length > LongestName)
            return new AnswerResult.Refused("Not sent.") { Fields = [new("by", $"The name is longer than {LongestName} characters. Shorten it.")] };
        if (outputs.FindLimitViolation(state, answer.ToOutput(clock.Now)) is { } violation)
            return new AnswerResult.Refused($"Not sent, because the run cannot store it. {violation}");
        return await Deliver(run, node, answer);
    }

    async Task<AnswerResult> Deliver(Guid run, string node, Answer answer)
    {
        var taken = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (await resumption.Deliver(run, executor => executor.Answer(node, answer, taken)) is null)
            return new AnswerResult.Refused("The answer could not be saved. Try again in a moment.");
        try
        {
            return await taken.Task ? new AnswerResult.Taken() : new AnswerResult.Late();
        }
        catch (RunGoneException)
        {
            return new AnswerResult.Late();
        }
    }

    /// <summary>Whether a node may still ask a person.</summary>
    bool WillAsk(RunState run, string node) => run is { IsFinished: false, LastSeq: > 0 } && !run.Node(node).IsDecided
        && plans.Find(run.Workflow, run.Version, run.UpTo)?.Nodes.GetValueOrDefault(node)?.Type.AsksPerson == true;
}
