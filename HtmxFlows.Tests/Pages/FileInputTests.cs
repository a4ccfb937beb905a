using System.Net;
using System.Net.Http.Headers;
using HtmxFlows.Files;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Pages;

/// <summary>Files that are sent with the start of a run, by its form and by the API.</summary>
public sealed class FileInputTests(App app) : IDisposable
{
    const string Inputs = """[{"name": "report", "type": "file", "label": "Report", "required": true}, {"name": "note", "type": "text"}]""";

    readonly Visitor visitor = app.Visit();

    public void Dispose() => visitor.Dispose();

    [Fact]
    public async Task A_file_is_sent_by_the_form_and_read_by_a_node()
    {
        var page = await visitor.Open($"/workflows/{await Make()}");
        Assert.Equal(("file", "multipart/form-data"), (page.One("[name='input.report']").GetAttribute("type"), page.Form("/runs").GetAttribute("enctype")));

        var started = await visitor.Submit(page.Form("/runs"), new Dictionary<string, string> { ["input.note"] = "n" }, file: ("input.report", "../a.csv", "héllo"));

        await app.End(started.Id);
        Assert.Equal("héllo", State(started.Id).Result!.Value.GetString());
        var run = await visitor.Open(started.Address);
        Assert.Equal(["a.csv", "n"], run.Texts(".given dd"));
        Assert.Equal(("a.csv", "6 bytes · application/octet-stream"), (run.One(".person .files a").Words(), run.One(".person .files .kind").Words()));
    }

    [Fact]
    public async Task A_form_without_the_file_is_refused_and_shown_again()
    {
        var page = await visitor.Open($"/workflows/{await Make()}");
        var refused = await visitor.Submit(page.Form("/runs"), new Dictionary<string, string> { ["input.note"] = "kept" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal("Report is required.", refused.One(".input .problem").Words());
        Assert.Equal("kept", refused.One("[name='input.note']").GetAttribute("value"));
    }

    [Fact]
    public async Task A_run_with_a_file_can_be_run_again()
    {
        var first = await Send(await Make());
        await app.End(first);
        var page = await visitor.Open($"/runs/{first}");
        var again = await visitor.Submit(page.Form("/retry"));
        await app.End(again.Id);
        Assert.NotEqual(first, again.Id);
        Assert.Equal("sent", State(again.Id).Result!.Value.GetString());
    }

    [Fact]
    public async Task The_API_takes_a_form_with_files()
    {
        var run = await Send(await Make());
        await app.End(run);
        var state = (await visitor.Call($"GET /api/runs/{run}")).Json();
        Assert.Equal(("p", "sent"), (state.Text("prompt"), state.Text("result")));
        Assert.Equal(("r.txt", "text/plain", 4L), FileValue.Of(state.GetProperty("input").GetProperty("report")) is { } file ? (file.Name, file.Type, file.Size) : default);
    }

    [Fact]
    public async Task The_id_of_a_file_is_no_file()
    {
        var workflow = await Make();
        var run = await Send(workflow);
        await app.End(run);
        var foreign = State(run).Input!.Value.GetProperty("report").GetRawText();
        const string Refusal = "Report must be sent as a file, in a form with parts (multipart/form-data).";

        Assert.Equal(Refusal, (await visitor.Call($"POST /api/workflows/{workflow}/runs", $$"""{"input": {"report": {{foreign}} } }""")).Problem(422));
        Assert.Contains(Refusal, (await visitor.Open($"/api/workflows/{workflow}/run?report={Uri.EscapeDataString(foreign)}")).Source, StringComparison.Ordinal);
        using var form = new MultipartFormDataContent { { new StringContent(foreign), "input.report" } };
        Assert.Equal("Report is required.", (await visitor.Call($"POST /api/workflows/{workflow}/runs", form)).Problem(422));
    }

    [Fact]
    public async Task A_file_may_be_larger_than_other_requests()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[12 * 1024 * 1024]), "input.report", "r.bin" } };
        var workflow = await app.MakeAsking("With a large file", Inputs, [App.Node("r", "file", new { operation = "hash", value = "{{run.input.report}}" })]);
        var run = Guid.Parse((await visitor.Call($"POST /api/workflows/{workflow}/runs", form)).Json().Text("id"));
        await app.End(run);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(new byte[12 * 1024 * 1024])), State(run).Result!.Value.GetString());
    }

    [Fact]
    public async Task A_file_beyond_the_limit_is_refused_at_its_field()
    {
        await using var own = new App("Production", ("HtmxFlows:Files:FileBytes", "1000"));
        using var other = own.Visit();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[1001]), "input.report", "r.bin" } };
        var workflow = await own.MakeAsking("With a file", Inputs, [App.Template("a", "x")]);
        Assert.StartsWith("The file “r.bin” is larger than 1,000 bytes, the limit.", (await other.Call($"POST /api/workflows/{workflow}/runs", form)).Problem(422), StringComparison.Ordinal);
        using var larger = new MultipartFormDataContent { { new ByteArrayContent(new byte[9 * 1024 * 1024]), "input.report", "r.bin" } };
        (await other.Call($"POST /api/workflows/{workflow}/runs", larger)).Problem(413);
    }

    [Theory]
    [InlineData("other", "`other` is not a field of this form. Its fields are `prompt`, `thread`, `input.NAME`, and `trigger` with `data.NODE`.")]
    [InlineData("input.x", "The workflow has no input `x`. Its inputs are `report`, `note`.")]
    public async Task A_field_that_is_unknown_is_422(string name, string problem)
    {
        using var form = new MultipartFormDataContent { { new StringContent("a"), name }, { new ByteArrayContent([1]), "input.report", "r" } };
        Assert.Equal(problem, (await visitor.Call($"POST /api/workflows/{await Make()}/runs", form)).Problem(422));
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_400()
    {
        using var content = new StringContent("nothing");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data");
        Assert.StartsWith("The form cannot be read.", (await visitor.Call($"POST /api/workflows/{await Make()}/runs", content)).Problem(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_another_site_is_refused()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1]), "input.report", "r" } };
        (await visitor.Call($"POST /api/workflows/{await Make()}/runs", form, ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example"))).Problem(403);
    }

    [Theory]
    [InlineData("""{"inputs": [{"name": "f", "type": "file", "default": "x"}]}""", "A file has no default. Clear it.")]
    public async Task A_file_has_no_default(string flow, string problem)
    {
        var made = await app.Get<WorkflowStore>().Create(new("File default", "", App.Flow([App.Template("a", "x")])[..^1] + $", {flow[1..]}"));
        Assert.Contains(problem, Assert.IsType<SaveOutcome.Invalid>(made).Problems.Select(found => found.Message));
    }

    Task<Guid> Make() => app.MakeAsking("With a file", Inputs, [App.Node("r", "file", new { operation = "read", value = "{{run.input.report}}" })]);

    /// <summary>Starts a run by the API.</summary>
    async Task<Guid> Send(Guid workflow)
    {
        var file = new ByteArrayContent("sent"u8.ToArray());
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("text/plain");
        using var form = new MultipartFormDataContent { { new StringContent("p"), "prompt" }, { file, "input.report", "r.txt" } };
        return Guid.Parse((await visitor.Call($"POST /api/workflows/{workflow}/runs", form)).Json().Text("id"));
    }

    RunState State(Guid run) => RunState.Of(run, app.Get<Journal>().Read(run));
}
