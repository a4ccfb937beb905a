using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Files;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Triggers;

/// <summary>The public forms.</summary>
public sealed class PublicForms(PublicPages pages, PublicStarts starts, RunSupervisor runs, FileStore files, CredentialSource credentials, NodeLimits limits, TimeProvider time)
{
    /// <summary>How many forms one address may send to a form within a minute.</summary>
    public const int MostSent = 30;

    readonly RateWindows uploads = new(time);

    /// <inheritdoc cref="PublicPages.Find"/>
    public PublicForm? Find(string key) => pages.Find<FormNode.Configuration, PublicForm>(FormNode.TypeName, key, (workflow, node, form, plan) => new(workflow, node, form, plan.Flow.Inputs));

    /// <summary>Sends a form.</summary>
    /// <param name="once">The key of the page that sends it: the same one starts one run.</param>
    /// <param name="input">The values of its fields; null if it has none.</param>
    public Task<SendOutcome> Send(PublicForm form, Guid once, JsonElement? input, IReadOnlyList<Guid> sent, Actor actor) =>
        starts.Start(ScopeOf(form), once, [($"{ScopeOf(form)} {actor.Address}", MostSent)], beside => runs.Start(new(form.Workflow.Id, "", RunTrigger.Form, Input: input, Files: sent)
        {
            Fired = new(form.Node, DataOf(input, actor)),
            Beside = beside,
        }, actor));

    /// <summary>Counts a page with files, which are kept before the form is sent.</summary>
    /// <returns>How long the sender is to wait; null if there was room.</returns>
    public TimeSpan? CountUpload(PublicForm form, Actor actor) => uploads.Count($"{ScopeOf(form)} {actor.Address}", MostSent) ?? (files.HasRoom ? null : FileRemoval.Pause);

    /// <summary>The run that a page has started; null if it has started none.</summary>
    public Guid? RunOf(PublicForm form, Guid once) => starts.RunOf(ScopeOf(form), once);

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

    static JsonElement DataOf(JsonElement? input, Actor actor) => Json.From(new { input = input ?? Json.EmptyObject, by = actor is Actor.Person person ? Json.Text(person.Name) : Json.Null, remote = actor.Address });

    static string ScopeOf(PublicForm form) => $"form:{form.Scope}";
}
