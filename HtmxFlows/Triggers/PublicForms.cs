using System.Text.Json;
using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>The public forms. A form that is sent twice, by a second press or a reload, starts one run.</summary>
public sealed class PublicForms(IDatabase database, WorkflowStore workflows, WorkflowPlans plans, RunSupervisor runs, StartKeys keys, CredentialSource credentials, NodeLimits limits, TimeProvider time)
{
    /// <summary>How many forms one address may send to a form within a minute.</summary>
    public const int MostSent = 30;

    readonly RateWindows sent = new(time);

    /// <summary>The form of a key; null if there is none, or its workflow is archived.</summary>
    public PublicForm? Find(string key) =>
        database.Read(connection => connection.QuerySingleOrDefault<(Guid Workflow, string? Node)>(
            """
            SELECT t.workflow_id, t.node_id FROM triggers t JOIN workflows w ON w.id = t.workflow_id
            WHERE t.kind = @kind AND t.slug = @key AND w.deleted_at IS NULL AND w.archived_at IS NULL
            """, new { kind = FormNode.TypeName, key })) is (var id, { } node)
        && workflows.Find(id) is { Version: { } version } workflow && plans.Find(id, version) is { } plan && plan.Nodes.GetValueOrDefault(node)?.Configuration is FormNode.Configuration form
            ? new(workflow, node, form, plan.Flow.Inputs) : null;

    /// <summary>Sends a form.</summary>
    /// <param name="once">The key of the page that sends it: the same one starts one run.</param>
    /// <param name="input">The values of its fields; null if it has none.</param>
    public async Task<FormOutcome> Send(PublicForm form, Guid once, JsonElement? input, IReadOnlyList<Guid> files, Actor actor)
    {
        var (scope, key) = (ScopeOf(form), once.ToString());
        var (outcome, _) = await keys.Once(scope, key, async () => keys.Find(scope, key) is { } known ? new FormOutcome.Sent(known.Run)
            : sent.Count(form.Workflow.Id, $"{form.Node} {actor.Address}", MostSent) is { } wait ? (FormOutcome)new FormOutcome.TooMany(wait)
            : await Start(form, scope, key, input, files, actor));
        return outcome;
    }

    /// <summary>The run that a page has started; null if it has started none.</summary>
    public Guid? RunOf(PublicForm form, Guid once) => keys.Find(ScopeOf(form), once.ToString())?.Run;

    /// <summary>The message of a form with the values that were sent; empty if it has none.</summary>
    public string MessageOf(PublicForm form, JsonElement? input, Actor actor) => Render(form.Configuration.Message.Render, input, actor);

    /// <summary>The page that follows a form, with the values that were sent, encoded for their places; null if it is no address.</summary>
    public string? AddressAfter(PublicForm form, JsonElement? input, Actor actor) =>
        Render((context, cancellation) => UrlTemplate.Render(form.Configuration.Redirect, context, cancellation), input, actor) is { Length: > 0 } page
        && Uri.TryCreate(page, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && page.All(letter => letter is > ' ' and <= '~') ? page : null;

    string Render(Func<ExpressionContext, CancellationToken, string> render, JsonElement? input, Actor actor)
    {
        try
        {
            return credentials.Current.Mask.Mask(render(new(new GivenData(Json.From(new { trigger = DataOf(input, actor) })), limits.OutputBytes, time), CancellationToken.None));
        }
        catch (NodeException)
        {
            return "";
        }
    }

    async Task<FormOutcome> Start(PublicForm form, string scope, string key, JsonElement? input, IReadOnlyList<Guid> files, Actor actor)
    {
        var now = time.GetUtcNow();
        var request = new RunRequest(form.Workflow.Id, "", RunTrigger.Form, Input: input, Files: files)
        {
            Fired = new(form.Node, DataOf(input, actor)),
            Beside = (writer, run) => StartKeys.Write(writer, scope, key, "", run, now),
        };
        return await runs.Start(request, actor) switch
        {
            RunStart.Started started => new FormOutcome.Sent(started.Run),
            RunStart.NotStarted refused => new FormOutcome.NotSent(refused),
            var other => throw new InvalidOperationException($"{other} is no outcome of a start."),
        };
    }

    static JsonElement DataOf(JsonElement? input, Actor actor) => Json.From(new { input = input ?? Json.EmptyObject, by = actor is Actor.Person person ? Json.Text(person.Name) : Json.Null, remote = actor.Address });

    static string ScopeOf(PublicForm form) => $"form:{form.Workflow.Id}/{form.Node}";
}
