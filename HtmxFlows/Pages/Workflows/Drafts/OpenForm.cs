using HtmxFlows.Accounts;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>
/// Saves the form that is open in the editor before a button beside it changes something else: without scripts, every button of the editor
/// submits that form, so that nothing typed is lost by leaving it.
/// </summary>
sealed class OpenForm(DraftEditor editor, EditorAnswer answer) : IAsyncPageFilter
{
    /// <summary>The field that says which form is open.</summary>
    public const string Field = "open";

    /// <summary>The value of <see cref="Field"/> for the settings of the workflow.</summary>
    public const string Settings = "settings";

    const string NodePrefix = "node ";

    /// <summary>The value of <see cref="Field"/> for a node.</summary>
    public static string Of(string node) => NodePrefix + node;

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (context.HandlerInstance is not PageModel page || page is IReadsOpenForm || !request.HasFormContentType || request.Form[Field] is not [{ } open]
            || !Guid.TryParse(context.RouteData.Values["id"] as string, out var id) || !long.TryParse(request.Form["revision"], out var revision))
        {
            await next();
            return;
        }
        var (outcome, here) = await Save(id, revision, open, request.Form, context.HttpContext.Actor());
        if (outcome is EditOutcome.Applied applied)
        {
            // What the button does is based on the draft with the form.
            if (context.HandlerArguments.ContainsKey("revision"))
                context.HandlerArguments["revision"] = applied.Revision;
            await next();
        }
        else
        {
            context.Result = answer.Of(page, id, outcome, here);
        }
    }

    async Task<(EditOutcome Outcome, EditorChoice Here)> Save(Guid id, long revision, string open, IFormCollection form, Actor actor)
    {
        long? wins = long.TryParse(form["wins"], out var over) ? over : null;
        if (open == Settings)
            return (await editor.Describe(id, revision, actor, new WorkflowForm { Name = form["name"], Description = form["description"] }.ToDraft(), flow => SettingsForm.Change(flow, form), wins), SettingsModel.Panel);
        var node = open.StartsWith(NodePrefix, StringComparison.Ordinal) ? open[NodePrefix.Length..] : open;
        return (await editor.Edit(id, revision, actor, flow => NodeForm.Change(flow, node, form), wins), new() { Node = node });
    }
}
