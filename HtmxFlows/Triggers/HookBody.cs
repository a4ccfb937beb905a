using System.Text.Json;
using HtmxFlows.Files;

namespace HtmxFlows.Triggers;

/// <summary>The body of a call as a value. The set is closed.</summary>
public abstract record HookBody
{
    HookBody() { }

    /// <param name="Value">Of JSON the value, of a form an object by its fields, of text the text, of anything else a file; null if there is no body.</param>
    /// <param name="Files">The files that were received, which are kept for the run.</param>
    public sealed record Read(JsonElement Value, IReadOnlyList<FileValue> Files) : HookBody;

    /// <summary>The body is not what its type says.</summary>
    /// <param name="Problem">A sentence for the sender.</param>
    public sealed record Unreadable(string Problem) : HookBody;
}
