using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Renders the keys by which the limits of a workflow count its runs, from what a start has.</summary>
sealed class RunKeys(CredentialSource credentials, NodeLimits limits, TimeProvider time)
{
    /// <summary>The longest key that is kept as it is; the end of a longer one is replaced by its hash.</summary>
    public const int LongestKey = 200;

    const int Kept = 100;

    /// <exception cref="NodeException">A value is missing, or the key grows past the limit.</exception>
    public string KeyOf(FlowConcurrency rule, WorkflowStarted start, Guid run)
    {
        if (rule.Key is not { Text.Length: > 0 } template)
            return "";
        var context = new ExpressionContext(new GivenData(DataOf(start, run)), limits.OutputBytes, time);
        var key = credentials.Current.Mask.Mask(template.Render(context, CancellationToken.None));
        return key.Length <= LongestKey ? key : $"{key[..Kept]}…{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";
    }

    JsonElement DataOf(WorkflowStarted start, Guid run)
    {
        var input = start.Input ?? Json.Null;
        Dictionary<string, object?> data = new()
        {
            ["prompt"] = start.Prompt,
            ["input"] = input,
            ["run"] = new { id = run, workflow = start.Workflow, version = start.Version, started = time.GetUtcNow(), input },
        };
        if (start.FiredData is { } trigger)
            data["trigger"] = trigger;
        return Json.From(data);
    }
}
