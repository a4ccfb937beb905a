using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Scripts;

/// <summary>What scripts of tests see.</summary>
static class Values
{
    /// <param name="json">An object of values by their names.</param>
    public static IReadOnlyDictionary<string, JsonElement> Of(string json) => Json.Parse(json).EnumerateObject().ToDictionary(value => value.Name, value => value.Value);
}
