using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Pages;

public sealed partial class WorkflowApiPageTests(App app)
{
    const string Inputs =
        """
        [{"name": "city", "type": "text", "required": true, "label": "The city's name"}, {"name": "limit", "type": "number", "default": 10}, {"name": "fast", "type": "boolean"},
         {"name": "day", "type": "date"}, {"name": "size", "type": "choice", "choices": ["it's small", "large"], "required": true}, {"name": "more", "type": "json"}]
        """;

    [Fact]
    public async Task Every_command_works_when_it_is_copied()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeAsking("Called by curl", Inputs, [App.Template("a", "{{run.input.city}} {{run.input.size}}")]);
        await app.Get<HtmxFlows.Runs.RunSupervisor>().Start(new(workflow, "", HtmxFlows.Runs.RunTrigger.Api, Input: HtmxFlows.Data.Json.Parse("""{"city": "x", "size": "large"}""")), HtmxFlows.Accounts.Actor.Anonymous);

        var page = await visitor.Open($"/workflows/{workflow}/api");
        var answers = new List<Page>();
        foreach (var command in page.All(".call code").Select(code => code.TextContent))
            answers.Add(await Run(visitor, command));

        Assert.Equal(5, answers.Count);
        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Accepted, answer.Source));
        Assert.Equal("completed", answers[1].Json().Text("status"));
        Assert.Equal("text it's small", answers[1].Json().Text("result"));
        Assert.Contains("event: workflow-complete", answers[2].Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_without_required_inputs_is_also_streamed_by_a_GET()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Streamed", [App.Template("a", "x")]);

        var page = await visitor.Open($"/workflows/{workflow}/api");
        var command = page.All(".call code").Select(code => code.TextContent).Single(text => text.Contains("/run?prompt=", StringComparison.Ordinal));

        Assert.Contains("workflow-complete", (await Run(visitor, command)).Source, StringComparison.Ordinal);
        Assert.Contains("RUN_ID", page.Texts(".call code")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inputs_are_a_table()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeAsking("With inputs", Inputs, [App.Template("a", "x")]);

        var page = await visitor.Open($"/workflows/{workflow}/api");

        Assert.Equal(["city", "limit", "fast", "day", "size", "more"], page.Texts("tbody th > code"));
        Assert.Equal(["yes", "no", "no", "no", "yes", "no"], page.Texts("tbody td:nth-child(3)"));
    }

    [Fact]
    public async Task A_workflow_that_is_not_published_leads_to_publishing()
    {
        using var visitor = app.Visit();
        var workflow = (await app.Get<WorkflowStore>().Create(new("Unpublished API", "", """{"nodes": []}"""), asDraft: true)).Id();

        var page = await visitor.Open($"/workflows/{workflow}/api");

        Assert.Empty(page.All(".call"));
        Assert.Equal($"/workflows/{workflow}/edit?panel=publish", page.One(".empty a").GetAttribute("href"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/workflows/{Guid.NewGuid()}/api")).Status);
    }

    /// <summary>Sends what a shell with curl would send.</summary>
    static Task<Page> Run(Visitor visitor, string command)
    {
        var words = new Queue<string>(Word().Matches(command).Select(word => word.Value.StartsWith('\'') ? word.Value[1..^1].Replace(@"'\''", "'", StringComparison.Ordinal) : word.Value));
        var request = new HttpRequestMessage();
        string? type = null, body = null;
        while (words.TryDequeue(out var word))
        {
            if (word == "-H" && words.Dequeue().Split(": ", 2) is [var name, var value])
                type = name == "Content-Type" ? value : request.Headers.TryAddWithoutValidation(name, value) ? type : null;
            else if (word == "-d")
                body = words.Dequeue();
            else if (word is not ("-N" or "curl"))
                request.RequestUri = new(word);
        }
        request.Method = body is null ? HttpMethod.Get : HttpMethod.Post;
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, type!);
        return visitor.Send(request);
    }

    /// <summary>A word of a shell: quoted, or of letters that need no quotes.</summary>
    [GeneratedRegex(@"'(?:[^']|'\\'')*'|[^\s\\']+")]
    private static partial Regex Word();
}
