using System.Net;
using System.Text.Json;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Api;

/// <summary>What a workflow asks for, through the API and the original protocol.</summary>
public sealed class RunInputApiTests(App app) : IDisposable
{
    const string Inputs = """[{"name": "city", "type": "text", "required": true}, {"name": "age", "type": "number", "default": 1.50}, {"name": "fast", "type": "boolean"}]""";

    readonly Visitor client = app.Visit();

    [Fact]
    public async Task Values_come_with_their_types_and_numbers_keep_their_digits()
    {
        var workflow = await Make();

        var state = (await client.Call($"POST /api/workflows/{workflow}/runs", """{"prompt": "p", "input": {"city": "Bern", "age": 12345678901234567890.10, "fast": true}}""", ("Prefer", "wait=30"))).Json();
        var started = (await client.Call($"GET /api/runs/{state.Text("id")}/events")).Json()[0];

        const string Given = """{"city":"Bern","age":12345678901234567890.10,"fast":true}""";
        Assert.Equal([Given, Given, Given], [state.GetProperty("input").GetRawText(), state.GetProperty("result").GetRawText(), started.GetProperty("input").GetRawText()]);
    }

    [Theory]
    [InlineData("{}", "input.city")]
    [InlineData("""{"input": {"city": 7, "age": "7", "fast": "true", "town": 1}}""", "input.town input.city input.age input.fast")]
    [InlineData("""{"input": [1]}""", "input")]
    public async Task What_cannot_be_taken_is_422_with_every_message_and_its_field(string body, string fields)
    {
        var workflow = await Make();

        var answer = await client.Call($"POST /api/workflows/{workflow}/runs", body);

        var detail = answer.Problem(422);
        var problems = answer.Json().GetProperty("problems").EnumerateArray().ToArray();
        Assert.Equal(fields, string.Join(' ', problems.Select(problem => problem.Text("field"))));
        Assert.Equal(detail, string.Join(' ', problems.Select(problem => problem.Text("message"))));
        Assert.Empty(app.Get<RunStore>().List(workflow, null, 0, 1));
    }

    [Theory]
    [InlineData("""{"city": "Bern", "ref": "main"}""", "city ref", "`city` is not a member of this request. It is an input of the workflow: send it as `input.city`. `ref` is not a member of this request. The members are `prompt`, `input`, `thread`, `trigger`.")]
    [InlineData("""{"promt": "p", "input": {"city": "Bern"}}""", "promt", "`promt` is not a member of this request. The closest one is `prompt`.")]
    public async Task Unknown_members_of_a_start_are_422_and_named(string body, string fields, string detail)
    {
        var workflow = await Make();

        var answer = await client.Call($"POST /api/workflows/{workflow}/runs", body);

        Assert.Equal(detail, answer.Problem(422));
        Assert.Equal(fields, string.Join(' ', answer.Json().GetProperty("problems").EnumerateArray().Select(problem => problem.Text("field"))));
        Assert.Empty(app.Get<RunStore>().List(workflow, null, 0, 1));
    }

    [Fact]
    public async Task A_prompt_and_an_input_that_are_too_long_are_refused_at_their_fields()
    {
        var workflow = await Make();
        foreach (var (body, field) in new[] { (JsonSerializer.Serialize(new { prompt = new string('x', 65537), input = new { city = "Bern" } }), "prompt"), (JsonSerializer.Serialize(new { input = new { city = new string('x', 1 << 20) } }), "input") })
        {
            var answer = await client.Call($"POST /api/workflows/{workflow}/runs", body);

            Assert.Contains("KiB", answer.Problem(422), StringComparison.Ordinal);
            Assert.Equal(field, answer.Json().GetProperty("problems")[0].Text("field"));
        }
    }

    [Fact]
    public async Task A_run_of_a_workflow_without_inputs_has_none()
    {
        var workflow = await app.Make("Without inputs", [App.Template("a", "{{input}}")]);

        var state = (await client.Call($"POST /api/workflows/{workflow}/runs", """{"input": {}}""", ("Prefer", "wait=30"))).Json();
        var refused = await client.Call($"POST /api/workflows/{workflow}/runs", """{"input": {"a": 1}}""");

        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (state.GetProperty("input").ValueKind, state.GetProperty("result").ValueKind));
        Assert.Contains("has no inputs", refused.Problem(422), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_original_protocol_takes_them_as_parameters_of_their_names()
    {
        var workflow = await Make();

        var stream = await client.Call($"GET /api/workflows/{workflow}/run?prompt=p&city=Bern&age=7.10&fast=true&cache=buster");
        var refused = await client.Call($"GET /api/workflows/{workflow}/run?age=x");

        Assert.Contains("""{"event":"node-completed","nodeId":"a","result":{"city":"Bern","age":7.10,"fast":true}}""", stream.Source, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "city is required. age must be a number."), (refused.Status, refused.Json().Text("error")));
        Assert.Single(app.Get<RunStore>().List(workflow, null, 0, 9));
    }

    public void Dispose() => client.Dispose();

    Task<Guid> Make() => app.MakeAsking("Asking by API", Inputs, [App.Template("a", "{{run.input}}")]);
}
