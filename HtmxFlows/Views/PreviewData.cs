using System.Collections.Concurrent;
using System.Text.Json;
using HtmxFlows.Expressions;
using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>The data of one preview: it remembers what was asked for, to tell a value that is not known yet from one that is wrong.</summary>
sealed class PreviewData(TrialData data, IReadOnlyList<OwnValue> own) : INodeData
{
    readonly ConcurrentDictionary<string, bool> asked = [];

    public JsonElement? Find(string name)
    {
        asked[name] = true;
        return own.FirstOrDefault(value => value.Name == name) is { } mine ? mine.Value : data.Find(name);
    }

    public IEnumerable<string> Names => own.Select(value => value.Name).Concat(data.Names).Distinct();

    /// <summary>Why the evaluation says nothing yet, in a sentence; null if everything that it asked for is known.</summary>
    /// <param name="hasFailed">Whether it ended with an error, so that a part that is missing counts too.</param>
    public string? WhyUnknown(bool hasFailed) => asked.Keys.Order(StringComparer.Ordinal)
        .Select(name => own.FirstOrDefault(value => value.Name == name) is { } mine ? mine.WhyUnknown : data.WhyUnknown(name, hasFailed)).FirstOrDefault(why => why is not null);
}
