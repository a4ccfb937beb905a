using System.Net;
using System.Text.RegularExpressions;

namespace HtmxFlows.Benchmarks;

/// <summary>Changes a workflow in the editor as a browser does: a form is sent with its token and revision, and the page that the answer leads to is read.</summary>
sealed partial class Editing : IDisposable
{
    readonly HttpClient http;
    readonly string editor, draft;
    string token = "", revision = "";

    Editing(HttpClient http, string workflow) => (this.http, editor, draft) = (http, $"{workflow}/edit", $"{workflow}/draft");

    public static async Task<Editing> Open(Uri server, Guid workflow)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = true, CookieContainer = new CookieContainer() }) { BaseAddress = server };
        var editing = new Editing(http, $"/workflows/{workflow}");
        await editing.Look("");
        return editing;
    }

    public async Task Look(string query) => Read(await http.GetStringAsync(new Uri(editor + query, UriKind.Relative)));

    /// <param name="resource">The part of the draft to which the form is sent, such as <c>/undo</c>.</param>
    /// <exception cref="HttpRequestException">The change was refused.</exception>
    public async Task Send(string resource, params IEnumerable<(string Name, string Value)> fields)
    {
        using var content = new FormUrlEncodedContent(fields.Concat<(string Name, string Value)>([("revision", revision), ("__RequestVerificationToken", token)]).Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await http.PostAsync(new Uri(draft + resource, UriKind.Relative), content);
        Read(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    public void Dispose() => http.Dispose();

    /// <summary>Takes what the next form needs; a part of a page has none of it.</summary>
    void Read(string page)
    {
        if (Revision().Match(page) is { Success: true } found)
            (token, revision) = (page.Contains("__RequestVerificationToken", StringComparison.Ordinal) ? Visitor.TokenOf(page) : token, found.Groups[1].Value);
    }

    [GeneratedRegex("name=\"revision\" value=\"(\\d+)\"")]
    private static partial Regex Revision();
}
