using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Credentials;
using HtmxFlows.Tests.Data;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Credentials;

public abstract class CredentialStoreContract(TestDatabase place) : StoreContract(place)
{
    CredentialStore Store => Get<CredentialStore>();

    Secrets Current => Get<CredentialSource>().Current;

    [Fact]
    public async Task A_credential_is_stored_sealed_and_usable_after_a_restart()
    {
        var made = await Add(Samples.Details("CRM", "basic", "crm.example.com", "user", "ada", "password", "open sesame"));
        Assert.Equal("open sesame", Find("CRM")["password"]);
        Reopen();
        Store.Load();

        var found = Find("CRM");
        Assert.Equal((made.Id, "ada", "open sesame", "crm.example.com"), (found.Credential.Id, found["user"], found["password"], found.Credential.Hosts.ToString()));
        Assert.DoesNotContain("sesame", string.Join('\n', Database.Read(connection => connection.Query<string>("SELECT name || kind || hosts || fields FROM credentials UNION ALL SELECT content || wrapped_key FROM sealed_values UNION ALL SELECT subject || details FROM audit"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_keeps_the_secrets_that_are_not_entered_again()
    {
        var made = await Add(Samples.Details("CRM", "basic", "crm.example.com", "user", "ada", "password", "open sesame"));
        var saved = Assert.IsType<CredentialOutcome.Saved>(await Store.Change(made.Id, 1, Samples.Details("other", "header", "crm.example.com", "user", "bob"), Actor.CommandLine)).Credential;

        Assert.Equal(("CRM", "basic", 2), (saved.Name, saved.Kind.Name, saved.Version));
        Assert.Equal(("bob", "open sesame"), (Find("CRM")["user"], Find("CRM")["password"]));
        await Store.Change(made.Id, 2, Samples.Details("CRM", "basic", "crm.example.com", "user", "bob", "password", "another one"), Actor.CommandLine);
        Assert.Equal("another one", Find("CRM")["password"]);
        Assert.Equal("•••CRM•••", Current.Mask.Mask("another one"));
        Assert.Equal("open sesame", Current.Mask.Mask("open sesame"));
    }

    [Fact]
    public async Task A_change_of_an_older_version_is_a_conflict_and_changes_nothing()
    {
        var made = await Add(Samples.Details("KEY", "bearer", "a.example.com", "token", "open sesame"));
        await Store.Change(made.Id, 1, Samples.Details("KEY", "bearer", "a.example.com", "token", "first wins"), Actor.CommandLine);

        Assert.IsType<CredentialOutcome.Conflict>(await Store.Change(made.Id, 1, Samples.Details("KEY", "bearer", "a.example.com", "token", "second loses"), Actor.CommandLine));
        Assert.Equal("first wins", Find("KEY")["token"]);
        Assert.IsType<CredentialOutcome.Missing>(await Store.Change(Guid.NewGuid(), 1, Samples.Details("KEY", "bearer", "a.example.com"), Actor.CommandLine));
    }

    [Theory]
    [InlineData("bearer", "a.example.com evil.test", "token", "")]
    [InlineData("bearer", "*.example.com", "token", "")]
    [InlineData("oauth2-client", "a.example.com", "clientSecret", "https://evil.test/token")]
    [InlineData("smtp", "", "password", "evil.test")]
    public async Task A_kept_secret_is_sent_nowhere_else(string kind, string hosts, string secret, string destination)
    {
        string[] FieldsTo(string place) => kind switch
        {
            "bearer" => [],
            "smtp" => ["server", place, "port", "25", "security", "tls", "user", "ada"],
            _ => ["tokenUrl", place, "clientId", "id", "send", "header"],
        };
        var made = await Add(Samples.Details("KEY", kind, "a.example.com", [secret, "open sesame", .. FieldsTo(kind == "smtp" ? "mail.example.com" : "https://a.example.com/token")]));
        var problem = Assert.Single(Assert.IsType<CredentialOutcome.Invalid>(await Store.Change(made.Id, 1, Samples.Details("KEY", kind, hosts, FieldsTo(destination)), Actor.CommandLine)).Problems);

        Assert.Equal(new(secret, "Enter this again, since it would be sent elsewhere from now on."), problem);
        Assert.IsType<CredentialOutcome.Saved>(await Store.Change(made.Id, 1, Samples.Details("KEY", kind, hosts, [secret, "typed again", .. FieldsTo(destination)]), Actor.CommandLine));
    }

    [Theory]
    [InlineData("name", "bearer", "a.example.com", "1KEY", "token", "sesame")]
    [InlineData("name", "bearer", "a.example.com", "", "token", "sesame")]
    [InlineData("name", "bearer", "a.example.com", "A B", "token", "sesame")]
    [InlineData("token", "bearer", "a.example.com", "KEY", "token", "")]
    [InlineData("token", "bearer", "a.example.com", "KEY", "token", "abc")]
    [InlineData("token", "bearer", "a.example.com", "KEY", "token", "sésame")]
    [InlineData("value", "header", "a.example.com", "KEY", "header", "X", "value", "se\nsame")]
    [InlineData("hosts", "bearer", "", "KEY", "token", "sesame")]
    [InlineData("hosts", "bearer", "https://a", "KEY", "token", "sesame")]
    [InlineData("header", "header", "a.example.com", "KEY", "header", "a b", "value", "sesame")]
    [InlineData("user", "basic", "a.example.com", "KEY", "user", "a:b", "password", "sesame")]
    [InlineData("port", "smtp", "", "KEY", "server", "mail", "port", "x", "security", "tls")]
    [InlineData("security", "smtp", "", "KEY", "server", "mail", "port", "25", "security", "some")]
    [InlineData("tokenUrl", "oauth2-client", "a.example.com", "KEY", "tokenUrl", "ftp://a", "clientId", "x", "clientSecret", "sesame", "send", "body")]
    public async Task What_cannot_be_used_is_refused(string field, string kind, string hosts, string name, params string[] fields)
    {
        Assert.Equal([field], Assert.IsType<CredentialOutcome.Invalid>(await Store.Add(Samples.Details(name, kind, hosts, fields), Actor.CommandLine)).Problems.Select(problem => problem.Field));
        Assert.Empty(Store.List());
    }

    [Fact]
    public async Task Names_are_unique()
    {
        await Add(Samples.Details("KEY", "bearer", "a.example.com", "token", "open sesame"));

        Assert.Equal("name", Assert.Single(Assert.IsType<CredentialOutcome.Invalid>(await Store.Add(Samples.Details("KEY", "secret", "", "value", "sesame"), Actor.CommandLine)).Problems).Field);
    }

    [Fact]
    public async Task A_deleted_credential_is_gone_with_its_secrets()
    {
        var made = await Add(Samples.Details("KEY", "bearer", "a.example.com", "token", "open sesame"));
        await Store.Keep(made.Id, 1, new("access token", "refresh token", null), Actor.CommandLine);
        Assert.True(await Store.Delete(made.Id, Actor.CommandLine));

        Assert.False(await Store.Delete(made.Id, Actor.CommandLine));
        Assert.Empty(Current.Credentials);
        Assert.Equal(0, Database.Read(connection => connection.ExecuteScalar<int>("SELECT count(*) FROM sealed_values")));
        Assert.Equal(["credential.added", "credential.connected", "credential.deleted"], Database.Read(connection => connection.Query<string>("SELECT action FROM audit ORDER BY action")));
    }

    [Fact]
    public async Task Only_the_chosen_workflows_may_use_a_credential_also_when_all_of_them_are_gone()
    {
        var chosen = (await Get<WorkflowStore>().Create(new("One", "", App.Flow([App.Template("a", "x")])))).Id();
        await Add(Samples.Details("TEXT", "secret", "", "value", "open sesame") with { Workflows = [chosen, Guid.NewGuid()] });

        Assert.Equal("open sesame", Current.For(chosen).Find("TEXT"));
        Assert.Null(Current.For(Guid.NewGuid()).Find("TEXT"));
        Assert.Null(Current.For(null).Find("TEXT"));
        Assert.StartsWith("This workflow may not use the credential “TEXT”.", Current.For(null).FindCredential("TEXT", "secret").Problem, StringComparison.Ordinal);
        Assert.Equal("•••TEXT•••", Current.For(null).Mask.Mask("open sesame"));
        await Database.Write(writer => writer.Connection.Execute("DELETE FROM workflows"));
        Store.Load();
        Assert.Equal([], Assert.Single(Store.List()).Workflows!);
        Assert.Null(Current.For(chosen).Find("TEXT"));
    }

    [Fact]
    public async Task A_credential_that_was_tampered_with_is_unusable_alone()
    {
        var made = await Add(Samples.Details("KEY", "bearer", "a.example.com", "token", "open sesame"));
        await Add(Samples.Details("OTHER", "bearer", "a.example.com", "token", "other value"));
        await Database.Write(writer => writer.Connection.Execute("UPDATE sealed_values SET version = 2 WHERE id = @Id", new { made.Id }));
        Store.Load();

        Assert.Contains("was changed outside this program", Current.FindCredential("KEY", "bearer").Problem, StringComparison.Ordinal);
        Assert.Equal("other value", Find("OTHER")["token"]);
    }

    [Fact]
    public async Task A_kind_that_does_not_fit_is_refused()
    {
        await Add(Samples.Details("KEY", "hmac", "", "secret", "open sesame"));

        Assert.Equal("The credential “KEY” is of the kind signing secret, which cannot be used here. Choose one of the kind model key.", Current.FindCredential("KEY", CredentialKind.For(CredentialUse.Model)).Problem);
        Assert.Equal("open sesame", Current.FindCredential("KEY", CredentialKind.For(CredentialUse.Webhook)).Found!["secret"]);
        Assert.StartsWith("There is no credential “NOPE” on this server.", Current.FindCredential("NOPE", "hmac").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_use_is_kept_to_a_few_minutes()
    {
        var made = await Add(Samples.Details("KEY", "bearer", "a.example.com", "token", "open sesame"));
        Assert.Null(made.UsedAt);
        Get<CredentialSource>().Send(made);
        await Eventually.True(() => Store.Find(made.Id)!.UsedAt == Time.GetUtcNow());
        var first = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromMinutes(1));
        Get<CredentialSource>().Send(made);
        await Add(Samples.Details("LATER", "bearer", "a.example.com", "token", "a later write"));

        Assert.Equal(first, Store.Find(made.Id)!.UsedAt);
    }

    OpenCredential Find(string name) => Current.Credentials.Single(one => one.Name == name);

    async Task<Credential> Add(CredentialDetails details) => Assert.IsType<CredentialOutcome.Saved>(await Store.Add(details, Actor.CommandLine)).Credential;
}
