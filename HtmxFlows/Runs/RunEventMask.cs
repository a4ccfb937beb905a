using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Credentials;
using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>Masks what people and nodes put into an event. It is done where events are made, so that nothing after that sees a secret.</summary>
static class RunEventMask
{
    /// <summary>Words of the flow and of the product, by which a run finds its way.</summary>
    static readonly HashSet<string> Words = ["nodeId", "port", "morePorts", "trigger", "upTo", "fired", "traceParent"];

    static readonly ConcurrentDictionary<Type, HashSet<string>> Known = [];

    /// <returns>The event itself if there is nothing to mask in it.</returns>
    public static RunEvent Mask(this SecretMask secrets, RunEvent next)
    {
        if (secrets.IsEmpty || Known.GetOrAdd(next.GetType(), Texts) is not { Count: > 0 } texts)
            return next;
        var json = JsonSerializer.SerializeToElement(next, RunEventJson.Default.RunEvent);
        if (!json.EnumerateObject().Any(member => texts.Contains(member.Name) && secrets.Knows(member.Value)))
            return next;
        var masked = new JsonObject();
        foreach (var member in json.EnumerateObject())
            masked[member.Name] = JsonSerializer.SerializeToNode(texts.Contains(member.Name) ? secrets.Mask(member.Value) : member.Value, Json.Options);
        var read = masked.Deserialize(RunEventJson.Default.RunEvent)! with { By = next.By };
        return read is WorkflowStarted started ? started with { Beside = ((WorkflowStarted)next).Beside } : read;
    }

    /// <summary>The members that may hold anything: neither numbers, times, ids and such, nor words of ours.</summary>
    static HashSet<string> Texts(Type type) =>
        [.. RunEventJson.Default.GetTypeInfo(type)!.Properties.Where(property => !Words.Contains(property.Name) && MayHoldAnything(property.PropertyType)).Select(property => property.Name)];

    static bool MayHoldAnything(Type type)
    {
        var held = Nullable.GetUnderlyingType(type) ?? type;
        return held == typeof(string) || held == typeof(JsonElement) || !held.IsValueType;
    }
}
