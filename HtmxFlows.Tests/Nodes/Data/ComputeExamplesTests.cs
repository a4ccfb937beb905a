using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

/// <summary>What the examples of compute give: the page shows it as it comes, and this says that it is right.</summary>
public sealed class ComputeExamplesTests
{
    static readonly Dictionary<string, string> Expected = new()
    {
        ["A sum"] = """{"total":440}""",
        ["Filter: the rows that match"] = """[{"id":1,"customer":"Ada","city":"Bern","day":"2030-01-05","total":120},{"id":4,"customer":"Cleo","city":"Bern","day":"2030-02-11","total":200}]""",
        ["Filter that always returns a list"] = """[{"id":2,"customer":"Ben","city":"Basel","day":"2030-01-07","total":80}]""",
        ["Pick and rename fields"] = """[{"number":1,"name":"Ada"},{"number":2,"name":"Ben"},{"number":3,"name":"Ada"},{"number":4,"name":"Cleo"}]""",
        ["Count, sum, average and extremes"] = """{"orders":4,"total":440,"average":110,"least":40,"most":200}""",
        ["Group"] = """[{"city":"Bern","orders":3,"total":360},{"city":"Basel","orders":1,"total":80}]""",
        ["Join the outputs of two nodes"] = """[{"id":1,"name":"Ada"},{"id":2,"name":"Ben"},{"id":3,"name":"nobody"}]""",
        ["New items: in one list and not in the other"] = """["b","d"]""",
        ["Pivot: a row per month, a column per city"] = """[{"month":"2030-01","bern":120,"basel":80},{"month":"2030-02","bern":240,"basel":0}]""",
        ["Rows from an object's fields"] = """[{"fruit":"apples","amount":3},{"fruit":"pears","amount":5}]""",
        ["An object from rows"] = """{"1":"Ada","2":"Ben","3":"Ada","4":"Cleo"}""",
        ["Distinct values"] = """["Basel","Bern"]""",
        ["Remove duplicates: the latest row of each customer"] = """[{"id":3,"customer":"Ada","city":"Bern","day":"2030-02-10","total":40},{"id":2,"customer":"Ben","city":"Basel","day":"2030-01-07","total":80},{"id":4,"customer":"Cleo","city":"Bern","day":"2030-02-11","total":200}]""",
        ["Top n per group: the two largest per city"] = """[{"city":"Basel","customer":"Ben","total":80},{"city":"Bern","customer":"Cleo","total":200},{"city":"Bern","customer":"Ada","total":120}]""",
        ["Running total"] = """[{"day":"2030-01-05","so_far":120},{"day":"2030-01-07","so_far":200},{"day":"2030-02-10","so_far":240},{"day":"2030-02-11","so_far":440}]""",
        ["Share of the total, in percent"] = """[{"id":1,"percent":27.3},{"id":2,"percent":18.2},{"id":3,"percent":9.1},{"id":4,"percent":45.5}]""",
        ["Change from the previous row"] = """[{"day":"2030-01-05","change":null},{"day":"2030-01-07","change":-40},{"day":"2030-02-10","change":-40},{"day":"2030-02-11","change":160}]""",
        ["Assign to classes"] = """[{"id":1,"class":"middle"},{"id":2,"class":"middle"},{"id":3,"class":"small"},{"id":4,"class":"large"}]""",
        ["Dates: days between, a month later, the day of the week"] = """{"days":29,"month_later":"2030-04-01","falls_on":"a working day"}""",
        ["A row per day of a period"] = """["2030-02-27","2030-02-28","2030-03-01","2030-03-02"]""",
        ["Build nested JSON"] = """{"customer":"Ada","lines":[{"article":"A","amount":2},{"article":"B","amount":1}]}""",
        ["Change one field of each row"] = """[{"id":1,"customer":"Ada","city":"Bern","day":"2030-01-05","total":132.0},{"id":2,"customer":"Ben","city":"Basel","day":"2030-01-07","total":88.0},{"id":3,"customer":"Ada","city":"Bern","day":"2030-02-10","total":44.0},{"id":4,"customer":"Cleo","city":"Bern","day":"2030-02-11","total":220.0}]""",
        ["Flatten nested lists"] = """[{"id":1,"tag":"red"},{"id":1,"tag":"big"},{"id":2,"tag":"blue"}]""",
        ["Text: split at commas"] = """["red","green","blue"]""",
        ["Text: join with commas"] = """{"customers":"Ada,Ben,Cleo"}""",
        ["Text: search, cut and replace"] = """{"number":"2030-17","loud":"INVOICE 2030-17 OF ADA","other":"Invoice 2030-17 of Ben","is_invoice":1}""",
    };

    public static TheoryData<string> Titles => [.. Compute.Examples.Select(example => example.Title)];

    static NodeType Compute => NodeTypes.Catalogue.Find("compute")!;

    [Theory, MemberData(nameof(Titles))]
    public async Task An_example_gives_what_its_title_says(string title)
    {
        var example = Compute.Examples.Single(example => example.Title == title);
        var outcome = await example.Run(Compute, TimeProvider.System, new(), TestContext.Current.CancellationToken);
        Assert.Equal(Expected[title], Assert.IsType<NodeOutcome.Completed>(outcome).Output.GetRawText());
    }
}
