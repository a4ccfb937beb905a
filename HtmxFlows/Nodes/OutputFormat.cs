using System.Text.Json.Serialization;

namespace HtmxFlows.Nodes;

/// <summary>What is special about an output when it is shown.</summary>
public enum OutputFormat
{
    /// <summary>A text in Markdown.</summary>
    [JsonStringEnumMemberName("markdown")]
    Markdown,

    /// <summary>What a model answered: an object with its <c>text</c>, or its <c>value</c>, and facts about it.</summary>
    [JsonStringEnumMemberName("answer")]
    Answer,

    /// <summary>The node's input, passed on: nothing new to show.</summary>
    [JsonStringEnumMemberName("passed-on")]
    PassedOn,
}
