using System.Net;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Pages;

/// <summary>Whatever a request asks that cannot be, the answer is a page with a sentence, and nothing has changed.</summary>
public sealed class RefusalTests(App app)
{
    const string Nobody = "00000000-0000-0000-0000-000000000000";

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/workflows")]
    [InlineData("/workflows/7")]
    [InlineData("/runs/7")]
    [InlineData("/runs/7/events")]
    [InlineData($"/workflows/{Nobody}")]
    [InlineData($"/workflows/{Nobody}/edit")]
    [InlineData($"/workflows/{Nobody}/draft/json")]
    [InlineData($"/workflows/{Nobody}/export")]
    [InlineData($"/workflows/{Nobody}/delete")]
    [InlineData($"/workflows/{Nobody}/runs")]
    [InlineData($"/runs/{Nobody}")]
    [InlineData($"/runs/{Nobody}/log")]
    [InlineData($"/runs/{Nobody}/output?node=a")]
    [InlineData($"/runs/{Nobody}/cancellation")]
    [InlineData($"/runs/{Nobody}/retry")]
    public async Task What_is_not_there_is_404(string address)
    {
        using var visitor = app.Visit();

        Check(await visitor.Open(address), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("POST", "/")]
    [InlineData("PUT", "/")]
    [InlineData("DELETE", "/runs")]
    [InlineData("PATCH", "/nodes")]
    [InlineData("TRACE", "/nodes")]
    [InlineData("POST", $"/runs/{Nobody}/events")]
    [InlineData("DELETE", $"/runs/{Nobody}/log")]
    public async Task What_an_address_does_not_do_is_405(string method, string address)
    {
        using var visitor = app.Visit();

        var page = await visitor.Send(new(new HttpMethod(method), address));

        Check(page, HttpStatusCode.MethodNotAllowed);
        Assert.StartsWith("GET", page.Header("Allow"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/workflows/{0}")]
    [InlineData("PUT", "/workflows/{0}/edit")]
    [InlineData("DELETE", "/workflows/{0}/delete")]
    [InlineData("POST", "/workflows/{0}/export")]
    public async Task A_page_does_only_what_it_has_handlers_for(string method, string address)
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Methods", [App.Template("a", "x")]);

        Check(await visitor.Send(new(new HttpMethod(method), string.Format(null, address, workflow))), HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_HEAD_is_answered_like_a_GET_without_the_body()
    {
        using var visitor = app.Visit();

        var page = await visitor.Send(new(HttpMethod.Head, "/"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(page.Body);
    }

    [Theory]
    [InlineData("/runs?status=bogus")]
    [InlineData("/runs?status=7")]
    [InlineData("/runs?workflow=7")]
    [InlineData("/runs?cursor=abc")]
    [InlineData("/workflows/new?copy=abc")]
    public async Task A_filter_that_makes_no_sense_is_400(string address)
    {
        using var visitor = app.Visit();

        Check(await visitor.Open(address), HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("/workflows/new")]
    [InlineData("/workflows/import")]
    [InlineData("/workflows/{0}/draft/undo")]
    [InlineData("/workflows/{0}/draft/publication")]
    [InlineData("/workflows/{0}/draft/json")]
    [InlineData("/workflows/{0}/delete")]
    [InlineData("/workflows/{0}/runs")]
    [InlineData("/runs/{1}/cancellation")]
    [InlineData("/runs/{1}/retry")]
    public async Task A_form_without_its_token_is_400_and_changes_nothing(string address)
    {
        await using var own = new App();
        using var visitor = own.Visit();
        var workflow = await own.Make("Guarded", [App.Endless()]);
        var run = await own.Start(workflow);
        var json = App.Flow([App.Template("a", "x")]);
        var form = new Dictionary<string, string>
        {
            ["name"] = "Changed",
            ["flow"] = json,
            ["json"] = json,
            ["revision"] = "0",
            ["prompt"] = "x",
            ["__RequestVerificationToken"] = "made up",
        };

        foreach (var fields in new[] { form, form.Where(field => field.Key[0] != '_').ToDictionary() })
            Check(await visitor.Send(new(HttpMethod.Post, string.Format(null, address, workflow, run)) { Content = new FormUrlEncodedContent(fields) }), HttpStatusCode.BadRequest);

        Assert.Equal(["Guarded", "Orchestrator → ComputeAgent → StorageAgent", "Two readers"],
            own.Get<WorkflowStore>().Search("", 0, 9).Select(line => line.Name).Order());
        Assert.Equal(1, own.Get<WorkflowStore>().Find(workflow)!.Latest);
        Assert.Equal(["waiting"], own.Get<RunStore>().List(null, null, 0, 9).Select(line => line.Status));
    }

    [Fact]
    public async Task A_token_of_another_visitor_is_400()
    {
        using var anna = app.Visit();
        using var ben = app.Visit();
        var form = (await anna.Open("/workflows/new")).One("main form[method=post]");
        await ben.Open("/workflows/new");

        Check(await ben.Submit(form), HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("prompt=%00")]
    [InlineData("%")]
    [InlineData("=&=&&&")]
    public async Task A_body_that_is_no_form_of_ours_is_400(string body)
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Garbage", [App.Template("a", "x")]);

        var page = await visitor.Send(new(HttpMethod.Post, $"/workflows/{workflow}/runs") { Content = new StringContent(body, null, "application/x-www-form-urlencoded") });

        Check(page, HttpStatusCode.BadRequest);
        Assert.Empty(app.Get<RunStore>().List(workflow, null, 0, 1));
    }

    [Fact]
    public async Task A_mistake_of_ours_is_a_page_too_and_tells_no_secrets()
    {
        await using var own = new App();
        using var visitor = own.Visit();
        var workflow = await own.Make("Broken", [App.Template("a", "x")]);
        // A row that no version of this program writes.
        await own.Get<HtmxFlows.Data.IDatabase>().Write(writer =>
            writer.Execute("UPDATE versions SET created_at = 'no time' WHERE workflow_id = $0", workflow.ToString()));

        var page = await visitor.Open($"/workflows/{workflow}/edit");

        Check(page, HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("no time", page.Source, StringComparison.Ordinal);
    }

    static void Check(Page page, HttpStatusCode status)
    {
        Assert.Equal(status, page.Status);
        Assert.Equal("text/html", page.Response.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(page.One("main h1").Words());
        Assert.EndsWith(".", page.One("main h1 + p").Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", page.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", page.Source, StringComparison.Ordinal);
    }
}
