using HtmxFlows.Live;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Triggers;
using HtmxFlows.Views;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Forms;

/// <summary>What the sender of a public form sees: a message, or the result of the run as soon as it is there. Only the sender knows its address.</summary>
public sealed class SentModel(PublicForms forms, RunReader runs) : PageModel
{
    public PublicForm Form { get; private set; } = null!;

    public string Key { get; private set; } = "";

    public Guid Once { get; private set; }

    /// <summary>Whether the result is awaited.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>The result; null if it is not shown, or there is none.</summary>
    public Output? Result { get; private set; }

    public string Message { get; private set; } = "";

    /// <summary>The page that follows; null if this is the last one.</summary>
    public string? Next { get; private set; }

    public IActionResult OnGet(string key, Guid once)
    {
        Response.Headers.CacheControl = "no-store";
        if (forms.Find(key) is not { } form || form.IsForUsers && HttpContext.Person() is null || forms.RunOf(form, once) is not { } id || runs.State(id) is not { } view)
            return NotFound();
        (Form, Key, Once) = (form, key, once);
        if (form.Configuration.After == AfterForm.Redirect && forms.AddressAfter(form, view.Run.Input, HttpContext.Actor()) is { } next)
        {
            // The browser follows it from here: the answer to a form may not lead to another site.
            (Next, Response.Headers["Refresh"]) = (next, $"0;url={next}");
            return Page();
        }
        if (form.Configuration.After != AfterForm.Result)
        {
            Message = forms.MessageOf(form, view.Run.Input, HttpContext.Actor()) is { Length: > 0 } message ? message : "Thank you.";
            return Page();
        }
        IsWaiting = !view.Run.IsFinished;
        Result = RunResult.Of(view) is { Output.IsFile: false } result ? result.Output : null;
        Message = view.Run.Status == RunStatus.Completed ? "Thank you." : "Something went wrong, and the people behind this form can see it. Try again later.";
        return Page();
    }
}
