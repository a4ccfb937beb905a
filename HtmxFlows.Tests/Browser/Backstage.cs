using System.Net.Http.Json;
using System.Text.Json;

namespace HtmxFlows.Tests.Browser;

/// <summary>Changes and reads an app's runs by its API, beside the browser.</summary>
sealed class Backstage(Uri app)
{
    static readonly HttpClient Http = new();

    /// <returns>The id of the workflow.</returns>
    public async Task<string> Keep(string flow)
    {
        var (name, json) = (JsonDocument.Parse(flow).RootElement.GetProperty("name").GetString(), JsonDocument.Parse(flow).RootElement);
        var made = await Post("/api/workflows", new { name, flow = json });
        return made.GetProperty("id").GetString()!;
    }

    /// <returns>The path of the run's page.</returns>
    public async Task<string> Run(string workflow, string prompt = "") =>
        (await Post($"/api/workflows/{workflow}/runs", new { prompt })).GetProperty("url").GetString()!;

    /// <param name="run">The path or the address of the run's page.</param>
    public Task Cancel(string run) => Post($"/api{PathOf(run)}/cancellation", new { });

    /// <summary>Waits until the run has ended with that status.</summary>
    public Task SeeEnd(string run, string status) => Eventually.Equal(status, async () => (await Read(run)).GetProperty("status").GetString());

    /// <summary>Waits until a node, by its id, has that status.</summary>
    public Task SeeNode(string run, string node, string status) => Eventually.Equal(status, async () =>
        (await Read(run)).GetProperty("nodes").EnumerateArray().Single(one => one.GetProperty("id").GetString() == node).GetProperty("status").GetString());

    /// <summary>Waits until the run has that many more events.</summary>
    public async Task SeeAdvance(string run, int events)
    {
        var goal = await LastSeq(run) + events;
        await Eventually.Equal(true, async () => await LastSeq(run) >= goal);
    }

    public async Task<long> LastSeq(string run) => (await Read(run)).GetProperty("lastSeq").GetInt64();

    Task<JsonElement> Read(string run) => Http.GetFromJsonAsync<JsonElement>(new Uri(app, $"/api{PathOf(run)}"), TestContext.Current.CancellationToken);

    string PathOf(string run) => new Uri(app, run).AbsolutePath;

    async Task<JsonElement> Post(string path, object body)
    {
        using var response = await Http.PostAsJsonAsync(new Uri(app, path), body, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
