using System.Net;
using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Accounts;

/// <summary>An app with a user of each role.</summary>
public sealed class Team : IAsyncLifetime
{
    /// <summary>The password of all of them.</summary>
    public const string Password = "four plain words";

    static readonly string[] Notes = ["sessions", "audit", "server_state", "signing_keys", "schema_version"];

    readonly Dictionary<Role, User> users = [];

    public Team() : this(new()) { }

    internal Team(App app) => App = app;

    internal App App { get; }

    public async ValueTask InitializeAsync()
    {
        foreach (var role in Roles.All.Reverse())
        {
            var actor = users.TryGetValue(Role.Owner, out var owner) ? new Actor.Person(owner, Guid.Empty) : Actor.Anonymous;
            users[role] = Assert.IsType<UserOutcome.Saved>(await App.Get<Users>().Add(new(NameOf(role), $"{role.Word()}@example.com", role), Password, actor)).User;
        }
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    public User User(Role role) => users[role];

    /// <summary>Olga the owner, Emil the editor and so on.</summary>
    public static string NameOf(Role role) => role switch { Role.Viewer => "Vera", Role.Runner => "Rosa", Role.Editor => "Emil", _ => "Olga" };

    /// <summary>All rows but those that a request changes although it is refused, or by being seen.</summary>
    public string Rows() => App.Get<IDatabase>().Read(connection => string.Join('\n',
        from table in connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name").Except(Notes)
        from row in connection.Query($"SELECT * FROM {table}").Select(row => string.Join('|', ((IDictionary<string, object?>)row).Values)).Order(StringComparer.Ordinal)
        select $"{table}: {row}"));

    /// <summary>The value of a new session's cookie.</summary>
    public Task<string> Secret(Role role) => App.Get<Sessions>().Begin(User(role), "127.0.0.1", "Test browser");

    /// <summary>A visitor who is signed in; null is nobody.</summary>
    internal async Task<Visitor> Visit(Role? role) => role is { } known ? Visit(await Secret(known)) : App.Visit();

    /// <summary>A visitor with the cookie of a session.</summary>
    internal Visitor Visit(string secret)
    {
        var handler = new HttpClientHandler { AllowAutoRedirect = false, UseProxy = false };
        handler.CookieContainer.Add(App.Address, new Cookie("htmxflows-session", secret));
        return new(App.Address, handler);
    }
}
