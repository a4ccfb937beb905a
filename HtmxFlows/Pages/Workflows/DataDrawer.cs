using HtmxFlows.Views;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The data of the open node: what it would see as its input, and its last output.</summary>
/// <param name="Input">Null if it is not known yet.</param>
/// <param name="WhyNoInput">Why it is not known, in a sentence.</param>
/// <param name="Output">Null if there is none yet.</param>
/// <param name="Source">Where the output comes from: a pin, a test or a run.</param>
/// <param name="Run">The run that made it; null if none did.</param>
public sealed record DataDrawer(DataView? Input, string? WhyNoInput, DataView? Output, string Source, Guid? Run, DataForm Form);
