using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Tests.Web;

/// <summary>Secrets are used wherever they can be, echoed in every way and thrown about; then everything that there is to read is read.</summary>
public sealed partial class CanaryTests
{
    static readonly Dictionary<string, string> Secrets = new()
    {
        ["KEY"] = "Kanarie/7+Q\"é&k<y>= Vogel",
        ["TOKEN"] = "zeisig-4711-finkXYZ",
        ["PIN"] = "739146829",
        ["LONG"] = "Wellensittich0123456789" + string.Concat(Enumerable.Repeat("AmselDrosselFinkUndStar", 4)),
    };

    [Fact]
    public async Task No_secret_is_in_the_database_a_log_a_page_an_export_a_stream_or_an_answer()
    {
        var watched = new TaskCompletionSource();
        var echoed = new ConcurrentQueue<string>();
        await using var peer = await HttpPeer.Start(async http =>
        {
            await watched.Task;
            await Echo(http, echoed);
        });
        using var log = new LogReader();
        await using var app = new App("Production", [.. Secrets.Select(secret => ($"HtmxFlows:Secrets:{secret.Key}", secret.Value))])
        {
            Configure = host => host.ConfigureLogging(logging => logging.ClearProviders().AddProvider(log).AddFilter<LogReader>(null, LogLevel.Trace))
                .ConfigureServices(services => services.AddSingleton<NodeType, ThrowingNode>().AddSingleton<NodeType, ThrowingChangeNode>()),
        };
        using var visitor = app.Visit();
        var workflow = await app.MakeAsking("Birds", """[{"name": "typed", "type": "text"}]""", Nodes(peer.Url), Edges);

        var run = await visitor.Submit((await visitor.Open($"/workflows/{workflow}")).Form("/runs"), new Dictionary<string, string>
        {
            ["prompt"] = $"Typed by hand: {Secrets["KEY"]} and {Secrets["TOKEN"]}",
            ["input.typed"] = Secrets["LONG"],
        });
        using var live = await visitor.Stream(ApiCalls.Request($"GET /runs/{run.Id}/events?after=1"));
        watched.SetResult();
        var stream = await live.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        await app.End(run.Id);

        // What was sent shows that the secrets were there, and what was echoed that they would be found.
        Assert.Contains(peer.Requests, request => request.Target.Contains(Secrets["TOKEN"], StringComparison.Ordinal) && request.Headers["Authorization"] == $"Bearer {Secrets["TOKEN"]}" && request.Body.Contains(Secrets["KEY"], StringComparison.Ordinal));
        Assert.Equal(Needles.Select(needle => needle.Name), Found(string.Join('\n', echoed) + Secrets["KEY"][..8] + Secrets["LONG"][..8]).Order());
        var state = (await visitor.Call($"GET /api/runs/{run.Id}")).Json();
        Assert.Equal(("failed", "No: •••KEY•••"), (state.Text("status"), state.Text("error")));
        Assert.Equal(Expected, state.GetProperty("nodes").EnumerateArray().Select(node => $"{node.Text("id")} {node.Text("status")}").Where(node => !node.EndsWith("completed", StringComparison.Ordinal)));
        Assert.Contains(log.Lines, line => line.Contains("ThrowingNode", StringComparison.Ordinal) && line.Contains("•••TOKEN•••", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Contains("ThrowingChangeNode", StringComparison.Ordinal) && line.Contains("•••KEY•••", StringComparison.Ordinal));

        Dictionary<string, string> read = new() { ["live stream"] = stream };
        foreach (var address in Addresses(workflow, run.Id).Concat(state.GetProperty("nodes").EnumerateArray().Select(node => $"/runs/{run.Id}/output?node={node.Text("id")}")))
            read[address] = (await visitor.Open(address)).Source;
        foreach (var accept in new[] { "text/html", "application/json", "text/event-stream", "application/x-ndjson", "text/plain" })
            read[accept] = (await visitor.Call($"GET /runs/{run.Id}", null, ("Accept", accept))).Source;
        read["original protocol"] = (await visitor.Call($"GET /api/workflows/{workflow}/run", null, ("Last-Event-ID", $"{run.Id}/0"))).Source;
        read["log"] = string.Join('\n', log.Lines);
        // The lock is empty, and nobody else may open it.
        foreach (var file in Directory.EnumerateFiles(app.Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) != ".lock"))
            read[Path.GetFileName(file)] = Bytes(file);

        Assert.Contains("•••TOKEN•••", stream, StringComparison.Ordinal);
        Assert.Contains(read, place => place.Key.EndsWith("-wal", StringComparison.Ordinal) && place.Value.Length > 0);
        Assert.All(read, place => Assert.NotEmpty(place.Key.EndsWith("-shm", StringComparison.Ordinal) ? "-" : place.Value));
        Assert.Empty(read.SelectMany(place => Found(place.Value).Select(needle => $"{needle} in {place.Key}")));
    }

    [Fact]
    public async Task A_missing_secret_is_reported_at_its_node_on_the_page_and_when_it_runs()
    {
        await using var app = new App("Production", ("HtmxFlows:Secrets:THERE", "swordfish"));
        using var visitor = app.Visit();
        var flow = App.Flow([App.Template("a", "{{secrets.THERE}} {{secrets.GONE}}")]);
        var problems = (await app.Get<WorkflowStore>().Create(new("Gone", "", flow))).Problems();
        var workflow = await app.Make("Gone", [App.Template("a", "{{secrets.THERE}}")]);
        // As a server would have it that has lost the setting.
        await app.Get<IDatabase>().Write(writer => writer.Execute("UPDATE versions SET flow = $0 WHERE workflow_id = $1", flow, workflow.ToString()));

        var page = await visitor.Open($"/workflows/{workflow}");
        var run = await visitor.Submit(page.Form("/runs"));
        await app.End(run.Id);

        const string Missing = "There is no secret `GONE` on this server. Give it a value with the setting HtmxFlows:Secrets:GONE (in the environment HtmxFlows__Secrets__GONE), and start the server again.";
        Assert.Equal([("a", "template", Missing)], problems.Select(problem => (problem.Node!, problem.Field!, problem.Message)));
        Assert.Contains(Missing.Replace("`", "", StringComparison.Ordinal), page.One(".problems li").Words(), StringComparison.Ordinal);
        Assert.Equal(Missing, (await visitor.Call($"GET /api/runs/{run.Id}")).Json().Text("error"));
        Assert.Contains("Available: THERE", (await visitor.Open("/nodes")).One("[aria-labelledby=names]").Words(), StringComparison.Ordinal);
    }

    static readonly string[] Arms = ["call", "text", "field", "asked", "compare", "keep", "more", "refuse", "garbled", "astray", "cut", "late", "tell", "throw", "change"];

    /// <summary>The nodes that are to end otherwise than by completing.</summary>
    static readonly string[] Expected = ["compare failed", "refuse failed", "garbled failed", "astray failed", "cut failed", "late failed", "tell failed", "throw failed", "change failed", "stop failed"];

    static string[] Edges => [.. Arms.Select(arm => arm switch { "asked" => "asked.true→told", "compare" => "compare.error→told", _ => $"{arm}→told" }), "told→list", "list→stop"];

    static string[] Nodes(Uri peer)
    {
        var on = new { onError = "continue" };
        return
        [
            App.Node("call", "http", new
            {
                method = "post", url = $"{peer}echo/{{{{secrets.TOKEN}}}}", body = "{{secrets.KEY}} {{secrets.PIN}} {{secrets.LONG}} {{prompt}}",
                query = new[] { new { name = "q", value = "{{secrets.KEY}}" } }, headers = new[] { new { name = "Authorization", value = "Bearer {{secrets.TOKEN}}" } },
            }),
            App.Template("text", "**{{secrets.KEY}}** {{secrets.TOKEN}} {{secrets.PIN}} {{secrets.LONG}}", markdown: true),
            App.Node("field", "set", new { fields = new[] { new { name = "key", value = "{{secrets.KEY}}", type = "auto" }, new { name = "pin", value = "{{secrets.PIN}}", type = "number" } } }),
            App.Node("asked", "branch", new { conditions = new[] { new { left = "{{secrets.TOKEN}}", @operator = "equals", right = "{{secrets.TOKEN}}" } } }),
            App.Node("compare", "branch", new { settings = new { onError = "port" }, conditions = new[] { new { left = "x", @operator = "matches", right = "({{secrets.KEY}}" } } }),
            App.Node("keep", "store", new { operation = "put", collection = "birds", key = "{{secrets.TOKEN}}", value = "{{secrets.KEY}}" }),
            App.Node("more", "store", new { operation = "append", collection = "birds", key = "all", value = "{{secrets.PIN}} {{secrets.LONG}} {{prompt}}" }),
            App.Node("refuse", "http", new { settings = on, url = $"{peer}refuse", body = "{{secrets.LONG}}", method = "put" }),
            App.Node("garbled", "http", new { settings = on, url = $"{peer}garbled", body = "{{secrets.KEY}}", method = "put" }),
            App.Node("astray", "http", new { settings = on, url = "{{secrets.KEY}}" }),
            App.Node("cut", "set", new { settings = on, fields = new[] { new { name = "n", type = "number", value = "{{secrets.LONG}}" } } }),
            App.Node("late", "wait", new { settings = on, until = "{{secrets.LONG}}" }),
            App.Node("tell", "fail", new { settings = new { onError = "continue", retries = 1, delay = 0 }, message = "{{secrets.TOKEN}} and {{secrets.KEY}}" }),
            App.Node("throw", "throwing", new { settings = on, text = "{{secrets.TOKEN}}" }),
            App.Node("change", "throwing-change", new { settings = on, text = "{{secrets.KEY}}" }),
            App.Node("told", "compute", new { sql = "SELECT :nodes, :prompt, upper(:call ->> '$.body.plain')" }),
            App.Node("list", "store", new { operation = "list", collection = "birds" }),
            App.Node("stop", "fail", new { message = "No: {{secrets.KEY}}" }),
        ];
    }

    static string[] Addresses(Guid workflow, Guid run) =>
    [
        "/", "/runs", "/nodes", "/store", "/store/birds", "/entry?collection=birds&key=all", $"/workflows/{workflow}", $"/workflows/{workflow}/edit", $"/workflows/{workflow}/export", $"/workflows/{workflow}/delete", "/api/workflows", $"/api/workflows/{workflow}",
        $"/runs/{run}", $"/runs/{run}?paused=true", $"/runs/{run}/log", $"/runs/{run}/entries", $"/runs/{run}/events", $"/api/runs/{run}", $"/api/runs/{run}/events",
    ];

    /// <summary>A peer that echoes the request in every possible way.</summary>
    static async Task Echo(HttpContext http, ConcurrentQueue<string> echoed)
    {
        var (text, type, status) = http.Request.Path.Value switch
        {
            // So that the sentence about it, which shows the beginning, would be cut in the middle of the secret.
            "/refuse" => (new string('.', 285) + Secrets["LONG"], "text/plain", 400),
            "/garbled" => ($"{Secrets["KEY"]}{{", "application/json", 200),
            _ => (JsonSerializer.Serialize(new Dictionary<string, object>(Ways()) { ["pin"] = 739146829, [Secrets["TOKEN"]] = 1, ["plain"] = Secrets["KEY"] }), "application/json", 200),
        };
        echoed.Enqueue(type == "application/json" && status == 200 && text[0] == '{' ? string.Join('\n', Ways().Values) : text);
        (http.Response.StatusCode, http.Response.ContentType, http.Response.Headers["X-Echo"]) = (status, type, Secrets["TOKEN"]);
        await http.Response.WriteAsync(text);
    }

    static Dictionary<string, object> Ways() => Needles.Where(needle => needle.Echo is not null).ToDictionary(needle => needle.Name, needle => (object)$"[{needle.Echo}]");

    /// <summary>What a peer says, and what of it must be found nowhere.</summary>
    static readonly (string Name, string Text, string? Echo)[] Needles = [.. Secrets.SelectMany(secret => Written(secret.Key, secret.Value)).OrderBy(needle => needle.Name, StringComparer.Ordinal)];

    static IEnumerable<(string Name, string Text, string? Echo)> Written(string name, string secret)
    {
        yield return ($"{name} beginning", secret[..8], null);
        foreach (var (way, text) in new[]
        {
            ("plain", secret), ("upper", secret.ToUpperInvariant()), ("JSON", JsonSerializer.Serialize(secret)[1..^1]),
            ("URL", Uri.EscapeDataString(secret)), ("form", WebUtility.UrlEncode(secret)), ("HTML", WebUtility.HtmlEncode(secret)),
        })
            yield return ($"{name} {way}", text, text);
        foreach (var before in new[] { "", "u", "us" })
        {
            var written = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}:{secret}"));
            var other = written.Replace('+', '-').Replace('/', '_');
            // Without the ends, which depend on what stands beside it.
            yield return ($"{name} base64 after {before}", written[4..^4], written);
            yield return ($"{name} base64url after {before}", other[4..^4], other);
        }
    }

    /// <summary>Needles that a text holds, as it is or as its reader would read it.</summary>
    static IEnumerable<string> Found(string text)
    {
        string[] readings = [text, JsonEscape().Replace(text, match => ((char)int.Parse(match.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()).Replace("\\\"", "\"", StringComparison.Ordinal), WebUtility.HtmlDecode(text)];
        return Needles.Where(needle => readings.Any(reading => reading.Contains(needle.Text, StringComparison.Ordinal))).Select(needle => needle.Name);
    }

    [GeneratedRegex(@"\\u[0-9a-fA-F]{4}")]
    private static partial Regex JsonEscape();

    static string Bytes(string file)
    {
        using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(open, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>A node with a mistake of ours in it, which tells what it should not.</summary>
    sealed class ThrowingNode : NodeType<ThrowingNode.Configuration>
    {
        public sealed record Configuration
        {
            public Template Text { get; init; } = new("");
        }

        public override string Name => "throwing";
        public override string Title => "Throwing";
        public override NodeCategory Category => NodeCategory.Flow;
        public override string Summary => "Throws.";
        public override IReadOnlyList<NodeExample> Examples { get; } = [new("An example", "{}")];

        protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation) =>
            throw new InvalidOperationException("ThrowingNode: " + configuration.Text.Render(context, cancellation), new FormatException(configuration.Text.Render(context, cancellation)));
    }

    /// <summary>The same in a change of the database.</summary>
    sealed class ThrowingChangeNode : NodeType<ThrowingNode.Configuration>
    {
        public override string Name => "throwing-change";
        public override string Title => "Throwing change";
        public override NodeCategory Category => NodeCategory.Flow;
        public override string Summary => "Throws.";
        public override IReadOnlyList<NodeExample> Examples { get; } = [new("An example", "{}")];

        protected override ValueTask<NodeOutcome> Execute(ThrowingNode.Configuration configuration, NodeContext context, CancellationToken cancellation)
        {
            var text = configuration.Text.Render(context, cancellation);
            return new(new NodeOutcome.Committing(_ => throw new InvalidOperationException("ThrowingChangeNode: " + text)));
        }
    }
}
