using Jint.Native.Object;

namespace HtmxFlows.Scripts;

/// <summary>Objects that hold something and have no members, so that they would be lost as JSON.</summary>
static class ScriptObject
{
    const string Plain = "Return plain values, lists and objects";

    static readonly Dictionary<string, (string What, string Instead)> Advice = new()
    {
        ["JsMap"] = ("a Map", "Return Object.fromEntries(map) or [...map]"),
        ["JsSet"] = ("a Set", "Return [...set]"),
        ["JsPromise"] = ("a promise", "Await it; several by await Promise.all(list)"),
        ["JsRegExp"] = ("a regular expression", "Return its source"),
        ["JsError"] = ("an error", "Return its message, or throw it"),
        ["JsTypedArray"] = ("a typed array", "Return [...array]"),
        ["JsArrayBuffer"] = ("an ArrayBuffer", "Return [...new Uint8Array(buffer)]"),
        ["JsSharedArrayBuffer"] = ("a SharedArrayBuffer", "Return [...new Uint8Array(buffer)]"),
        ["JsDataView"] = ("a DataView", "Return the values in it"),
        ["JsWeakMap"] = ("a WeakMap", Plain),
        ["JsWeakSet"] = ("a WeakSet", Plain),
        ["JsWeakRef"] = ("a WeakRef", Plain),
        ["NumberInstance"] = ("a Number object", "Return the number without new"),
        ["StringInstance"] = ("a String object", "Return the text without new"),
        ["BooleanInstance"] = ("a Boolean object", "Return the value without new"),
        ["BigIntInstance"] = ("a BigInt object", "Return the number without Object()"),
        ["SymbolInstance"] = ("a symbol", Plain),
    };

    /// <summary>What an object is, and what to return instead; null if it is an object with members.</summary>
    public static (string What, string Instead)? FindAdvice(ObjectInstance value) => Advice.TryGetValue(value.GetType().Name, out var advice) ? advice : null;
}
