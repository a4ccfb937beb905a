using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

/// <summary>Tests of whole runs on an engine of their own.</summary>
public abstract class FlowTests : IAsyncDisposable
{
    private protected Engine Engine { get; } = Engine.Start();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Engine.DisposeAsync();
    }

    /// <summary>The result of a run as JSON text; null if it has none.</summary>
    private protected async Task<string?> Result(string flow, string prompt = "") =>
        (await Engine.Run(flow, prompt)).Result is { } result ? JsonSerializer.Serialize(result, Json.Options) : null;

    /// <summary>The error of a run that fails.</summary>
    private protected async Task<string> Failure(string flow, string prompt = "")
    {
        var end = await Engine.Run(flow, prompt);
        Assert.Equal(RunStatus.Failed, end.Status);
        return end.Error!;
    }
}
