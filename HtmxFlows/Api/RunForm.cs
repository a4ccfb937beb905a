using HtmxFlows.Files;
using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;

namespace HtmxFlows.Api;

/// <summary>A run's start as a form, which can send files: the fields <c>prompt</c>, <c>thread</c>, <c>input.NAME</c>, and <c>trigger</c> with <c>data.NODE</c>.</summary>
static class RunForm
{
    const string Prompt = "prompt", Thread = "thread";

    /// <returns>The request, or the problem details if it cannot be read.</returns>
    public static async Task<(RunRequest?, IResult?)> Read(HttpRequest request, Guid workflow, IReadOnlyList<FlowInput> declared, FileStore files)
    {
        var (form, unreadable) = await Form(request);
        if (form is null)
            return (null, unreadable);
        FieldProblem[] unknown = [.. form.Keys.Concat(form.Files.Select(file => file.Name)).Where(IsUnknown).Select(name =>
            new FieldProblem(Data.Excerpt.Of(name), $"`{Data.Excerpt.Of(name)}` is not a field of this form. Its fields are `prompt`, `thread`, `input.NAME`, and `trigger` with `data.NODE`."))];
        if (unknown.Length > 0)
            return (null, ApiProblems.Unknown(unknown));
        Guid? thread = null;
        if (form[Thread].FirstOrDefault() is { Length: > 0 } text)
        {
            if (!Guid.TryParse(text, out var known))
                return (null, ApiProblems.Unreadable("The field `thread` is not an id."));
            thread = known;
        }
        var trigger = SentTrigger.Read(form);
        if (trigger.Problem is { } wrong)
            return (null, ApiProblems.NotStarted(new RunStart.Refused([wrong])));
        var sent = await SentForm.Read(form, declared, files, request.HttpContext.RequestAborted);
        var (input, problems) = sent.Values(declared);
        return problems.Count > 0 ? (null, ApiProblems.NotStarted(new RunStart.Refused(problems)))
            : (new(workflow, form[Prompt].FirstOrDefault() ?? "", RunTrigger.Api, thread, Input: input, Files: sent.Files) { Fired = trigger.Fired }, null);
    }

    static bool IsUnknown(string name) => name is not (Prompt or Thread or SentTrigger.Field) && !name.StartsWith(SentTrigger.DataPrefix, StringComparison.Ordinal) && !name.StartsWith(InputValues.Prefix, StringComparison.Ordinal);

    static async Task<(IFormCollection?, IResult?)> Form(HttpRequest request)
    {
        try
        {
            return (await request.ReadFormAsync(request.HttpContext.RequestAborted), null);
        }
        catch (BadHttpRequestException error)
        {
            return (null, ApiProblems.Of(error.StatusCode));
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException)
        {
            return (null, ApiProblems.Unreadable("The form cannot be read. Send multipart/form-data with its boundary."));
        }
    }
}
