using System.Net;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Pages;

/// <summary>What a workflow asks for, from the form to the nodes and back.</summary>
public sealed class RunInputTests(App app) : IDisposable
{
    const string Inputs =
        """
        [
          {"name": "city", "type": "text", "label": "City", "required": true, "help": "Where <it> is."},
          {"name": "note", "type": "multiline", "default": "two\nlines"},
          {"name": "age", "type": "number", "default": 1.50},
          {"name": "fast", "type": "boolean", "label": "Fast", "default": true},
          {"name": "day", "type": "date"},
          {"name": "size", "type": "choice", "choices": ["s", "m"], "default": "m"},
          {"name": "extra", "type": "json"}
        ]
        """;

    readonly Visitor visitor = app.Visit();

    [Fact]
    public async Task The_form_has_a_field_of_the_right_kind_for_each_input()
    {
        var form = (await visitor.Open($"/workflows/{await Make()}")).Form("/runs");

        Assert.Equal(
            ["input.city text required", "input.note textarea", "input.age number any", "input.fast checkbox", "input.fast hidden", "input.day date", "input.size select", "input.extra textarea", "prompt textarea"],
            form.QuerySelectorAll("[name]:not([name^=__])").Select(field => string.Join(' ',
                new[] { field.GetAttribute("name"), field.GetAttribute("type") ?? field.LocalName, field.GetAttribute("step"), field.HasAttribute("required") ? "required" : null }.OfType<string>())));
        Assert.Equal(["City", "note optional", "age optional", "Fast", "day optional", "size optional", "extra optional", "Prompt"], form.QuerySelectorAll("label").Select(label => label.Words()));
        foreach (var label in form.QuerySelectorAll("label"))
            Assert.Single(form.QuerySelectorAll($"[id='{label.GetAttribute("for")}']:not([type=hidden])"));
        Assert.Equal("Where <it> is.", form.QuerySelector($"#{form.QuerySelector("[name='input.city']")!.GetAttribute("aria-describedby")}")!.TextContent);
        Assert.Equal(["", "s", "m"], form.QuerySelectorAll("option").Select(option => option.GetAttribute("value")));
    }

    [Fact]
    public async Task What_is_filled_in_reaches_the_nodes_with_its_type_and_is_shown_under_the_prompt()
    {
        var workflow = await Make();
        var page = await visitor.Open($"/workflows/{workflow}");

        var started = await visitor.Submit(page.Form("/runs"), new Dictionary<string, string>
        {
            ["prompt"] = "go",
            ["input.city"] = "Bern",
            ["input.day"] = "2030-01-31",
            ["input.age"] = "12345678901234567890.10",
            ["input.extra"] = """{"x": [1.0]}""",
        });
        await app.End(started.Id);
        var run = await visitor.Open(started.Address);
        var state = (await visitor.Call($"GET /api/runs/{started.Id}")).Json();

        Assert.Equal(HttpStatusCode.SeeOther, started.Redirect);
        const string Given = """{"city":"Bern","note":"two\nlines","age":12345678901234567890.10,"fast":true,"day":"2030-01-31","size":"m","extra":{"x":[1.0]}}""";
        Assert.Equal(Given, state.GetProperty("input").GetRawText());
        Assert.Equal(Given, state.GetProperty("nodes")[0].GetProperty("output").GetRawText());
        Assert.Equal("Bern m", state.GetProperty("nodes")[1].Text("output"));
        Assert.Equal("""{"sql":2030,"same":1}""", state.GetProperty("nodes")[2].GetProperty("output").GetRawText());
        Assert.Equal(["City", "note", "age", "Fast", "day", "size", "extra"], run.Texts(".given dt"));
        Assert.Equal(["Bern", "two lines", "12345678901234567890.10", "yes", "2030-01-31", "m", """{ "x": [ 1.0 ] }"""], run.Texts(".given dd"));
        Assert.Contains(Given, (await visitor.Call($"GET /runs/{started.Id}", null, ("Accept", "text/plain"))).Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_box_without_a_tick_is_false_and_an_emptied_field_is_nothing()
    {
        var workflow = await Make();
        var form = (await visitor.Open($"/workflows/{workflow}")).Form("/runs");
        form.QuerySelector("[type=checkbox]")!.RemoveAttribute("checked");

        var started = await visitor.Submit(form, new Dictionary<string, string> { ["input.city"] = "Bern", ["input.note"] = "", ["input.age"] = "", ["input.size"] = "" });

        Assert.Equal("""{"city":"Bern","note":null,"age":null,"fast":false,"day":null,"size":null,"extra":null}""",
            (await visitor.Call($"GET /api/runs/{started.Id}")).Json().GetProperty("input").GetRawText());
    }

    [Fact]
    public async Task What_does_not_fit_is_said_at_its_field_with_what_was_typed_and_nothing_starts()
    {
        var workflow = await Make();
        var form = (await visitor.Open($"/workflows/{workflow}")).Form("/runs");

        var page = await visitor.Submit(form, new Dictionary<string, string> { ["prompt"] = "kept", ["input.age"] = "7 years", ["input.note"] = "kept\ntoo", ["input.extra"] = "{x" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal("Not started. Fix the fields below.", page.One("[role=alert]").Words());
        Assert.Equal(["input.city: City is required.", "input.age: age must be a number.", "input.extra: extra must be JSON."],
            page.All("[aria-invalid=true]").Select(field => $"{field.GetAttribute("name")}: {page.One("#" + field.GetAttribute("aria-describedby")!.Split(' ')[^1]).Words()}"));
        Assert.Equal(("kept", "7 years", "{x"), (page.One("#prompt").TextContent, page.One("[name='input.age']").GetAttribute("value"), page.One("[name='input.extra']").TextContent));
        Assert.Equal("kept too", page.One("[name='input.note']").Words());
        Assert.Empty(app.Get<RunStore>().List(workflow, null, 0, 1));

        var corrected = await visitor.Submit(page.Form("/runs"), new Dictionary<string, string> { ["input.city"] = "Bern", ["input.age"] = "7", ["input.extra"] = "" });
        Assert.Equal(HttpStatusCode.SeeOther, corrected.Redirect);
    }

    [Fact]
    public async Task A_form_that_is_sent_as_it_is_takes_the_defaults_and_asks_for_what_has_none()
    {
        var ready = await app.MakeAsking("Ready made", """[{"name": "n", "type": "number", "required": true, "default": 3}, {"name": "b", "type": "boolean", "default": true}]""", [App.Template("a", "{{run.input.n}} {{run.input.b}} {{prompt}}")]);
        var asking = await Make("Asking first");

        var started = await visitor.Submit((await visitor.Open($"/workflows/{ready}")).Form("/runs"), new Dictionary<string, string> { ["prompt"] = "times" });
        await app.End(started.Id);
        var asked = await visitor.Submit((await visitor.Open($"/workflows/{asking}")).Form("/runs"), new Dictionary<string, string> { ["prompt"] = "kept" });

        Assert.Equal("3 true times", (await visitor.Call($"GET /api/runs/{started.Id}")).Json().Text("result"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.Status);
        Assert.Equal(["City is required."], asked.Texts(".input .problem"));
        Assert.Equal(("kept", "1.50"), (asked.One("#prompt").TextContent, asked.One("[name='input.age']").GetAttribute("value")));
    }

    [Fact]
    public async Task The_next_turn_begins_with_the_values_of_the_last_and_a_run_again_repeats_them()
    {
        var workflow = await Make();
        var first = await visitor.Submit((await visitor.Open($"/workflows/{workflow}")).Form("/runs"),
            new Dictionary<string, string> { ["input.city"] = "Bern", ["input.note"] = "", ["input.size"] = "s", ["input.age"] = "7.10" });
        await app.End(first.Id);

        var page = await visitor.Open(first.Address);
        var next = await visitor.Submit(page.Form("/runs"), new Dictionary<string, string> { ["prompt"] = "on" });
        var again = await visitor.Submit(page.Form("/retry"));

        var inputs = new[] { first, next, again }.Select(run => (visitor.Call($"GET /api/runs/{run.Id}")).Result.Json().GetProperty("input").GetRawText()).ToArray();
        Assert.Contains("\"city\":\"Bern\",\"note\":null,\"age\":7.10", inputs[0], StringComparison.Ordinal);
        Assert.All(inputs, input => Assert.Equal(inputs[0], input));
        Assert.NotEqual(first.Id, again.Id);
    }

    [Fact]
    public async Task A_repeated_run_that_the_newest_version_refuses_becomes_a_form_to_correct()
    {
        var workflow = await Make();
        var run = await visitor.Submit((await visitor.Open($"/workflows/{workflow}")).Form("/runs"), new Dictionary<string, string> { ["prompt"] = "again", ["input.city"] = "Bern" });
        await app.End(run.Id);
        await app.Get<WorkflowStore>().Update(workflow, 1, new("Asking", "",
            App.Flow([App.Template("a", "x")])[..^1] + """, "inputs": [{"name": "city", "type": "text"}, {"name": "street", "type": "text", "required": true}]}"""));

        var page = await visitor.Submit((await visitor.Open(run.Address)).Form("/retry"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(["street is required."], page.Texts(".input .problem"));
        Assert.Contains("has no input note", page.One("#prompt-problem").Words(), StringComparison.Ordinal);
        Assert.Equal(("again", "Bern"), (page.One("#prompt").GetAttribute("value"), page.One("[name='input.city']").GetAttribute("value")));
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.Submit(page.Form("/runs"), new Dictionary<string, string> { ["input.street"] = "Main" })).Redirect);
    }

    [Fact]
    public async Task Inputs_are_exported_imported_and_versioned_with_the_flow()
    {
        var workflow = await Make();
        var export = await visitor.Open($"/workflows/{workflow}/export");
        var imported = await visitor.Submit((await visitor.Open("/workflows/import")).Form("/workflows/import"), new Dictionary<string, string> { ["json"] = export.Source });
        await app.Get<WorkflowStore>().Update(workflow, 1, new("Asking", "", App.Flow([App.Template("a", "x")])));

        Assert.Equal(export.Source, (await visitor.Open($"{imported.Address}/export")).Source);
        Assert.Equal(7, (await visitor.Open(imported.Address)).All(".input").Count);
        Assert.Empty((await visitor.Open($"/workflows/{workflow}")).All(".input"));
    }

    [Fact]
    public async Task A_draft_may_have_inputs_with_problems_and_shows_them()
    {
        var id = (await app.Get<WorkflowStore>().Create(new("Half asked", "", App.Flow([App.Template("a", "x")])[..^1] + """, "inputs": [{"name": "a", "type": "?"}]}"""), asDraft: true)).Id();

        Assert.StartsWith("Settings Type must be one of", (await visitor.Open($"/workflows/{id}")).One(".problems li").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_catalogue_says_what_an_input_is()
    {
        var page = await visitor.Open("/nodes");

        Assert.Equal(["name", "type", "label", "required", "default", "choices", "help", "page"], page.Texts("[aria-label='Fields of an input'] tbody th"));
        Assert.Contains("run.input", page.One("[aria-labelledby=names]").Words(), StringComparison.Ordinal);
    }

    public void Dispose() => visitor.Dispose();

    Task<Guid> Make(string name = "Asking") => app.MakeAsking(name, Inputs,
        [
            App.Template("whole", "{{input}}"), App.Template("parts", "{{run.input.city}} {{default run.input.size \"?\"}}"),
            App.Node("sql", "compute", new { sql = "SELECT CAST(substr(:run ->> '$.input.day', 1, 4) AS INTEGER) AS sql, :input = json_extract(:run, '$.input') AS same" }),
        ]);
}
