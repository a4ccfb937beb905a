using System.Text.Json;
using Jint;
using Jint.Native;

namespace HtmxFlows.Scripts;

/// <summary>JSON as values of an engine.</summary>
sealed class ScriptInput(Engine engine, ScriptNumbers numbers)
{
    public JsValue Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ReadObject(value),
        JsonValueKind.Array => new JsArray(engine, [.. value.EnumerateArray().Select(Read)]),
        JsonValueKind.String => new JsString(value.GetString()!),
        JsonValueKind.Number => numbers.Read(value),
        JsonValueKind.True => JsBoolean.True,
        JsonValueKind.False => JsBoolean.False,
        _ => JsValue.Null,
    };

    JsObject ReadObject(JsonElement value)
    {
        var made = new JsObject(engine);
        // Also a member with the name __proto__ is only a member.
        foreach (var member in value.EnumerateObject())
            made.CreateDataProperty(member.Name, Read(member.Value));
        return made;
    }
}
