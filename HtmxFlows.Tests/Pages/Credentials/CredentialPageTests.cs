using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Credentials;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Web;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Pages.Credentials;

public sealed class CredentialPageTests(Team team) : IClassFixture<Team>
{
    [Fact]
    public async Task An_owner_adds_a_credential_and_no_page_shows_its_secret_again()
    {
        using var olga = await team.Visit(Role.Owner);
        var form = (await olga.Open((await olga.Open("/credentials/new")).All("main li a").Single(link => link.Words() == "User and password").GetAttribute("href")!)).One("main form");
        var refused = await olga.Submit(form, new Dictionary<string, string> { ["name"] = "4", ["field.user"] = "ada", ["field.password"] = "open sesame" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["4", "ada", ""], new[] { "#name", "#user", "#password" }.Select(field => refused.One(field).GetAttribute("value") ?? ""));
        Assert.DoesNotContain("sesame", refused.Source, StringComparison.Ordinal);
        var made = await olga.Submit(refused.One("main form"), new Dictionary<string, string> { ["name"] = "ADDED", ["field.password"] = "open sesame", ["hosts"] = "crm.example.com" });

        Assert.Equal("ADDED", made.One("h1").Words());
        Assert.Equal(("kept", ""), (made.One("#password").GetAttribute("placeholder"), made.One("#password").GetAttribute("value") ?? ""));
        foreach (var address in new[] { made.Address, "/credentials", $"{made.Address}/deletion", $"{made.Address}/trial", "/audit", "/audit/export", "/api/credentials" })
            Assert.DoesNotContain("sesame", (await olga.Open(address)).Source, StringComparison.Ordinal);
        Assert.Equal("open sesame", team.App.Get<CredentialSource>().Current.Credentials.Single(one => one.Name == "ADDED")["password"]);
    }

    [Fact]
    public async Task A_change_keeps_what_is_left_empty_and_a_stale_form_is_a_conflict()
    {
        using var olga = await team.Visit(Role.Owner);
        var made = await Add("CHANGED", "bearer", "a.example.com", "token", "open sesame");
        var form = (await olga.Open($"/credentials/{made.Id}")).One("main form");
        var saved = await olga.Submit(form, new Dictionary<string, string> { ["who"] = "all" });
        Assert.Equal("/credentials", saved.Address);
        Assert.Equal("open sesame", team.App.Get<CredentialSource>().Current.Credentials.Single(one => one.Name == "CHANGED")["token"]);
        var stale = await olga.Submit(form);

        Assert.Equal(HttpStatusCode.Conflict, stale.Status);
        Assert.Contains("Someone else changed this credential", stale.One(".problems").Words(), StringComparison.Ordinal);
        var elsewhere = await olga.Submit((await olga.Open($"/credentials/{made.Id}")).One("main form"), new Dictionary<string, string> { ["hosts"] = "evil.example.com" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, elsewhere.Status);
        Assert.Contains("it would be sent elsewhere", elsewhere.One("#token-help").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_says_where_a_credential_is_used_and_which_are_missing()
    {
        using var olga = await team.Visit(Role.Owner);
        await Add("LISTED", "bearer", "a.example.com", "token", "open sesame");
        var workflow = await team.App.MakeDraft("Uses them", [Http("call", "https://a.example.com/", "LISTED"), Http("other", "https://a.example.com/", "LACKING"), App.Template("told", "{{secrets.UNSET}}")], "call→other", "other→told");
        var page = await olga.Open("/credentials");

        var line = page.All("tbody tr").Single(row => row.Words().StartsWith("LISTED", StringComparison.Ordinal));
        Assert.Equal(("Uses them › call", $"/workflows/{workflow}/edit?node=call"), (line.QuerySelector("td:nth-child(4) a")!.Words(), line.QuerySelector("td:nth-child(4) a")!.GetAttribute("href")));
        Assert.Contains(page.Texts(".problems li"), text => text.StartsWith("LACKING: Uses them › other", StringComparison.Ordinal));
        Assert.Contains(page.Texts(".problems li"), text => text.StartsWith("UNSET: Uses them › Label of told", StringComparison.Ordinal));
        Assert.Contains("These nodes will fail: Uses them › call", (await olga.Open($"{page.All("tbody a").Single(link => link.Words() == "LISTED").GetAttribute("href")}/deletion")).Main.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_is_kept_to_some_workflows()
    {
        using var olga = await team.Visit(Role.Owner);
        var made = await Add("KEPT", "bearer", "a.example.com", "token", "open sesame");
        var workflow = await team.App.Make("May use it", [Http("call", "https://a.example.com/")]);
        var refused = await olga.Submit((await olga.Open($"/credentials/{made.Id}")).One("main form"), new Dictionary<string, string> { ["who"] = "some" });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Choose at least one workflow, or all."), (refused.Status, refused.One("#workflows-help").Words()));
        await team.App.Get<CredentialStore>().Change(made.Id, 1, new("", made.Kind, "a.example.com", [workflow], new Dictionary<string, string>()), Actor.CommandLine);
        var page = await olga.Open($"/credentials/{made.Id}");

        Assert.Equal(["May use it"], page.All("[name=workflows][checked]").Select(box => box.Closest("label")!.Words()));
        Assert.NotNull(page.One("[name=who][value=some]").GetAttribute("checked"));
        Assert.Equal("/credentials", (await olga.Submit(page.One("main form"))).Address);
        Assert.Equal([workflow], team.App.Get<CredentialStore>().Find(made.Id)!.Workflows!);
    }

    [Fact]
    public async Task A_credential_is_deleted_after_a_question()
    {
        using var olga = await team.Visit(Role.Owner);
        var made = await Add("DELETED", "hmac", "", "secret", "open sesame");
        var list = await olga.Submit((await olga.Open($"/credentials/{made.Id}/deletion")).One("main form"));

        Assert.DoesNotContain("DELETED", list.Texts("tbody td:first-child"));
        Assert.Equal(HttpStatusCode.NotFound, (await olga.Open($"/credentials/{made.Id}")).Status);
        Assert.Equal(("credential.deleted", "Olga", "DELETED"), team.App.Get<AuditLog>().Read(new(Action: "credential.deleted"), null, 50).Where(entry => entry.Subject == "DELETED").Select(entry => (entry.Action, entry.Actor, entry.Subject)).Single());
    }

    [Theory]
    [InlineData(200, "true", "✓ 127.0.0.1 answered 200 OK.")]
    [InlineData(401, "false", "✗ 127.0.0.1 answered 401 Unauthorized. It does not accept the credential.")]
    public async Task A_test_sends_the_credential_to_a_bound_host_and_says_the_status(int status, string success, string sentence)
    {
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("the body repeats open sesame");
        });
        using var olga = await team.Visit(Role.Owner);
        var made = await Add($"TESTED{status}", "header", "127.0.0.1", "header", "X-Key", "value", "open sesame");
        var form = (await olga.Open($"/credentials/{made.Id}/trial")).One("main form");
        var page = await olga.Submit(form, new Dictionary<string, string> { ["address"] = peer.Url.ToString() });

        Assert.Equal((success, sentence), (page.One("[data-success]").GetAttribute("data-success"), page.One("[data-success]").Words()));
        Assert.Equal(("GET", "open sesame"), (Assert.Single(peer.Requests).Method, peer.Requests[0].Headers["X-Key"]));
        Assert.DoesNotContain("sesame", page.Source, StringComparison.Ordinal);
        Assert.Contains("is not sent to", (await olga.Submit(form, new Dictionary<string, string> { ["address"] = Door.ByName(peer.Url).ToString() })).One("[data-success=false]").Words(), StringComparison.Ordinal);
        Assert.Single(peer.Requests);
    }

    [Theory]
    [InlineData("hmac", "", "secret", "open sesame")]
    [InlineData("smtp", "", "server", "mail.example.com", "port", "587", "security", "tls", "password", "open sesame")]
    public async Task A_kind_without_a_test_says_why(string kind, string hosts, params string[] fields)
    {
        using var olga = await team.Visit(Role.Owner);
        var made = await Add($"NOTEST_{kind}", kind, hosts, fields);

        Assert.Contains("There is no test", (await olga.Open($"/credentials/{made.Id}")).Main.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await olga.Open($"/credentials/{made.Id}/trial")).Status);
    }

    [Fact]
    public async Task An_editor_chooses_a_credential_by_name_in_a_node()
    {
        await Add("CHOSEN", "bearer", "a.example.com", "token", "open sesame");
        await Add("MODEL", "model-key", "a.example.com", "key", "open sesame");
        var made = await Add("OTHERS", "bearer", "a.example.com", "token", "open sesame");
        var other = await team.App.Make("Other", [App.Template("a", "x")]);
        await team.App.Get<CredentialStore>().Change(made.Id, 1, new("", made.Kind, "a.example.com", [other], new Dictionary<string, string>()), Actor.CommandLine);
        var workflow = await team.App.Make("Chooses", [Http("call", "https://a.example.com/")]);
        using var emil = await team.Visit(Role.Editor);
        var page = await emil.Open($"/workflows/{workflow}/edit?node=call");
        var options = page.Texts("select[name='data.credential'] option");

        Assert.Equal("none", options[0]);
        Assert.Contains("CHOSEN: Bearer token", options);
        Assert.DoesNotContain(options, option => option.StartsWith("MODEL", StringComparison.Ordinal) || option.StartsWith("OTHERS", StringComparison.Ordinal));
        var saved = await emil.Submit(page.One("#node-form"), new Dictionary<string, string> { ["data.credential"] = "CHOSEN" });
        Assert.Equal("CHOSEN: Bearer token", saved.One("select[name='data.credential'] option[selected]").Words());
        Assert.Contains("\"credential\": \"CHOSEN\"", (await emil.Open($"/workflows/{workflow}/draft/json")).One("textarea[name=flow]").TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await emil.Open("/credentials")).Status);
        Assert.DoesNotContain("Credentials", page.Texts("nav a"));
    }

    [Fact]
    public async Task A_run_sends_the_credential_and_masks_what_comes_back()
    {
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync($"You sent {context.Request.Headers.Authorization} and {Uri.EscapeDataString("sent & echoed!")}");
        });
        await Add("SENT", "basic", "127.0.0.1", "user", "ada", "password", "sent & echoed!");
        var workflow = await team.App.Make("Sends", [Http("call", peer.Url.ToString(), "SENT")]);
        var run = await team.App.RunToEnd(workflow);
        using var olga = await team.Visit(Role.Owner);
        var source = (await olga.Open($"/api/runs/{run}")).Source;

        Assert.Equal($"Basic {Convert.ToBase64String("ada:sent & echoed!"u8)}", Assert.Single(peer.Requests).Headers["Authorization"]);
        Assert.Contains("You sent Basic •••SENT••• and •••SENT•••", source, StringComparison.Ordinal);
    }

    static string Http(string id, string url, string credential = "") => App.Node(id, "http", new { label = id, url, credential });

    async Task<Credential> Add(string name, string kind, string hosts, params string[] fields) =>
        Assert.IsType<CredentialOutcome.Saved>(await team.App.Get<CredentialStore>().Add(Tests.Credentials.Samples.Details(name, kind, hosts, fields), Actor.CommandLine)).Credential;
}
