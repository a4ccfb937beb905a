using System.Text.Json;
using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class RunTriggerTests
{
    [Theory]
    [InlineData("call")]
    [InlineData("a name that is not used any more")]
    public void A_journal_keeps_the_name_of_a_trigger(string name)
    {
        var json = $$"""{"event":"workflow-started","seq":1,"at":"2026-01-01T00:00:00+00:00","workflow":"{{Guid.Empty}}","version":1,"thread":"{{Guid.Empty}}","trigger":"{{name}}","prompt":""}""";

        var started = Assert.IsType<WorkflowStarted>(Journal.Read(json));

        Assert.Equal(new RunTrigger(name), started.Trigger);
        Assert.Contains($"\"trigger\":\"{name}\"", JsonSerializer.Serialize(started, RunEventJson.Default.RunEvent), StringComparison.Ordinal);
    }
}
