using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Workflows;

namespace HtmxFlows.Tests.Conditions;

/// <summary>Whole runs in which every node reads the same dates.</summary>
public sealed class DateFlowTests : FlowTests
{
    [Theory]
    [InlineData("2024-03-10T08:00:00.000+0000", "2024-03-10T08:00:00+00:00")]
    [InlineData("2024-03-10t08:00:00z", "2024-03-10T08:00:00+00:00")]
    [InlineData("Sun, 10 Mar 2024 08:00:00 GMT", "2024-03-10T08:00:00+00:00")]
    [InlineData("2024-03-09T24:00:00-0500", "2024-03-10T00:00:00-05:00")]
    public async Task Every_node_reads_a_date_alike(string text, string written)
    {
        var json = $"\"{written}\"";
        Assert.Equal(json, await Result("""d date {"operation": "format", "value": "{{prompt}}"}""", text));
        Assert.Equal($$"""{"d":{{json}}}""", await Result("""s set {"fields": [{"name": "d", "value": "{{prompt}}", "type": "date"}]}""", text));
        Assert.Equal("\"done\"", await Result("""
            w wait {"until": "{{prompt}}"}
            t template {"template": "done"}
            w -> t
            """, text));
        Assert.Equal("\"same\"", await Result($$"""
            b branch {"conditions": [{"left": "{{"{{prompt}}"}}", "operator": "equals", "right": "{{written}}", "type": "date"}]}
            y template {"template": "same"}
            b:true -> y
            """, text));
        Assert.Equal($"""["1999-12-31","{text}","2099-01-01"]""", await Result($$"""
            j json {"operation": "parse", "value": "[\"2099-01-01\", \"{{text}}\", \"1999-12-31\"]"}
            s sort {"by": [{"type": "date"}]}
            j -> s
            """, text));
    }

    [Theory]
    [InlineData("09:00")]
    [InlineData("01/02/2027")]
    [InlineData("9:00 PM")]
    [InlineData("2027-01-02 9:00 PM")]
    public async Task No_node_guesses_a_date(string text)
    {
        Assert.Contains($"“{text}”", await Failure("""d date {"operation": "format", "value": "{{prompt}}"}""", text), StringComparison.Ordinal);
        Assert.Contains($"“{text}”", await Failure("""s set {"fields": [{"name": "d", "value": "{{prompt}}", "type": "date"}]}""", text), StringComparison.Ordinal);
        Assert.Contains($"“{text}”", await Failure("""w wait {"until": "{{prompt}}"}""", text), StringComparison.Ordinal);
        Assert.Contains($"“{text}”", await Failure("""b branch {"conditions": [{"left": "2027-01-02", "operator": "less", "right": "{{prompt}}", "type": "date"}]}""", text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_typed_time_without_a_day_is_refused_when_the_workflow_is_saved()
    {
        var outcome = await Engine.Workflows.Create(new("Test", "", Flows.Of("""w wait {"until": "09:00"}""")));
        Assert.Contains("“09:00” is not a date and time.", Assert.Single(outcome.Problems()).Message, StringComparison.Ordinal);
    }
}
