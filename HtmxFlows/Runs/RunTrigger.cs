using System.Text.Json;
using System.Text.Json.Serialization;

namespace HtmxFlows.Runs;

/// <summary>What started a run. In JSON it is its name, a text; journals may hold names that are not used any more.</summary>
[JsonConverter(typeof(RunTriggerJson))]
public readonly record struct RunTrigger(string Name)
{
    /// <summary>A prompt or form of the workflow's page.</summary>
    public static RunTrigger Form { get; } = new("form");

    public static RunTrigger Api { get; } = new("api");

    /// <summary>A trial of a draft in the editor.</summary>
    public static RunTrigger Draft { get; } = new("draft");

    /// <summary>A whole run is run again.</summary>
    public static RunTrigger Again { get; } = new("again");

    /// <summary>A run is run again from one of its nodes.</summary>
    public static RunTrigger Retry { get; } = new("retry");

    /// <summary>A node of another run.</summary>
    public static RunTrigger Call { get; } = new("call");

    /// <summary>A call of a client of the Model Context Protocol.</summary>
    public static RunTrigger Mcp { get; } = new("mcp");

    /// <summary>A message of a public chat.</summary>
    public static RunTrigger Chat { get; } = new("chat");

    /// <summary>A call of a webhook.</summary>
    public static RunTrigger Webhook { get; } = new("webhook");

    /// <summary>A moment of a schedule.</summary>
    public static RunTrigger Schedule { get; } = new("schedule");

    /// <summary>The failure of another run.</summary>
    public static RunTrigger Error { get; } = new("error");

    /// <summary>All of them, in the order of forms.</summary>
    public static IReadOnlyList<RunTrigger> All { get; } = [Form, Api, Draft, Again, Retry, Call, Mcp, Chat, Webhook, Schedule, Error];

    public override string ToString() => Name;
}

sealed class RunTriggerJson : JsonConverter<RunTrigger>
{
    public override RunTrigger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, RunTrigger value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
}
