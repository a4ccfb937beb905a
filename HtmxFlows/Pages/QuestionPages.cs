using HtmxFlows.Accounts;
using HtmxFlows.Inputs;
using HtmxFlows.Live;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Views;
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
        return new(view, node, workflows.Find(view.Run.Workflow)?.Name ?? "", asking.Label, QuestionForm.Of(node, state, address), Words.Answered(state));
    }

    /// <summary>Delivers an answer. A user who is signed in answers under their own name.</summary>
    /// <returns>Null if it is durable; otherwise the question with the reasons of the refusal, or as it is since it was closed.</returns>
    public async Task<AskedQuestion?> Answer(AskedQuestion asked, IFormCollection sent, Actor actor)
    {
        if (asked.Form is not { } form)
            return asked;
        var (fields, by) = (GivenInput.Sent(sent), actor is Actor.Person ? actor.Name : sent["by"].FirstOrDefault());
        var answer = await supervisor.Answer(asked.Run.Run.Id, asked.Node, sent["decision"].FirstOrDefault() ?? "", InputValues.OfTexts(form.Question.Fields, fields), by, actor);
        if (answer is not AnswerResult.NotTaken refusal)
            return null;
        var now = Find(asked.Run.Run.Id, asked.Node, form.Address) ?? asked with { Form = null };
        return now with { Form = now.Form?.Refused(refusal, fields, by) };
    }
}
