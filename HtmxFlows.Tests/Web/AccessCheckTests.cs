using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Api;

namespace HtmxFlows.Tests.Web;

public sealed class AccessCheckTests(Team team) : IClassFixture<Team>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/nowhere")]
    [InlineData("/runs?status=failed")]
    [InlineData("/store/a%20b%C3%A4")]
    public async Task A_page_redirects_to_the_sign_in(string address)
    {
        using var visitor = team.App.Visit();
        using var answer = await visitor.Stream(new(HttpMethod.Get, address));

        Assert.Equal((HttpStatusCode.SeeOther, $"/sign-in?return={Uri.EscapeDataString(address)}"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_part_of_a_page_makes_htmx_open_the_sign_in_and_return_to_the_page()
    {
        using var visitor = team.App.Visit();
        var answer = await visitor.Call("GET /inbox/count", null, ("HX-Request", "true"), ("HX-Current-URL", $"{team.App.Address}runs?status=failed"));
        var elsewhere = await visitor.Call("GET /inbox/count", null, ("HX-Request", "true"), ("HX-Current-URL", "https://evil.example/runs"));

        Assert.Equal((HttpStatusCode.Unauthorized, "/sign-in?return=%2Fruns%3Fstatus%3Dfailed"), (answer.Status, answer.Header("HX-Redirect")));
        Assert.Equal("/sign-in?return=%2F", elsewhere.Header("HX-Redirect"));
    }

    [Theory]
    [InlineData("GET /api/workflows")]
    [InlineData("POST /api/workflows")]
    [InlineData("GET /api/nothing")]
    [InlineData("GET /api/openapi.json")]
    public async Task The_API_answers_problem_details(string call)
    {
        using var visitor = team.App.Visit();

        Assert.Equal("Sign in first.", (await visitor.Call(call)).Problem(401));
    }

    [Theory]
    [InlineData("events", "text/event-stream")]
    [InlineData("", "application/json")]
    [InlineData("", "text/plain")]
    public async Task A_program_gets_the_status_and_no_page(string part, string accept)
    {
        using var visitor = team.App.Visit();

        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.Call($"GET /runs/{Guid.NewGuid()}/{part}", null, ("Accept", accept))).Status);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/account")]
    [InlineData("/search?q=x")]
    [InlineData("/api/workflows")]
    [InlineData("/api/runs")]
    public async Task What_only_some_may_see_is_kept_by_no_browser(string address)
    {
        using var visitor = await team.Visit(Role.Viewer);
        using var answer = await visitor.Stream(new(HttpMethod.Get, address));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("/app.css")]
    [InlineData("/icon.svg")]
    [InlineData("/sign-in")]
    [InlineData("/unreachable")]
    [InlineData("/problem/404")]
    public async Task A_public_address_needs_no_session(string address)
    {
        using var visitor = team.App.Visit();
        using var answer = await visitor.Stream(new(HttpMethod.Get, address));

        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    [Fact]
    public async Task A_question_is_answered_by_its_link_without_a_session()
    {
        var run = await team.App.Start(await team.App.Make("Asking", [App.Node("ask", "approve", new { text = "May it?" })]));
        await Eventually.True(() => team.App.Get<HtmxFlows.Runs.OpenQuestions>().Count(HtmxFlows.Runs.QuestionReader.All) > 0);
        using var visitor = team.App.Visit();
        var page = await visitor.Open($"/approvals/{run}/ask?key={team.App.Get<HtmxFlows.Runs.ApprovalAddresses>().KeyOf(run, "ask")}");

        Assert.Equal(HttpStatusCode.OK, (await visitor.Submit(page.One("form.question"), button: "decision=approve")).Status);
        await team.App.End(run);
    }

    [Theory]
    [InlineData(null, null, 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 404)]
    [InlineData("Origin", "own", 404)]
    public async Task The_API_takes_the_cookie_for_a_change_only_from_the_own_pages(string? header, string? value, int status)
    {
        using var olga = await team.Visit(Role.Owner);
        (string, string)[] headers = header is null ? [] : [(header, value == "own" ? team.App.Address.GetLeftPart(UriPartial.Authority) : value!)];

        Assert.Equal((HttpStatusCode)status, (await olga.Call($"POST /api/runs/{Guid.NewGuid()}/cancellation", null, headers)).Status);
        if (status == 403)
            Assert.Equal(HttpStatusCode.Forbidden, (await olga.Call($"GET /api/workflows/{Guid.NewGuid()}/run?prompt=x", null, headers)).Status);
    }

    [Fact]
    public async Task A_form_of_one_user_cannot_be_sent_by_another()
    {
        using var olga = await team.Visit(Role.Owner);
        using var emil = await team.Visit(Role.Editor);
        var token = (await olga.Open("/account/name")).One("main form input[name=__RequestVerificationToken]").GetAttribute("value")!;
        await emil.Open("/account/name");
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("name", "Emily")]);

        Assert.Equal(HttpStatusCode.BadRequest, (await emil.Send(new(HttpMethod.Post, "/account/name") { Content = form })).Status);
    }

    [Fact]
    public async Task A_session_that_ends_takes_its_live_stream_along()
    {
        var run = await team.App.Start(await team.App.Make("Live", [App.Endless()]));
        var secret = await team.Secret(Role.Viewer);
        using var vera = team.Visit(secret);
        using var answer = await vera.Stream(new(HttpMethod.Get, $"/runs/{run}/events"));
        await using var stream = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.True(await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken) > 0);
        var session = team.App.Get<Sessions>().Find(secret, "")!;
        await team.App.Get<Sessions>().End(session.User, session.Session.Id, Actor.System);

        await Assert.ThrowsAnyAsync<IOException>(() => stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken).Soon());
        Assert.StartsWith("/sign-in", (await vera.Open($"/runs/{run}")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_offer_only_what_the_actor_may_do()
    {
        var workflow = await team.App.Make("Offered", [App.Template("a", "x")]);
        using var vera = await team.Visit(Role.Viewer);
        using var rosa = await team.Visit(Role.Runner);
        using var emil = await team.Visit(Role.Editor);
        using var olga = await team.Visit(Role.Owner);

        Assert.Empty((await vera.Open("/")).All("a[href='/workflows/new'], a[href='/people'], a[href$='/edit']"));
        Assert.Empty((await vera.Open($"/workflows/{workflow}")).All("main form[method=post], main a[href$='/edit']"));
        Assert.NotEmpty((await rosa.Open($"/workflows/{workflow}")).All($"form[action$='/workflows/{workflow}/runs']"));
        Assert.Empty((await rosa.Open($"/workflows/{workflow}")).All("main a[href$='/edit'], form[action$='/archival']"));
        Assert.NotEmpty((await emil.Open("/")).All("a[href='/workflows/new']"));
        Assert.Empty((await emil.Open("/")).All("a[href='/people']"));
        Assert.NotEmpty((await olga.Open("/")).All("a[href='/people']"));
    }
}
