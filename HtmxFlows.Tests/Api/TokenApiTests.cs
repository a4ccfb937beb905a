using System.Net;
using System.Text;
using HtmxFlows.Accounts;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Tests.Api;

public sealed class TokenApiTests(Team team) : IClassFixture<Team>
{
    static readonly (string, string) OwnSite = ("Sec-Fetch-Site", "same-origin");

    [Fact]
    public async Task A_token_is_made_by_the_page_used_by_a_program_and_revoked()
    {
        var workflow = await team.App.Make("Called", [App.Template("a", "x")]);
        using var rosa = await team.Visit(Role.Runner);
        var form = (await rosa.Open("/account/tokens")).One("main form.inputs");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await rosa.Submit(form, new Dictionary<string, string> { ["name"] = "CI" })).Status);
        var page = await rosa.Submit(form, new Dictionary<string, string> { ["name"] = "CI", ["scopes"] = "runs:start" });
        var secret = page.One("#secret").GetAttribute("value")!;
        using var program = team.App.Visit();
        var started = await program.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "hello" }, Bearer(secret));

        Assert.Equal(HttpStatusCode.Accepted, started.Status);
        var entry = team.App.Get<AuditLog>().Read(new(Action: "run.started"), null, 1).Single();
        Assert.Equal(("token", "Rosa"), (entry.ActorKind, entry.Actor));
        Assert.Equal("The token does not have the scope workflows:read. Make one that has it.", (await program.Call("GET /api/workflows", null, Bearer(secret))).Problem(403));

        var left = await rosa.Submit((await rosa.Open("/account/tokens")).All("[data-token]").Single(token => token.Words().StartsWith("CI", StringComparison.Ordinal)).QuerySelector("form")!);

        Assert.DoesNotContain(left.Texts("[data-token] b"), name => name == "CI");
        Assert.Empty(left.All("#secret"));
        Assert.Contains("unknown, expired or revoked", (await program.Call($"POST /api/workflows/{workflow}/runs", null, Bearer(secret))).Problem(401), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_read_with_a_token_that_may_read_runs()
    {
        using var vera = await team.Visit(Role.Viewer);
        var reader = (await vera.Call("POST /api/tokens", new { name = "Prometheus", scopes = new[] { "runs:read" }, days = 7 }, OwnSite)).Json().Text("token");
        var other = (await vera.Call("POST /api/tokens", new { name = "Not it", scopes = new[] { "workflows:read" }, days = 7 }, OwnSite)).Json().Text("token");
        using var program = team.App.Visit();

        Assert.Equal(HttpStatusCode.OK, (await program.Call("GET /metrics", null, Bearer(reader))).Status);
        Assert.Equal("The token does not have the scope runs:read. Make one that has it.", (await program.Call("GET /metrics", null, Bearer(other))).Problem(403));
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.Call("GET /metrics")).Status);
    }

    [Fact]
    public async Task Tokens_are_made_listed_and_revoked_by_the_API_with_a_session()
    {
        using var vera = await team.Visit(Role.Viewer);
        var made = await vera.Call("POST /api/tokens", new { name = "CI", scopes = new[] { "runs:read" }, days = 7 }, OwnSite);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Contains("scopes", (await vera.Call("POST /api/tokens", new { name = "CI", scopes = new[] { "all" }, days = 7 }, OwnSite)).Source, StringComparison.Ordinal);
        var id = made.Json().Text("id");
        var list = await vera.Call("GET /api/tokens");

        Assert.DoesNotContain(made.Json().Text("token"), list.Source, StringComparison.Ordinal);
        Assert.Equal("CI", list.Json().EnumerateArray().Single(token => token.Text("id") == id).Text("name"));
        Assert.Equal(HttpStatusCode.NoContent, (await vera.Call($"DELETE /api/tokens/{id}", null, OwnSite)).Status);
        Assert.DoesNotContain((await vera.Call("GET /api/tokens")).Json().EnumerateArray(), token => token.Text("id") == id);
    }

    [Fact]
    public async Task A_token_makes_no_tokens_and_opens_no_page()
    {
        var secret = await Token(Role.Owner, [.. TokenScope.All.Select(scope => scope.Name)]);
        using var program = team.App.Visit();

        Assert.Equal("API tokens cannot do this. Sign in with a browser.", (await program.Call("POST /api/tokens", new { name = "More", scopes = new[] { "runs:read" }, days = 7 }, Bearer(secret))).Problem(403));
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.Call("GET /audit/export", null, Bearer(secret), ("Accept", "application/x-ndjson"))).Status);
    }

    [Fact]
    public async Task The_role_of_the_user_bounds_the_token()
    {
        var secret = await Token(Role.Viewer, "workflows:write");
        using var program = team.App.Visit();

        Assert.Contains("Your role, viewer, does not allow this.", (await program.Call("POST /api/workflows", new { name = "x" }, Bearer(secret))).Problem(403), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_one_workflow_starts_runs_of_no_other()
    {
        var (mine, other) = (await team.App.Make("Mine", [App.Template("a", "x")]), await team.App.Make("Other", [App.Template("a", "x")]));
        var secret = await Token(Role.Runner, $"runs:start:{mine}");
        using var program = team.App.Visit();
        var run = (await program.Call($"POST /api/workflows/{mine}/runs", null, Bearer(secret))).Json().Text("id");

        Assert.Equal(HttpStatusCode.Forbidden, (await program.Call($"POST /api/workflows/{other}/runs", null, Bearer(secret))).Status);
        Assert.Equal(HttpStatusCode.OK, (await program.Call($"POST /api/runs/{run}/cancellation", null, Bearer(secret))).Status);
    }

    [Theory]
    [InlineData("Bearer hf_nonsense")]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    public async Task A_wrong_header_is_a_401_even_with_a_session(string header)
    {
        using var olga = await team.Visit(Role.Owner);
        var answer = await olga.Call("GET /api/workflows", null, ("Authorization", header));

        Assert.Contains("unknown, expired or revoked", answer.Problem(401), StringComparison.Ordinal);
        Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task A_token_in_an_address_is_not_taken_and_written_nowhere()
    {
        using var log = new LogLines(LogLevel.Trace);
        await using var own = new Team(new App { Configure = host => host.ConfigureLogging(logging => logging.AddProvider(log)) });
        await own.InitializeAsync();
        var workflow = await own.App.Make("Called", [App.Template("a", "x")]);
        var secret = Assert.IsType<TokenOutcome.Made>(await own.App.Get<ApiTokens>().Make(own.User(Role.Owner), "Test", [.. TokenScope.All.Select(scope => scope.Name)], 1, Actor.System)).Secret;
        using var program = own.App.Visit();
        string[] calls = ["GET /api/workflows", $"POST /api/workflows/{workflow}/runs", $"GET /api/workflows/{workflow}/run", "GET /api/nothing", "GET /nothing", "GET /account"];
        string[] parameters = ["access_token=", "token=", "api_key=", "Authorization=Bearer%20"];
        foreach (var (call, parameter) in calls.SelectMany(call => parameters.Select(parameter => (call, parameter))))
            Assert.Equal(HttpStatusCode.Unauthorized, (await program.Call($"{call}?{parameter}{secret}", null, ("Accept", "application/json"))).Status);

        Assert.Empty(own.App.Get<RunStore>().List(null, null, 0, 10));
        Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(own.App.Folder, "*.db*"))
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await open.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            Assert.False(bytes.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0, file);
        }
    }

    async Task<string> Token(Role role, params string[] scopes) =>
        Assert.IsType<TokenOutcome.Made>(await team.App.Get<ApiTokens>().Make(team.User(role), "Test", scopes, 1, Actor.System)).Secret;

    static (string, string) Bearer(string secret) => ("Authorization", $"Bearer {secret}");
}
