using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Live;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using ModelContextProtocol.Protocol;

namespace HtmxFlows.Api;

/// <summary>
/// Puts the questions of a run to the user of a client that offers it (elicitation). The client repeats the call with the answers, so that nothing waits in the
/// server until then. Questions for some people are left to their links.
/// </summary>
sealed class McpQuestions(RunSupervisor runs, RunReader reader, ApprovalAddresses approvals)
{
    const string Decision = "decision";

    /// <summary>What a client asks its user, by the keys of the questions; empty if nothing is asked that everyone may answer.</summary>
    /// <param name="problem">Why the last answer was not taken; null if none was refused.</param>
    public Dictionary<string, InputRequest> Of(RunView view, string? problem) => Open(view).ToDictionary(
        asked => approvals.KeyOf(view.Run.Id, asked.Node),
        asked => InputRequest.ForElicitation(new() { Message = problem is null ? asked.Question.Text : $"{problem}\n\n{asked.Question.Text}", RequestedSchema = SchemaOf(asked.Question) }));

    /// <summary>Gives the run what the user has answered.</summary>
    /// <returns>Why an answer was not taken, in a sentence; null if all were.</returns>
    public async Task<string?> Answer(Guid run, McpCall call)
    {
        string? problem = null;
        foreach (var (node, question) in reader.State(run) is { } view ? Open(view) : [])
        {
            if (call.Tool.InputResponses?.TryGetValue(approvals.KeyOf(run, node), out var response) != true || ReadAnswer(response!) is not { } given)
                continue;
            var decision = given.TryGetValue(Decision, out var name) ? Json.AsText(name) : "";
            var texts = given.Where(field => field.Key != Decision).ToDictionary(field => field.Key, field => Json.AsText(field.Value));
            // An answer that comes too late changes nothing, and the result says how the run is.
            if (await runs.Answer(run, node, decision, InputValues.OfTexts(question.Fields, texts), null, call.Actor, AnswerWay.Api) is AnswerResult.Refused refused)
                problem = refused.Fields.Count > 0 ? string.Join(' ', refused.Fields.Select(field => field.Message)) : refused.Problem;
        }
        return problem;
    }

    /// <summary>Whether the user does not want to answer, so that the links are left.</summary>
    public static bool AreDeclined(McpCall call) => call.Tool.InputResponses is { } responses && responses.Values.Any(response => ReadAnswer(response) is null);

    static IEnumerable<(string Node, Question Question)> Open(RunView view) =>
        ChatTurn.Of(view).Asking.Where(asked => ChatTurn.IsOpen(asked.Question) && asked.Question.Fields.All(field => field.Name != Decision));

    /// <returns>Null if the user has declined, or what came is no answer.</returns>
    static IDictionary<string, JsonElement>? ReadAnswer(InputResponse response)
    {
        try
        {
            return response.Deserialize(InputResponse.ElicitResultJsonTypeInfo) is { IsAccepted: true, Content: { } content } ? content : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static ElicitRequestParams.RequestSchema SchemaOf(Question question)
    {
        var schema = new ElicitRequestParams.RequestSchema { Required = [Decision, .. question.Fields.Where(field => field.Required).Select(field => field.Name)] };
        schema.Properties[Decision] = new ElicitRequestParams.TitledSingleSelectEnumSchema { Title = "Decision", OneOf = [.. question.Decisions.Select(decision => new ElicitRequestParams.EnumSchemaOption { Const = decision.Name, Title = decision.Title })] };
        foreach (var field in question.Fields)
            schema.Properties[field.Name] = SchemaOf(field);
        return schema;
    }

    static ElicitRequestParams.PrimitiveSchemaDefinition SchemaOf(FlowInput field)
    {
        var help = field.Help.Length > 0 ? field.Help : null;
        return field.Type switch
        {
            FlowInputType.Number => new ElicitRequestParams.NumberSchema { Title = field.Title, Description = help },
            FlowInputType.Boolean => new ElicitRequestParams.BooleanSchema { Title = field.Title, Description = help },
            FlowInputType.Choice => new ElicitRequestParams.UntitledSingleSelectEnumSchema { Title = field.Title, Description = help, Enum = [.. field.Choices] },
            FlowInputType.Date => new ElicitRequestParams.StringSchema { Title = field.Title, Description = help, Format = "date" },
            _ => new ElicitRequestParams.StringSchema { Title = field.Title, Description = help },
        };
    }
}
