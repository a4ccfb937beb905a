using HtmxFlows.Runs;

namespace HtmxFlows.Api;

/// <summary>Events as the API sends them.</summary>
static class ApiEvents
{
    /// <summary>The journal's JSON without the escapes that JSON does not require.</summary>
    public static RunEventJson Json { get; } = new(new(RunEventJson.Default.Options) { Encoder = Data.Json.Encoder });
}
