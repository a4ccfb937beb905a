using System.Text.Json;
using HtmxFlows.Nodes;
using HtmxFlows.Views;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The result of the newest run of a workflow that completed.</summary>
/// <param name="View">Its beginning, as people read it.</param>
/// <param name="IsMarkdown">Whether its text is Markdown.</param>
public sealed record LastResult(Guid Run, DateTimeOffset At, DataView View, bool IsMarkdown)
{
    /// <summary>The result as the conversation shows it; null if it is no text.</summary>
    public Output? Text => View.Value.ValueKind == JsonValueKind.String ? new(View.Value, IsMarkdown ? OutputFormat.Markdown : null, $"/runs/{Run}/result") : null;
}
