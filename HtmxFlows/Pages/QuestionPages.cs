using HtmxFlows.Accounts;
using HtmxFlows.Inputs;
using HtmxFlows.Live;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages;

/// <summary>What the two pages of a question share: the one within its run, and the one whose address has a key.</summary>
public sealed class QuestionPages(RunReader reader, WorkflowStore workflows, NodeCatalogue catalogue, RunSupervisor supervisor)
{
    /// <summary>The question of a node; null if there is no such run, or no node in it that asks.</summary>
    /// <param name="address">Where the form is sent.</param>
    public AskedQuestion? Find(Guid run, string node, string address)
    {
        if (reader.State(run) is not { } view || view.Flow.Nodes.FirstOrDefault(known => known.Id == node) is not { } asking || catalogue.Find(asking.Type)?.AsksPerson != true)
            return null;
        var state = view.Run.Node(node);
        return new(view, node, workflows.Find(view.Run.Workflow)?.Name ?? "", asking.Label, QuestionForm.Of(view.Run.Workflow, node, state, address), Words.Answered(state));
    }

    /// <summary>Delivers an answer.</summary>
    /// <returns>Null if it is durable; otherwise the question with the reasons of the refusal, or as it is since it was closed.</returns>
    public async Task<AskedQuestion?> Answer(AskedQuestion asked, IFormCollection sent, Actor actor, AnswerWay way)
    {
        if (asked.Form is not { } form)
            return asked;
        var (fields, by) = (GivenInput.Sent(sent), sent["by"].FirstOrDefault());
        var answer = await supervisor.Answer(asked.Run.Run.Id, asked.Node, sent["decision"].FirstOrDefault() ?? "", InputValues.OfTexts(form.Question.Fields, fields), by, actor, way);
        if (answer is not AnswerResult.NotTaken refusal)
            return null;
        var now = Find(asked.Run.Run.Id, asked.Node, form.Address) ?? asked with { Form = null };
        return now.Form is { } open ? now with { Form = open.Refused(refusal, fields, by), Status = refusal.StatusCode() } : now;
    }
}
