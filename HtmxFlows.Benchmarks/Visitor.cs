using System.Net;
using System.Text.RegularExpressions;

namespace HtmxFlows.Benchmarks;

/// <summary>Runs a workflow as a browser does: the form with its token, then the stream of the run that the answer leads to.</summary>
sealed partial class Visitor : IDisposable
{
    readonly HttpClient http;
    readonly Uri form;
    readonly string token;

    Visitor(HttpClient http, Uri form, string token) => (this.http, this.form, this.token) = (http, form, token);

    public static async Task<Visitor> Open(Uri server, Guid workflow)
    {
        var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() }) { BaseAddress = server };
        var page = await http.GetStringAsync(new Uri($"/workflows/{workflow}", UriKind.Relative));
        return new(http, new($"/workflows/{workflow}/runs", UriKind.Relative), TokenOf(page));
    }

    /// <summary>What a form of a page must send with it.</summary>
    public static string TokenOf(string page) => Token().Match(page).Groups[1].Value;

    /// <summary>Sends the form.</summary>
    /// <returns>The address of the run.</returns>
    public async Task<string> Post(string prompt)
    {
        using var content = new FormUrlEncodedContent([new("prompt", prompt), new("__RequestVerificationToken", token)]);
        using var response = await http.PostAsync(form, content);
        return response.Headers.Location?.OriginalString ?? throw new InvalidOperationException($"The form was answered with {response.StatusCode}.");
    }

    /// <summary>Sends it so many times.</summary>
    public async Task<IReadOnlyList<string>> PostMany(string prompt, int times)
    {
        List<string> runs = [];
        foreach (var portion in Enumerable.Repeat(prompt, times).Chunk(20))
            runs.AddRange(await Task.WhenAll(portion.Select(Post)));
        return runs;
    }

    /// <summary>Reads the stream of a run to its end.</summary>
    /// <exception cref="InvalidOperationException">The run has not ended well.</exception>
    public async Task Watch(string run)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{run}/events") { Headers = { { "Last-Event-ID", "0" } } };
        using var response = await http.SendAsync(request);
        var stream = await response.Content.ReadAsStringAsync();
        if (!stream.Contains("event: workflow-complete", StringComparison.Ordinal))
            throw new InvalidOperationException("The run did not end as it should.");
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
