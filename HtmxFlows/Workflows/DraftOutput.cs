using System.Text.Json;

namespace HtmxFlows.Workflows;

/// <summary>The last output of a node of a draft.</summary>
/// <param name="Ports">The ports that it took; none is the default port.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="Run">The run that made it; null if a test did.</param>
public sealed record DraftOutput(JsonElement Output, IReadOnlyList<string> Ports, DateTimeOffset MadeAt, Guid? Run);
