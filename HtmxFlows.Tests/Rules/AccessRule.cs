using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Web;

namespace HtmxFlows.Tests.Rules;

/// <summary>The permission matrix, over HTTP: every endpoint, every method, every role, and nobody.</summary>
public sealed class AccessRule(Team team) : IClassFixture<Team>
{
    public static TheoryData<string> Actors => ["nobody", .. Roles.All.Select(role => role.Word())];

    [Theory, MemberData(nameof(Actors))]
    public async Task An_endpoint_answers_those_who_may_use_it_and_refuses_all_others(string actor)
    {
        var role = Roles.Find(actor);
        var wrong = new List<string>();
        foreach (var (route, method, path) in await Requests())
        {
            // A visitor each, since one of the requests signs out.
            using var visitor = await team.Visit(role);
            using var answer = await visitor.Stream(Request(method, path));
            var needed = AccessTable.Of(route).For(method);
            var expected = needed is null || role >= needed ? Answer.Served : role is not null ? Answer.Forbidden : Answer.SignIn;
            if (Kind(answer) != expected)
                wrong.Add($"{method} {path} as {actor}: {(int)answer.StatusCode}, expected {expected}");
        }

        Assert.Empty(wrong);
    }

    public static TheoryData<string> Scopes => [.. TokenScope.All.Select(scope => scope.Name)];

    [Theory, MemberData(nameof(Scopes))]
    public async Task A_token_of_an_owner_is_served_by_its_scope_and_refused_by_everything_else(string scope)
    {
        var made = Assert.IsType<TokenOutcome.Made>(await team.App.Get<ApiTokens>().Make(team.User(Role.Owner), "Matrix", [scope], 1, Actor.System));
        using var client = team.App.Visit();
        var wrong = new List<string>();
        foreach (var (route, method, path) in await Requests())
        {
            using var request = new HttpRequestMessage(new(method), path) { Headers = { Authorization = new("Bearer", made.Secret) } };
            using var answer = await client.Stream(request);
            var access = AccessTable.Of(route);
            var expected = access.For(method) is null ? Answer.Served
                : !AppEndpoint.IsApiRoute(route) ? Answer.SignIn
                : access.ScopeFor(method)?.Name == scope ? Answer.Served : Answer.Forbidden;
            if (Kind(answer) != expected)
                wrong.Add($"{method} {path}: {(int)answer.StatusCode}, expected {expected}");
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("viewer")]
    public async Task Nothing_that_a_viewer_or_nobody_sends_changes_a_row(string actor)
    {
        var role = Roles.Find(actor);
        var workflow = await team.App.Make("Kept", [App.Template("a", "x")]);
        var run = await team.App.RunToEnd(workflow);
        var before = team.Rows();
        using var visitor = await team.Visit(role);
        // The token of a form that the actor has: refusals do not rest on its absence.
        var token = (await visitor.Open(role is null ? "/sign-in" : "/account/name")).One("main form input[name=__RequestVerificationToken]").GetAttribute("value")!;
        foreach (var (route, method, _) in (await Requests()).Where(request => request.Method is not ("GET" or "HEAD") && !request.Path.StartsWith("/account", StringComparison.Ordinal) && !request.Path.StartsWith("/sign-", StringComparison.Ordinal)))
        {
            var path = Fill(route, route.Contains("/runs/", StringComparison.Ordinal) && !route.Contains("/workflows/", StringComparison.Ordinal) ? run : workflow);
            using var request = Request(method, path);
            request.Content = AppEndpoint.IsApiRoute(route) ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json")
                : new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("revision", "0"), new("name", "Changed"), new("action", "delete"), new("tags", "changed")]);
            using var answer = await visitor.Stream(request);
        }

        Assert.Equal(before, team.Rows());
    }

    /// <summary>How browsers say where a request comes from. An old one says nothing.</summary>
    static readonly (string Name, string Value)[][] Senders =
        [[("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")], [("Sec-Fetch-Site", "same-site")], [("Origin", "https://evil.example")], [("Origin", "null")], [], [("Sec-Fetch-Site", "same-origin")]];

    [Fact]
    public async Task Every_form_needs_its_token_and_every_change_by_the_API_its_own_site_but_webhooks_are_for_others()
    {
        using var olga = await team.Visit(Role.Owner);
        var before = team.Rows();
        var taken = new List<string>();
        foreach (var (route, method, path) in (await Requests()).Where(request => request.Method is not ("GET" or "HEAD") && !request.Route.StartsWith("/problem", StringComparison.Ordinal) && !request.Route.StartsWith("/hook/", StringComparison.Ordinal)))
        {
            var isApi = AppEndpoint.IsApiRoute(route);
            // The token of a form holds wherever the form is sent from; the API knows its own pages by what the browser says.
            foreach (var sender in isApi ? Senders[..^1] : Senders)
            {
                using var request = new HttpRequestMessage(new(method), path) { Content = isApi ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : new FormUrlEncodedContent([new("name", "x")]) };
                foreach (var (name, value) in sender)
                    request.Headers.Add(name, value);
                using var answer = await olga.Stream(request);
                if (answer.StatusCode != (isApi ? HttpStatusCode.Forbidden : HttpStatusCode.BadRequest))
                    taken.Add($"{method} {path} from {string.Join(' ', sender)}: {(int)answer.StatusCode}");
            }
        }

        Assert.Empty(taken);
        Assert.Equal(before, team.Rows());
    }

    [Fact]
    public async Task No_endpoint_answers_another_host()
    {
        using var olga = await team.Visit(Role.Owner);
        var answered = new List<string>();
        foreach (var (_, method, path) in await Requests())
        {
            using var request = Request(method, path);
            request.Headers.Host = "evil.example";
            using var answer = await olga.Stream(request);
            if (answer.StatusCode != HttpStatusCode.MisdirectedRequest)
                answered.Add($"{method} {path}: {(int)answer.StatusCode}");
        }

        Assert.Empty(answered);
    }

    [Fact]
    public async Task A_refusal_is_a_page_with_a_sentence_or_problem_details()
    {
        using var vera = await team.Visit(Role.Viewer);
        var page = await vera.Open("/people");
        var api = await vera.Call($"DELETE /api/runs/{Guid.NewGuid()}", null, ("Sec-Fetch-Site", "same-origin"));

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("Your role, viewer, does not allow this. An owner can give you the role owner.", page.Main.Words(), StringComparison.Ordinal);
        Assert.Equal("Your role, viewer, does not allow this. An owner can give you the role editor.", api.Problem(403));
    }

    async Task<IReadOnlyList<(string Route, string Method, string Path)>> Requests() =>
    [
        .. from endpoint in await AppEndpoint.All(team.App)
           from method in endpoint.Methods.Count == 0 ? ["GET", "POST"] : endpoint.Methods
           select (endpoint.Route, method, Fill(endpoint.Route, Guid.NewGuid())),
    ];

    static string Fill(string route, Guid id) =>
        route.Replace("{id:guid}", $"{id}", StringComparison.Ordinal).Replace("{id}", $"{id}", StringComparison.Ordinal).Replace("{run:guid}", $"{id}", StringComparison.Ordinal).Replace("{conversation:guid}", $"{id}", StringComparison.Ordinal).Replace("/{conversation:guid?}", "", StringComparison.Ordinal).Replace("{question}", "a", StringComparison.Ordinal).Replace("{once:guid}", $"{id}", StringComparison.Ordinal).Replace("{delivery:guid}", $"{id}", StringComparison.Ordinal).Replace("{key}", "a", StringComparison.Ordinal).Replace("{**tail}", "b", StringComparison.Ordinal).Replace("{node}", "a", StringComparison.Ordinal)
            .Replace("{code:int}", "404", StringComparison.Ordinal).Replace("{collection}", "c", StringComparison.Ordinal).Replace("{template?}", "", StringComparison.Ordinal).Replace("{version:int}", "1", StringComparison.Ordinal).Replace("{documentName}", "openapi", StringComparison.Ordinal);

    static HttpRequestMessage Request(string method, string path)
    {
        var request = new HttpRequestMessage(new(method), path);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return request;
    }

    enum Answer { Served, Forbidden, SignIn }

    static Answer Kind(HttpResponseMessage answer) =>
        answer.StatusCode == HttpStatusCode.Forbidden && !answer.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/setup", StringComparison.Ordinal) ? Answer.Forbidden
        : answer.StatusCode == HttpStatusCode.Unauthorized || answer.StatusCode == HttpStatusCode.SeeOther && answer.Headers.Location!.ToString().StartsWith("/sign-in?return=", StringComparison.Ordinal) ? Answer.SignIn
        : Answer.Served;
}
