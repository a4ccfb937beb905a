using HtmxFlows.Data;
using Jint;
using Jint.Native;
using Jint.Native.Error;

namespace HtmxFlows.Scripts;

/// <summary>What a script has thrown, in words.</summary>
static class ThrownValue
{
    /// <summary>The longest description, in characters.</summary>
    public const int Longest = 1000;

    /// <summary>The engine's words that speak of its own options.</summary>
    static readonly (string Theirs, string Ours)[] Plain =
    [
        ("String compilation has been disabled in engine options", "scripts cannot make code from text: eval and new Function are not available"),
        ("Module loading has been disabled, you need to enable it in engine options", "Scripts cannot import modules. Copy what you need into the script"),
    ];

    /// <summary>A message of the engine, in words for people who write scripts.</summary>
    public static string Describe(string message) => Excerpt.Of(Plain.Aggregate(message, (text, words) => text.Replace(words.Theirs, words.Ours, StringComparison.Ordinal)), Longest);

    public static string Describe(JsValue thrown) =>
        Describe(thrown is ErrorInstance error ? Describe(error) : $"The script threw {ScriptConsole.Show(thrown)}");

    static string Describe(ErrorInstance error) => $"{Text(error, "name", "Error")}: {Text(error, "message", "")}".TrimEnd(' ', ':');

    static string Text(ErrorInstance error, string name, string missing) => error.Get(name) is var value && value.IsString() ? value.AsString() : missing;
}
