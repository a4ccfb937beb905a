using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace HtmxFlows.Tests.Web;

/// <summary>
/// A user with a browser without scripts: it keeps cookies, follows redirects, and sends forms as they were rendered, so that tokens, names
/// and addresses are tested with whatever is tested.
/// </summary>
public sealed class Visitor : IDisposable
{
    readonly HttpClient http;
    string current = "/";

    /// <param name="address">Where the app is.</param>
    /// <param name="handler">How to speak with it, if not by HTTP/1.1; it keeps cookies and leaves redirects alone.</param>
    public Visitor(Uri address, HttpMessageHandler? handler = null) =>
        http = new(handler ?? new HttpClientHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address };

    public Task<Page> Open(string address) => Send(new(HttpMethod.Get, address));

    /// <summary>Sends a request as it is; redirects are followed.</summary>
    public async Task<Page> Send(HttpRequestMessage request)
    {
        var path = request.RequestUri!.ToString();
        HttpStatusCode? redirect = null;
        // A server may refuse by the headers alone; this asks before it sends, so that the refusal is read and not a broken pipe.
        request.Headers.ExpectContinue = request.Content?.Headers.ContentLength > 1024 * 1024;
        var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        while (response.Headers.Location is { } next && (int)response.StatusCode is >= 300 and < 400)
        {
            (redirect, path) = (response.StatusCode, next.ToString());
            response.Dispose();
            response = await http.GetAsync(next, TestContext.Current.CancellationToken);
        }
        current = path;
        return new(path, redirect, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Begins to read an answer that may not end.</summary>
    public Task<HttpResponseMessage> Stream(HttpRequestMessage request) =>
        http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

    /// <summary>
    /// Fills in a form's fields by their names and presses its first button, or the one of that name, or name and value (<c>decision=approve</c>), or that says so.
    /// A button may stand outside of the form that it submits, or be given itself.
    /// </summary>
    public Task<Page> Submit(IElement form, IReadOnlyDictionary<string, string>? values = null, string? button = null, (string Name, string File, string Content)? file = null)
    {
        var left = new Dictionary<string, string>(values ?? new Dictionary<string, string>());
        var pressed = form is IHtmlButtonElement ? form : Pressed(form, button);
        form = pressed.GetAttribute("form") is { } other ? form.Owner!.GetElementById(other)! : pressed.Closest("form")!;
        Assert.IsAssignableFrom<IHtmlFormElement>(form);
        List<KeyValuePair<string, string>> fields = [.. Fields(form, left)];
        if (pressed.GetAttribute("name") is { } name)
            fields.Add(KeyValuePair.Create(name, pressed.GetAttribute("value") ?? ""));
        Assert.True(left.Count == 0, $"The form has no field {string.Join(", ", left.Keys)}.");
        var address = (pressed.GetAttribute("formaction") ?? form.GetAttribute("action") ?? current.Split('?')[0]).Split('#')[0];
        if (form.GetAttribute("method") != "post")
            return Open($"{address}?{new FormUrlEncodedContent(fields).ReadAsStringAsync().Result}");
        return Send(new(HttpMethod.Post, address)
        {
            Content = form.GetAttribute("enctype") == "multipart/form-data" ? Multipart(form, fields, file) : new FormUrlEncodedContent(fields),
        });
    }

    public void Dispose() => http.Dispose();

    static IEnumerable<KeyValuePair<string, string>> Fields(IElement form, Dictionary<string, string> values)
    {
        foreach (var field in Parts(form, "input[name]:not([type=file]):not([disabled]), textarea[name]:not([disabled]), select[name]:not([disabled])"))
        {
            var name = field.GetAttribute("name")!;
            if (field is IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } && !values.ContainsKey(name))
                continue;
            var value = values.Remove(name, out var given) ? given : field switch
            {
                IHtmlTextAreaElement text => text.Value,
                IHtmlSelectElement select => select.Value ?? "",
                _ => ((IHtmlInputElement)field).Value,
            };
            // Browsers send every line end as CRLF (HTML, "Constructing the entry list").
            yield return KeyValuePair.Create(name, value.ReplaceLineEndings("\r\n"));
        }
    }

    /// <summary>The elements of a form: those in it, and those elsewhere that name it.</summary>
    static IEnumerable<IElement> Parts(IElement form, string selector) =>
        form.QuerySelectorAll(selector).Where(part => part.GetAttribute("form") is not { } other || other == form.Id).Concat(form.Id is { Length: > 0 } id ? form.Owner!.QuerySelectorAll($"[form='{id}']").Where(part => part.Matches(selector) && !form.Contains(part)) : []);

    static IElement Pressed(IElement form, string? which)
    {
        var button = form.QuerySelectorAll("button").Concat(Parts(form, "button")).FirstOrDefault(button => which is null || button.Words() == which
            || (which.Split('=', 2) is [var name, var value] ? (button.GetAttribute("name"), button.GetAttribute("value")) == (name, value) : button.GetAttribute("name") == which));
        Assert.True(button is not null, $"The form has no button {which}.");
        return button!;
    }

    static MultipartFormDataContent Multipart(IElement form, IEnumerable<KeyValuePair<string, string>> fields, (string Name, string File, string Content)? file)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            content.Add(new StringContent(value), name);
        foreach (var input in form.QuerySelectorAll("input[type=file][name]"))
        {
            var chosen = file?.Name == input.GetAttribute("name") ? file : null;
            var bytes = new StringContent(chosen?.Content ?? "");
            bytes.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            // A browser sends a field without a file too, and an empty name with it.
            bytes.Headers.ContentDisposition = new("form-data") { Name = $"\"{input.GetAttribute("name")}\"", FileName = $"\"{chosen?.File}\"" };
            content.Add(bytes);
        }
        return content;
    }
}

/// <summary>What a visitor got, redirects followed.</summary>
/// <param name="Address">Where it ended up.</param>
/// <param name="Redirect">The status by which it was sent there, if it was.</param>
public sealed record Page(string Address, HttpStatusCode? Redirect, HttpResponseMessage Response, byte[] Body)
{
    readonly Lazy<IHtmlDocument> document = new(() => new HtmlParser().ParseDocument(System.Text.Encoding.UTF8.GetString(Body)));

    public HttpStatusCode Status => Response.StatusCode;

    public string Source => System.Text.Encoding.UTF8.GetString(Body);

    public IHtmlDocument Document => document.Value;

    public IElement Main => One("main");

    /// <summary>The one element of a selector.</summary>
    public IElement One(string selector) =>
        All(selector) is [var only] ? only : throw new InvalidOperationException($"{All(selector).Count} of {selector} at {Address} ({Status})");

    public IReadOnlyList<IElement> All(string selector) => [.. Document.QuerySelectorAll(selector)];

    public IReadOnlyList<string> Texts(string selector) => [.. All(selector).Select(element => element.Words())];

    public IElement Form(string actionEnd) => One($"form[action$='{actionEnd}']");

    /// <summary>The id at the end of the address.</summary>
    public Guid Id => Guid.Parse(Address.Split('/')[^1]);

    /// <summary>The value of a header, of the answer or its content.</summary>
    public string? Header(string name) =>
        Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;
}

public static class Elements
{
    /// <summary>An element's text as it is read: no white space but single spaces.</summary>
    public static string Words(this INode element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
