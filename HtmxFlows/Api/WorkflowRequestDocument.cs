using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Api;

/// <summary>What a workflow is made or changed with.</summary>
/// <remarks>The name and the flow are needed; without them there is a problem to tell, as with a bad one.</remarks>
public sealed record WorkflowRequestDocument([property: Required] string? Name = null, [property: Required] JsonElement? Flow = null, string? Description = null)
{
    public WorkflowContent ToDraft() => new((Name ?? "").Trim(), (Description ?? "").Trim(), Json.Pretty(Flow ?? Json.Null));
}
