using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Hostile;

/// <summary>Requests the home page and a small run repeatedly while something else happens, and keeps the longest time to an answer.</summary>
sealed class Canary : IAsyncDisposable
{
    /// <summary>How long an answer may take, whatever else the app does.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    readonly HttpClient http;
    readonly string run;
    readonly CancellationTokenSource stop = new();
    readonly List<string> faults = [];
    Task asking = Task.CompletedTask;
    string asked = "";

    Canary(HttpClient http, string run) => (this.http, this.run) = (http, run);

    /// <summary>The current action of the test, for the faults.</summary>
    public string Doing { get; set; } = "";

    /// <summary>The longest time to an answer, and the action of the test at that time.</summary>
    public (TimeSpan Time, string Doing) Worst { get; private set; }

    public int Asked { get; private set; }

    /// <summary>Creates its workflow and starts to ask.</summary>
    public static async Task<Canary> Start(Uri app)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = app, Timeout = TimeSpan.FromSeconds(30) };
        using var made = await http.PostAsJsonAsync("api/workflows", new { name = $"Canary {Guid.NewGuid()}", flow = JsonElement.Parse(App.Flow([App.Template("a", "alive")])) });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var canary = new Canary(http, $"{made.Headers.Location}/runs");
        await canary.Ask();
        canary.Worst = default;
        canary.asking = Task.Run(canary.AskOn);
        return canary;
    }

    /// <summary>Stops asking.</summary>
    /// <returns>Which answers came late or never.</returns>
    public async Task<IReadOnlyList<string>> Stop()
    {
        await stop.CancelAsync();
        await asking;
        return faults;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        stop.Dispose();
        http.Dispose();
    }

    async Task AskOn()
    {
        while (!stop.IsCancellationRequested)
        {
            // A shared machine may be late once.
            if (!await AskInTime() && !stop.IsCancellationRequested && !await AskInTime())
                faults.Add($"The canary was answered late twice, at the latest after {Worst.Time.TotalSeconds:0.0} s, during {Worst.Doing}.");
            await Task.Delay(Pause);
        }
    }

    async Task<bool> AskInTime()
    {
        var clock = Stopwatch.StartNew();
        try
        {
            await Ask();
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            faults.Add($"During {Doing} the canary had no answer: {error.Message}");
        }
        Asked++;
        if (clock.Elapsed > Worst.Time)
            Worst = (clock.Elapsed, $"{Doing} (it asked {asked} last)");
        return clock.Elapsed <= Bound;
    }

    async Task Ask()
    {
        asked = "for the home page";
        using var home = await http.GetAsync("");
        home.EnsureSuccessStatusCode();
        asked = "for a run";
        using var request = new HttpRequestMessage(HttpMethod.Post, run) { Headers = { { "Prefer", "wait=20" } } };
        using var answer = await http.SendAsync(request);
        var state = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.OK || !state.Contains("\"completed\"", StringComparison.Ordinal))
            throw new HttpRequestException($"{(int)answer.StatusCode} {state[..Math.Min(200, state.Length)]}");
    }
}
