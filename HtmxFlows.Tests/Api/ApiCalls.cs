using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Api;

/// <summary>The API as a client uses it.</summary>
static class ApiCalls
{
    /// <param name="client">Who calls.</param>
    /// <param name="call">Method and address: <c>GET /api/workflows</c>.</param>
    /// <param name="body">A text is sent as it is, anything else as JSON; null is no body.</param>
    /// <param name="headers">Headers besides; <c>Content-Type</c> goes before that of JSON.</param>
    public static Task<Page> Call(this Visitor client, string call, object? body = null, params (string Name, string Value)[] headers) =>
        client.Send(Request(call, body, headers));

    public static HttpRequestMessage Request(string call, object? body = null, params (string Name, string Value)[] headers)
    {
        var (method, address) = call.Split(' ') is [var verb, var path] ? (verb, path) : throw new ArgumentException(call);
        var request = new HttpRequestMessage(new(method), address);
        var type = headers.FirstOrDefault(header => header.Name == "Content-Type").Value ?? "application/json";
        if (body is not null)
            request.Content = body as HttpContent ?? new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, MediaTypeHeaderValue.Parse(type));
        foreach (var (name, value) in headers.Where(header => header.Name != "Content-Type"))
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        return request;
    }

    public static JsonElement Json(this Page answer)
    {
        using var document = JsonDocument.Parse(answer.Body);
        return document.RootElement.Clone();
    }

    public static string Text(this JsonElement document, string member) => document.GetProperty(member).GetString()!;

    public static IEnumerable<string> Members(this JsonElement document) => document.EnumerateObject().Select(member => member.Name);

    /// <summary>The answer is problem details of this status, with a sentence for people and nothing from inside the server.</summary>
    /// <returns>The sentence.</returns>
    public static string Problem(this Page answer, int status)
    {
        Assert.Equal((HttpStatusCode)status, answer.Status);
        Assert.Equal("application/problem+json", answer.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(status, answer.Json().GetProperty("status").GetInt32());
        Assert.NotEmpty(answer.Json().Text("title"));
        Assert.EndsWith(".", answer.Json().Text("detail"), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Source, StringComparison.Ordinal);
        return answer.Json().Text("detail");
    }
}
