using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages.Account;

public sealed class SignInTests(Team team) : IClassFixture<Team>
{
    [Theory]
    [InlineData("Olga")]
    [InlineData(" olga ")]
    [InlineData("owner@example.com")]
    public async Task A_user_signs_in_by_name_or_address_and_returns_to_the_page(string login)
    {
        using var visitor = team.App.Visit();
        var form = await visitor.Open("/store?q=x");
        Assert.Equal("/sign-in?return=%2Fstore%3Fq%3Dx", form.Address);
        Assert.Equal(["username", "current-password"], form.All("main input[autocomplete]").Select(field => field.GetAttribute("autocomplete")));
        Assert.Equal("password", form.One("#current").GetAttribute("type"));
        Assert.Empty(form.All(".top nav"));

        var page = await SignIn(visitor, form, login, Team.Password);

        Assert.Equal(("/store?q=x", HttpStatusCode.SeeOther), (page.Address, page.Redirect!.Value));
        Assert.Equal("Olga", page.One(".account a").Words());
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    [InlineData("")]
    public async Task Signing_in_leads_to_no_other_site(string address)
    {
        using var visitor = team.App.Visit();

        var page = await SignIn(visitor, await visitor.Open($"/sign-in?return={Uri.EscapeDataString(address)}"), "Vera", Team.Password);

        Assert.Equal("/", page.Address);
    }

    [Fact]
    public async Task The_cookie_of_a_session_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var visitor = Plain();
        var cookie = await Cookie(visitor, "Vera");

        Assert.Matches("^htmxflows-session=[A-Za-z0-9_-]{43}; ", cookie);
        Assert.All(["httponly", "samesite=lax", "path=/", "max-age=7776000"], part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Null((await visitor.Open("/sign-in")).Header("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Behind_a_proxy_with_https_the_cookie_is_bound_to_the_host_and_to_encryption()
    {
        await using var own = new Team(new App("Production", ("HtmxFlows:Address", "https://flows.example.com")));
        await own.InitializeAsync();
        using var http = new HttpClient(new HttpClientHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = own.App.Address, DefaultRequestHeaders = { Host = "flows.example.com" } };
        using var page = await http.GetAsync(new Uri("/sign-in", UriKind.Relative), TestContext.Current.CancellationToken);
        var token = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new FormUrlEncodedContent([new("login", "Vera"), new("current", Team.Password), new("__RequestVerificationToken", token)]);
        // The proxy decrypts: what reaches the app is plain, with cookies that the browser sends by https only.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = form, Headers = { { "Cookie", page.Headers.GetValues("Set-Cookie").Select(one => one.Split(';')[0]) } } };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.Contains("session", StringComparison.Ordinal));

        Assert.StartsWith("__Host-htmxflows-session=", cookie, StringComparison.Ordinal);
        Assert.All(["secure", "httponly", "samesite=lax", "path=/"], part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.All(page.Headers.GetValues("Set-Cookie").Concat(answer.Headers.GetValues("Set-Cookie")), one => Assert.Contains("; secure", one, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["max-age=31536000"], page.Headers.GetValues("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Each_sign_in_gives_a_new_secret_and_a_planted_one_is_worth_nothing()
    {
        const string Planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        using var victim = team.Visit(Planted);
        await SignIn(victim, await victim.Open("/sign-in"), "Vera", Team.Password);
        using var attacker = team.Visit(Planted);

        Assert.StartsWith("/sign-in", (await attacker.Open("/")).Address, StringComparison.Ordinal);
        Assert.Equal("/", (await victim.Open("/")).Address);
    }

    [Fact]
    public async Task A_session_that_was_planted_in_a_browser_ends_when_its_user_signs_in()
    {
        var planted = await team.Secret(Role.Runner);
        using var victim = team.Visit(planted);
        using var attacker = team.Visit(planted);
        var token = (await victim.Open("/account/name")).One("main form input[name=__RequestVerificationToken]").GetAttribute("value")!;
        using var form = new FormUrlEncodedContent([new("login", "Vera"), new("current", Team.Password), new("__RequestVerificationToken", token)]);

        var page = await victim.Send(new(HttpMethod.Post, "/sign-in") { Content = form });

        Assert.Equal(("/", "Vera"), (page.Address, page.One(".account a").Words()));
        Assert.Null(team.App.Get<Sessions>().Find(planted, ""));
        Assert.StartsWith("/sign-in", (await attacker.Open("/account")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_name_and_a_disabled_user_have_the_same_answer()
    {
        var gone = Assert.IsType<UserOutcome.Saved>(await team.App.Get<Users>().Add(new("Gone", "", Role.Viewer), Team.Password, new Actor.Person(team.User(Role.Owner), Guid.Empty))).User;
        await team.App.Get<Users>().Change(gone.Id, new("Gone", "", Role.Viewer, IsDisabled: true), new Actor.Person(team.User(Role.Owner), Guid.Empty));
        List<string> answers = [];
        foreach (var (login, password) in new[] { ("Vera", "wrong password"), ("Nobody", Team.Password), ("Gone", Team.Password), ("Vera", ""), ("Vera", new string('x', 5000)) })
        {
            using var visitor = team.App.Visit();
            var page = await SignIn(visitor, await visitor.Open("/sign-in"), login, password);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
            Assert.Null(page.Header("Set-Cookie"));
            Assert.Equal("", page.One("#current").GetAttribute("value") ?? "");
            answers.Add(page.One("[role=alert]").Words());
        }

        Assert.Equal(["The name or the password is wrong."], answers.Distinct());
        Assert.Contains("session.refused", team.App.Get<AuditLog>().Read(new(), null, 50).Select(entry => entry.Action));
    }

    /// <summary>Counts what takes the time, since the time itself depends on whatever else the machine does.</summary>
    [Fact]
    public async Task A_known_and_an_unknown_name_cost_the_same_work()
    {
        await using var own = new Team();
        await own.InitializeAsync();
        var (signIn, passwords, users) = (own.App.Get<SignIn>(), own.App.Get<Passwords>(), own.App.Get<Users>());
        await users.AddWithoutPassword(new("Provided", "", Role.Viewer), Actor.System, (_, _) => { });
        await users.Change(own.User(Role.Runner).Id, new("Rosa", "", Role.Runner, IsDisabled: true), Actor.System);
        foreach (var (login, password) in new[] { ("Vera", "a wrong password"), ("Vera", Team.Password), ("Nobody", "a wrong password"), ("Rosa", Team.Password), ("Provided", Team.Password), ("Provided", ""), ("Vera", new string('x', 5000)) })
        {
            var before = passwords.Made;
            var outcome = await signIn.Try(login, password, "10.1.2.3", "");
            Assert.Equal((login, outcome.GetType().Name, 1), (login, outcome.GetType().Name, passwords.Made - before));
        }
    }

    [Fact]
    public async Task Every_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var vera = await team.Visit(Role.Viewer);
        var run = await team.App.Start(await team.App.Make("Live", [Web.App.Endless()]));
        List<string> cookies = [];
        foreach (var address in new[] { "/", $"/runs/{run}", "/time-zone" })
        {
            using var answer = await vera.Stream(new(HttpMethod.Get, address));
            cookies.AddRange(answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : []);
        }
        var zone = (await vera.Open("/time-zone")).One("main form input[name=__RequestVerificationToken]").GetAttribute("value")!;
        using var form = new FormUrlEncodedContent([new("zone", "Asia/Tokyo"), new("__RequestVerificationToken", zone)]);
        using var chosen = await vera.Stream(new(HttpMethod.Post, "/time-zone") { Content = form });
        cookies.AddRange(chosen.Headers.GetValues("Set-Cookie"));

        Assert.Equal(["htmxflows-browser", "htmxflows-form", "htmxflows-zone"], cookies.Select(cookie => cookie.Split('=')[0]).Distinct().Order());
        Assert.All(cookies, cookie => Assert.Matches("; httponly", cookie.ToLowerInvariant()));
        Assert.All(cookies, cookie => Assert.Matches("; samesite=(lax|strict)", cookie.ToLowerInvariant()));
    }

    [Theory]
    [InlineData("Emil")]
    [InlineData("Nobody")]
    public async Task After_a_few_mistakes_every_attempt_for_the_name_is_refused_the_right_one_too(string login)
    {
        await using var own = new Team();
        await own.InitializeAsync();
        using var visitor = own.App.Visit();
        for (var n = 0; n < SignInThrottle.MostOfNameAndAddress; n++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SignIn(visitor, await visitor.Open("/sign-in"), login, "a wrong password")).Status);

        var page = await SignIn(visitor, await visitor.Open("/sign-in"), login, Team.Password);

        Assert.Equal(HttpStatusCode.TooManyRequests, page.Status);
        Assert.Equal("Too many attempts. Try again in 15 minutes.", page.One("[role=alert]").Words());
        Assert.Equal("900", page.Header("Retry-After"));
    }

    [Fact]
    public async Task A_form_without_its_token_signs_nobody_in()
    {
        using var visitor = team.App.Visit();
        using var form = new FormUrlEncodedContent([new("login", "Vera"), new("current", Team.Password)]);

        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.Send(new(HttpMethod.Post, "/sign-in") { Content = form })).Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_wherever_its_cookie_is()
    {
        var secret = await team.Secret(Role.Viewer);
        using var visitor = team.Visit(secret);
        using var copy = team.Visit(secret);
        var page = await visitor.Submit((await visitor.Open("/")).Form("/sign-out"));

        Assert.Equal("/sign-in", page.Address);
        Assert.StartsWith("/sign-in", (await copy.Open("/")).Address, StringComparison.Ordinal);
    }

    [Fact, Slow]
    public async Task Runs_continue_while_a_thousand_people_try_to_sign_in()
    {
        await using var own = new Team();
        await own.InitializeAsync();
        var workflow = await own.App.Make("Quick", [Web.App.Template("a", "x")]);
        var attempts = Enumerable.Range(0, 1000).Select(n => own.App.Get<SignIn>().Try($"name {n}", Team.Password, $"10.0.{n / 250}.{n % 250}", "")).ToArray();
        for (var n = 0; n < 20; n++)
            await own.App.RunToEnd(workflow);
        var outcomes = await Task.WhenAll(attempts);

        Assert.All(outcomes, outcome => Assert.True(outcome is SignInOutcome.Refused or SignInOutcome.Busy));
        Assert.InRange(own.App.Get<Passwords>().MostAtOnce, 1, Passwords.AtOnce);
    }

    Visitor Plain() => new(team.App.Address, new HttpClientHandler { AllowAutoRedirect = false, UseProxy = false });

    static async Task<string> Cookie(Visitor visitor, string login)
    {
        var form = await visitor.Open("/sign-in");
        using var content = new FormUrlEncodedContent([new("login", login), new("current", Team.Password), new("__RequestVerificationToken", form.One("main form input[name=__RequestVerificationToken]").GetAttribute("value"))]);
        using var answer = await visitor.Stream(new(HttpMethod.Post, "/sign-in") { Content = content });
        return answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.Contains("session", StringComparison.Ordinal));
    }

    internal static Task<Page> SignIn(Visitor visitor, Page form, string login, string password) =>
        visitor.Submit(form.One("main form"), new Dictionary<string, string> { ["login"] = login, ["current"] = password });
}
