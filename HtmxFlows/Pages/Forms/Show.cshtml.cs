using HtmxFlows.Files;
using HtmxFlows.Runs;
using HtmxFlows.Triggers;
using HtmxFlows.Views;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Forms;

/// <summary>A public form. Anyone with its address may send it, unless it is for users.</summary>
public sealed class ShowModel(PublicForms forms, FileStore files) : PageModel
{
    public PublicForm Form { get; private set; } = null!;

    public IReadOnlyList<InputField> Fields { get; private set; } = [];

    /// <summary>The key of this page, which starts one run however often it is sent.</summary>
    public Guid Once { get; private set; } = Guid.NewGuid();

    public string? Problem { get; private set; }

    public IActionResult OnGet(string key)
    {
        if (Load(key) is { } refusal)
            return refusal;
        Fields = InputField.Of(Form.Inputs);
        return Page();
    }

    public async Task<IActionResult> OnPost(string key, Guid once)
    {
        if (Load(key) is { } refusal)
            return refusal;
        var sent = await SentForm.Read(Request.Form, Form.Inputs, files, HttpContext.RequestAborted);
        var (input, problems) = sent.Values(Form.Inputs);
        Once = once == Guid.Empty ? Once : once;
        var outcome = problems.Count > 0 ? new SendOutcome.NotSent(new RunStart.Refused(problems)) : await forms.Send(Form, Once, input, sent.Files, HttpContext.Actor());
        switch (outcome)
        {
            case SendOutcome.Sent:
                return Pages.SeeOther.To(this, $"{Request.PathBase}/form/{Uri.EscapeDataString(key)}/sent/{Once}");
            case SendOutcome.TooMany wait:
                Response.RetryAfter(wait.RetryAfter);
                return Refuse(sent, "This form was sent very often from your network. Try again in a minute.", StatusCodes.Status429TooManyRequests);
            case SendOutcome.NotSent refused:
                Fields = [.. InputField.Of(Form.Inputs, sent.Texts).Select(field => field with { Problem = refused.Start.Fields.FirstOrDefault(problem => problem.Field == field.Name)?.Message })];
                return Refuse(sent, Fields.Any(field => field.Problem is not null) ? "Not sent. Correct the fields below." : "The form cannot be sent now. Try again later.", refused.Start.StatusCode());
            default:
                throw new InvalidOperationException($"{outcome} is no outcome of a form.");
        }
    }

    PageResult Refuse(SentForm sent, string problem, int status)
    {
        if (Fields.Count == 0)
            Fields = InputField.Of(Form.Inputs, sent.Texts);
        (Problem, Response.StatusCode) = (problem, status);
        return Page();
    }

    /// <returns>What is answered instead of the form; null if it is there.</returns>
    IActionResult? Load(string key)
    {
        Response.Headers.CacheControl = "no-store";
        if (forms.Find(key) is not { } form)
            return NotFound();
        Form = form;
        return form.IsForUsers && HttpContext.Person() is null ? Redirect($"~/sign-in?return={Uri.EscapeDataString($"/form/{key}")}") : null;
    }
}
