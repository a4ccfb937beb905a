using HtmxFlows.Files;
using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using HtmxFlows.Triggers;
using HtmxFlows.Views;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Forms;

/// <summary>A public form, of one or several pages. Anyone with its address may send it, unless it is for users.</summary>
public sealed class ShowModel(PublicForms forms, KeptForms sealing, FileStore files) : PageModel
{
    KeptForm filled = null!;

    public PublicForm Form { get; private set; } = null!;

    /// <summary>All pages of the form.</summary>
    public IReadOnlyList<InputPage> Parts { get; private set; } = [];

    /// <summary>The number of the page that is shown, from 1.</summary>
    public int Number => filled.Page + 1;

    public InputPage Part => Parts[filled.Page];

    public bool IsLast => Number == Parts.Count;

    public IReadOnlyList<InputField> Fields { get; private set; } = [];

    /// <summary>What is filled in so far, sealed.</summary>
    public string Kept => sealing.Seal(Form, filled);

    /// <summary>The key of this form, which starts one run however often it is sent.</summary>
    public Guid Once { get; private set; } = Guid.NewGuid();

    public string? Problem { get; private set; }

    public IActionResult OnGet(string key) => Load(key) ?? Show(0);

    /// <param name="kept">What is filled in so far, as the page has it.</param>
    /// <param name="go">Where the sender goes: <c>back</c>, or forward.</param>
    public async Task<IActionResult> OnPost(string key, Guid once, string? kept, string? go)
    {
        if (Load(key) is { } refusal)
            return refusal;
        Once = once == Guid.Empty ? Once : once;
        if (sealing.Open(Form, kept) is not { } known)
            return Refuse("This form was open for too long. Fill it in again.", StatusCodes.Status422UnprocessableEntity);
        filled = known with { Page = Math.Clamp(known.Page, 0, Parts.Count - 1) };
        if (Request.Form.Files.Any(file => file.Length > 0) && forms.CountUpload(Form, HttpContext.Actor()) is { } wait)
            return TooMany(wait);
        var sent = await SentForm.Read(Request.Form, Part.Inputs, files, HttpContext.RequestAborted);
        filled = await sealing.Renew(filled.With(sent, Part.Inputs, Form.Inputs), Form.Inputs);
        if (go == "back" && filled.Page > 0)
            return Show(filled.Page - 1);
        return sent.Problems.Count > 0 ? Refuse(sent.Problems)
            : filled.Values(Part.Inputs).Problems is { Count: > 0 } problems ? Refuse(problems)
            : IsLast ? await Send(key) : Show(filled.Page + 1);
    }

    async Task<IActionResult> Send(string key)
    {
        // The workflow may ask for something else than it did when an earlier page was filled in.
        var (input, problems) = filled.Values(Form.Inputs);
        if (problems.Count > 0)
            return Refuse(problems);
        var held = filled.Files(Form.Inputs).Select(file => file.File.Id).ToArray();
        return await forms.Send(Form, Once, input, held, HttpContext.Actor()) switch
        {
            SendOutcome.Sent => SeeOther.To(this, $"{Request.PathBase}/form/{Uri.EscapeDataString(key)}/sent/{Once}"),
            SendOutcome.TooMany wait => TooMany(wait.RetryAfter),
            SendOutcome.NotSent { Start: var start } => NotSent(start),
            var other => throw new InvalidOperationException($"{other} is no outcome of a form."),
        };
    }

    /// <summary>Shows the first page that has a problem, and each problem at its field.</summary>
    PageResult Refuse(IReadOnlyList<FieldProblem> problems, int status = StatusCodes.Status422UnprocessableEntity)
    {
        bool IsAt(InputPage part) => part.Inputs.Any(input => problems.Any(problem => problem.Field == InputValues.Prefix + input.Name));
        var page = Parts.Index().Where(part => IsAt(part.Item)).Select(part => part.Index).FirstOrDefault(filled.Page);
        (filled, Response.StatusCode) = (filled with { Page = page }, status);
        Problem = IsAt(Part) ? "Not sent. Correct the fields below." : "The form cannot be sent now. Try again later.";
        Fields = [.. FieldsOf(Part).Select(field => field with { Problem = problems.FirstOrDefault(problem => problem.Field == field.Name)?.Message })];
        return Page();
    }

    PageResult NotSent(RunStart.NotStarted start)
    {
        Response.SetRefusal(start);
        return start.Fields.Count > 0 ? Refuse(start.Fields, Response.StatusCode) : Refuse("The form cannot be sent now. Try again later.", Response.StatusCode);
    }

    PageResult TooMany(TimeSpan wait)
    {
        Response.SetRetryAfter(wait);
        return Refuse("This form was sent very often from your network. Try again in a minute.", StatusCodes.Status429TooManyRequests);
    }

    PageResult Refuse(string problem, int status)
    {
        (Problem, Response.StatusCode) = (problem, status);
        return Show(filled.Page);
    }

    PageResult Show(int page)
    {
        filled = filled with { Page = page };
        Fields = FieldsOf(Part);
        return Page();
    }

    IReadOnlyList<InputField> FieldsOf(InputPage part)
    {
        var kept = filled.Files(part.Inputs).ToDictionary(file => file.Input, file => file.File.Name);
        return [.. InputField.Of(part.Inputs, filled.Texts).Select(field => field with { Kept = kept.GetValueOrDefault(field.Input.Name) })];
    }

    /// <returns>What is answered instead of the form; null if it is there.</returns>
    IActionResult? Load(string key)
    {
        Response.Headers.CacheControl = "no-store";
        if (forms.Find(key) is not { } form)
            return NotFound();
        (Form, Parts, filled) = (form, InputPage.Of(form.Inputs), sealing.New());
        return form.IsForUsers && HttpContext.Person() is null ? Redirect($"~/sign-in?return={Uri.EscapeDataString($"/form/{key}")}") : null;
    }
}
