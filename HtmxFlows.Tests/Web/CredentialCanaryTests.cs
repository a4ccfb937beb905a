using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HtmxFlows.Credentials;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Credentials;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Tests.Web;

/// <summary>Every kind of credential is used and echoed by its peer in every way; then everything that there is to read is read.</summary>
public sealed partial class CredentialCanaryTests
{
    /// <summary>The secrets of the kinds, with characters that encodings change.</summary>
    static readonly (string Name, string Kind, string Field, string Secret, string[] Others)[] Kinds =
    [
        ("BEARER", "bearer", "token", "Zeisig/7+Q.~finkXYZ&<k1>", []),
        ("HEADER", "header", "value", "amsel&drossel=Spatz<4711>\"x", ["header", "X-Key"]),
        ("BASIC", "basic", "password", "Meise 'n Specht! 0815 ü", ["user", "ada"]),
        ("QUERY", "query", "value", "kranich+storch/reiher?88", ["parameter", "key"]),
        ("MODEL", "model-key", "key", "sk-Habicht0Sperber1Bussard2", []),
        ("TEXT", "secret", "value", "Eule&Uhu=Kauz;%41 999", []),
        ("HMAC", "hmac", "secret", "whsec-Rabe5Kraehe6Dohle7", []),
        ("MAIL", "smtp", "password", "Kiebitz§Brachvogel#3141", ["server", "mail.example.com", "port", "587", "security", "tls", "user", "ada"]),
        ("BASE", "database", "password", "Pirol/Wiedehopf\\2718", ["engine", "mysql", "server", "db.example.com", "database", "birds", "user", "ada"]),
    ];

    [Fact]
    public async Task No_secret_of_a_credential_is_in_the_database_a_log_a_page_an_export_a_stream_or_an_answer()
    {
        var watched = new TaskCompletionSource();
        var (echoed, tokens) = (new ConcurrentQueue<string>(), new ConcurrentDictionary<string, bool>());
        await using var provider = await OAuthPeer.Start();
        provider.Says = http =>
        {
            tokens[http.Request.Headers.Authorization.ToString()["Bearer ".Length..]] = true;
            return Echo(echoed, [http.Request.Headers.Authorization.ToString()["Bearer ".Length..], OAuthPeer.ClientSecret]);
        };
        await using var peer = await HttpPeer.Start(async http =>
        {
            await watched.Task;
            if (http.Request.Path.StartsWithSegments("/v1"))
            {
                await ModelPeer.Say(http.Response, ["Your key is ", Secret("MODEL")[..9], Secret("MODEL")[9..], " or ", Convert.ToHexString(Encoding.UTF8.GetBytes(Secret("MODEL"))), "."]);
                return;
            }
            http.Response.Headers["X-Echo"] = Uri.EscapeDataString(Secret("HEADER"));
            http.Response.StatusCode = http.Request.Path == "/refuse" ? 418 : 200;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(Echo(echoed, Kinds.Select(kind => kind.Secret).Append($"asked {http.Request.QueryString} {http.Request.Headers.Authorization}")));
        });
        using var log = new LogReader();
        await using var app = new App("Production", ("HtmxFlows:Model:Address", $"{peer.Url}v1"))
        {
            Configure = host => host.ConfigureLogging(logging => logging.ClearProviders().AddProvider(log).AddFilter<LogReader>(null, LogLevel.Trace)),
        };
        using var visitor = app.Visit();
        foreach (var (name, kind, field, secret, others) in Kinds)
            await AddByPage(visitor, Samples.Details(name, kind, CredentialKind.Find(kind)!.HostRule == HostRule.None ? "" : "127.0.0.1", [field, secret, .. others]));
        await AddByPage(visitor, provider.Details("CLIENT", "oauth2-client"));
        var account = await AddByPage(visitor, provider.Details("ACCOUNT", "oauth2-code"));
        var connected = await visitor.Open((await visitor.Submit(account.Form("/authorization"))).One("main a.primary").GetAttribute("href")!);
        Assert.Equal("true", connected.One("[data-connected]").GetAttribute("data-connected"));
        var bearer = app.Get<CredentialStore>().List().Single(one => one.Name == "BEARER");
        watched.SetResult();
        var trial = await visitor.Submit((await visitor.Open($"/credentials/{bearer.Id}/trial")).One("main form"), new Dictionary<string, string> { ["address"] = $"{peer.Url}refuse" });
        watched = new();
        provider.Reject();
        var workflow = await app.Make("Birds", Nodes(peer.Url, provider.Url), "first→told", "bearer→told", "header→told", "basic→told", "query→told", "client→told", "account→told", "model→told", "text→told", "refuse→told", "far→told");
        var run = await visitor.Submit((await visitor.Open($"/workflows/{workflow}")).Form("/runs"), new Dictionary<string, string> { ["prompt"] = $"Typed: {Secret("BEARER")}" });
        using var live = await visitor.Stream(ApiCalls.Request($"GET /runs/{run.Id}/events?after=1"));
        watched.SetResult();
        var stream = await live.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        await app.End(run.Id);

        // What was sent shows that the secrets were used.
        AssertSent(peer, "Authorization", $"Bearer {Secret("MODEL")}", "X-Key", "Authorization");
        var state = (await visitor.Call($"GET /api/runs/{run.Id}")).Json();
        Assert.Equal(("completed", ""), (state.Text("status"), $"{state.GetProperty("error")}"));
        Assert.Equal(["refuse failed", "far failed"], state.GetProperty("nodes").EnumerateArray().Select(node => $"{node.Text("id")} {node.Text("status")}").Where(node => !node.EndsWith("completed", StringComparison.Ordinal)));
        Assert.True(tokens.Count >= 3, "Tokens of both accounts were used, and a renewed one.");
        var needles = Needles([.. Kinds.Select(kind => kind.Secret), OAuthPeer.ClientSecret, .. tokens.Keys, .. app.Get<CredentialSource>().Current.Credentials.SelectMany(one => one.Tokens?.Values ?? []), Convert.ToBase64String(Encoding.UTF8.GetBytes($"ada:{Secret("BASIC")}"))]);
        Assert.True(Found(needles, string.Join('\n', echoed)).Count() > 8 * Kinds.Length, "The peers repeat what they know in every way.");

        Dictionary<string, string> read = new() { ["live stream"] = stream, ["trial"] = trial.Source, ["connected"] = connected.Source, ["log"] = string.Join('\n', log.Lines) };
        foreach (var address in Addresses(workflow, run.Id, bearer.Id).Concat(state.GetProperty("nodes").EnumerateArray().SelectMany(node => new[] { $"/runs/{run.Id}/output?node={node.Text("id")}", $"/runs/{run.Id}?node={node.Text("id")}" })))
            read[address] = (await visitor.Open(address)).Source;
        // The key opens what is sealed; the lock is empty, and nobody else may open it.
        foreach (var file in Directory.EnumerateFiles(app.Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) != ".lock"))
            read[Path.GetFileName(file)] = Bytes(file);

        Assert.Contains("•••BEARER•••", stream, StringComparison.Ordinal);
        Assert.Contains("•••ACCOUNT•••", read[$"/api/runs/{run.Id}"], StringComparison.Ordinal);
        Assert.Contains(read, place => place.Key.EndsWith("-wal", StringComparison.Ordinal) && place.Value.Length > 0);
        Assert.Contains("sealed_values", read["htmxflows.db"] + read["htmxflows.db-wal"], StringComparison.Ordinal);
        Assert.Empty(read.SelectMany(place => Found(needles, place.Value).Select(needle => $"{needle} in {place.Key}")));
    }

    static string Secret(string name) => Kinds.Single(kind => kind.Name == name).Secret;

    static async Task<Page> AddByPage(Visitor visitor, CredentialDetails details)
    {
        var fields = details.Kind.Fields.Where(field => details.Fields.ContainsKey(field.Name)).ToDictionary(field => $"field.{field.Name}", field => details.Fields[field.Name]);
        fields["name"] = details.Name;
        if (details.Kind.HostRule != HostRule.None)
            fields["hosts"] = details.Hosts;
        var page = await visitor.Submit((await visitor.Open($"/credentials/new?kind={details.Kind.Name}")).One("main form"), fields);
        Assert.Equal(details.Name, page.One("h1").Words());
        return page;
    }

    static void AssertSent(HttpPeer peer, string modelHeader, string modelValue, string keyHeader, string basicHeader)
    {
        Assert.Contains(peer.Requests, request => request.Target.StartsWith("/v1", StringComparison.Ordinal) && request.Headers[modelHeader] == modelValue);
        Assert.Contains(peer.Requests, request => request.Headers.GetValueOrDefault(keyHeader) == Secret("HEADER"));
        Assert.Contains(peer.Requests, request => request.Headers.GetValueOrDefault(basicHeader) == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"ada:{Secret("BASIC")}"))}");
        Assert.Contains(peer.Requests, request => request.Target.Contains(Uri.EscapeDataString(Secret("QUERY")), StringComparison.Ordinal));
        Assert.Contains(peer.Requests, request => request.Body.Contains(Secret("TEXT"), StringComparison.Ordinal));
    }

    static string[] Nodes(Uri peer, Uri provider)
    {
        var on = new { onError = "continue" };
        string Http(string id, string credential, Uri url) => App.Node(id, "http", new { label = id, url, credential, settings = on });
        return
        [
            App.Template("first", "{{prompt}}"), Http("bearer", "BEARER", peer) , Http("header", "HEADER", peer), Http("basic", "BASIC", peer), Http("query", "QUERY", peer),
            Http("client", "CLIENT", new(provider, "api")), Http("account", "ACCOUNT", new(provider, "api")),
            App.Node("model", "model", new { label = "model", prompt = "What is my key?", credential = "MODEL" }),
            App.Node("text", "http", new { label = "text", url = peer, method = "post", body = "{{secrets.TEXT}}" }),
            Http("refuse", "BEARER", new(peer, "refuse")), App.Node("far", "http", new { label = "far", url = $"http://{{{{lower 'LOCALHOST'}}}}:{peer.Port}/", credential = "BEARER", settings = on }),
            App.Node("told", "compute", new { label = "told", sql = "SELECT :nodes, :prompt" }),
        ];
    }

    static string[] Addresses(Guid workflow, Guid run, Guid credential) =>
    [
        "/", "/runs", "/nodes", "/store", "/audit", "/audit/export", "/credentials", "/api/credentials", $"/credentials/{credential}", $"/api/credentials/{credential}", $"/credentials/{credential}/deletion", $"/credentials/{credential}/trial",
        $"/workflows/{workflow}", $"/workflows/{workflow}/edit?node=bearer", $"/workflows/{workflow}/export", $"/api/workflows/{workflow}",
        $"/runs/{run}", $"/runs/{run}/log", $"/runs/{run}/entries", $"/runs/{run}/events", $"/api/runs/{run}", $"/api/runs/{run}/events",
    ];

    static string Echo(ConcurrentQueue<string> echoed, IEnumerable<string> secrets)
    {
        var ways = secrets.SelectMany(Ways).Select(way => $"[{way.Text}]").ToArray();
        foreach (var way in ways)
            echoed.Enqueue(way);
        return JsonSerializer.Serialize(ways);
    }

    /// <summary>The ways in which a peer writes a secret, and what of each must be found nowhere.</summary>
    static IEnumerable<(string Way, string Text, string Needle)> Ways(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        foreach (var (way, text) in new[]
        {
            ("plain", secret), ("upper", secret.ToUpperInvariant()), ("JSON", JsonSerializer.Serialize(secret)[1..^1]), ("URL", Uri.EscapeDataString(secret)), ("form", WebUtility.UrlEncode(secret)), ("HTML", WebUtility.HtmlEncode(secret)),
            ("hex", Convert.ToHexStringLower(bytes)), ("spaced hex", string.Join(' ', bytes.Select(part => $"{part:X2}"))), ("reversed", new string([.. secret.Reverse()])),
        })
            yield return (way, text, text);
        foreach (var before in new[] { "", "u", "us" })
        {
            var written = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}:{secret}"));
            // Without the ends, which depend on what stands beside it.
            yield return ($"base64 after {before}", written, written[4..^4]);
            yield return ($"base64url after {before}", written.Replace('+', '-').Replace('/', '_'), written.Replace('+', '-').Replace('/', '_')[4..^4]);
        }
    }

    static (string Name, string Text)[] Needles(IReadOnlyList<string> secrets) => [.. secrets.Distinct().SelectMany(secret => Ways(secret).Select(way => ($"{way.Way} of {secret[..4]}…", way.Needle)))];

    /// <summary>Needles that a text holds, as it is or as its reader would read it.</summary>
    static IEnumerable<string> Found((string Name, string Text)[] needles, string text)
    {
        string[] readings = [text, JsonEscape().Replace(text, match => ((char)int.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()).Replace("\\\"", "\"", StringComparison.Ordinal), WebUtility.HtmlDecode(text)];
        return needles.Where(needle => readings.Any(reading => reading.Contains(needle.Text, StringComparison.Ordinal))).Select(needle => needle.Name);
    }

    [GeneratedRegex(@"\\u[0-9a-fA-F]{4}")]
    private static partial Regex JsonEscape();

    static string Bytes(string file)
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(open, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
