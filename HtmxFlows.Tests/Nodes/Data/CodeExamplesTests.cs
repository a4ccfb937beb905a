using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

/// <summary>What the examples of code return: the page shows it as it comes, and this says that it is right.</summary>
public sealed class CodeExamplesTests
{
    static readonly Dictionary<string, string> Expected = new()
    {
        ["A sum"] = "440",
        ["Filter: the items that match"] = """[{"id":1,"customer":"Ada","city":"Bern","day":"2030-01-05","total":120},{"id":4,"customer":"Cleo","city":"Bern","day":"2030-02-11","total":200}]""",
        ["Pick and rename fields"] = """[{"number":1,"name":"Ada"},{"number":2,"name":"Ben"},{"number":3,"name":"Ada"},{"number":4,"name":"Cleo"}]""",
        ["Change one field of each item"] = """[{"id":1,"customer":"Ada","city":"Bern","day":"2030-01-05","total":240},{"id":2,"customer":"Ben","city":"Basel","day":"2030-01-07","total":160},{"id":3,"customer":"Ada","city":"Bern","day":"2030-02-10","total":80},{"id":4,"customer":"Cleo","city":"Bern","day":"2030-02-11","total":400}]""",
        ["Count, sum, average and extremes"] = """{"orders":4,"total":440,"average":110,"least":40,"most":200}""",
        ["Group: totals by city"] = """[{"city":"Bern","orders":3,"total":360},{"city":"Basel","orders":1,"total":80}]""",
        ["Sort by two fields"] = "[2,4,1,3]",
        ["Top n per group: the largest order of each customer"] = """[{"id":1,"customer":"Ada","city":"Bern","day":"2030-01-05","total":120},{"id":2,"customer":"Ben","city":"Basel","day":"2030-01-07","total":80},{"id":4,"customer":"Cleo","city":"Bern","day":"2030-02-11","total":200}]""",
        ["Remove duplicates: the first item of each city"] = """[{"id":1,"customer":"Ada","city":"Bern","day":"2030-01-05","total":120},{"id":2,"customer":"Ben","city":"Basel","day":"2030-01-07","total":80}]""",
        ["Distinct values"] = """["Basel","Bern"]""",
        ["Join the outputs of two nodes"] = """[{"id":1,"name":"Ada"},{"id":2,"name":null}]""",
        ["New items: in one list and not in the other"] = """["b"]""",
        ["Running total"] = """[{"day":"2030-01-05","soFar":120},{"day":"2030-01-07","soFar":200},{"day":"2030-02-10","soFar":240},{"day":"2030-02-11","soFar":440}]""",
        ["Share of the total, in percent"] = """[{"id":1,"percent":27.3},{"id":2,"percent":18.2},{"id":3,"percent":9.1},{"id":4,"percent":45.5}]""",
        ["Pivot: a row per month, a column per city"] = """[{"month":"2030-01","Bern":120,"Basel":80},{"month":"2030-02","Bern":240}]""",
        ["Rows from an object, and an object from rows"] = """{"rows":[{"fruit":"apples","amount":3},{"fruit":"pears","amount":5}],"back":{"apples":3,"pears":5}}""",
        ["Flatten nested lists"] = """[{"id":1,"tag":"red"},{"id":1,"tag":"big"},{"id":2,"tag":"blue"}]""",
        ["Build a tree from rows"] = """[{"id":1,"children":[{"id":2,"children":[]},{"id":3,"children":[{"id":4,"children":[]}]}]}]""",
        ["Split a list into batches"] = "[[1,2],[3,4],[5]]",
        ["Text: extract by a regular expression"] = """[{"year":"2030","number":"17"},{"year":"2030","number":"18"}]""",
        ["Text: lines of names and values"] = """{"host":"example.com","port":"8080"}""",
        ["Text: a Markdown table"] = "\"| name | price |\\n| --- | --- |\\n| Figs | 4.9 |\\n| Dates | 7 |\"",
        ["Dates: days between, and a month later"] = """{"days":29,"later":"2030-04-01","weekday":5}""",
        ["Defaults for missing fields"] = """{"name":"Ada","city":"unknown","tags":[]}""",
        ["Check values, and fail with a reason"] = "2",
        ["Write to the log of the node"] = "1",
    };

    static NodeType Code => NodeTypes.Catalogue.Find("code")!;

    public static TheoryData<string> Titles => [.. Code.Examples.Select(example => example.Title)];

    [Theory, MemberData(nameof(Titles))]
    public async Task An_example_returns_what_its_title_says(string title)
    {
        var example = Code.Examples.Single(example => example.Title == title);
        var outcome = await example.Run(Code, TimeProvider.System, new(), TestContext.Current.CancellationToken);
        Assert.Equal(Expected[title], Assert.IsType<NodeOutcome.Completed>(outcome).Output.GetRawText());
    }

    [Fact]
    public void There_are_26_jobs() => Assert.Equal(26, Code.Examples.Count);
}
