using System.Globalization;
using HtmxFlows.Data;
using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace HtmxFlows.Scripts;

/// <summary>The <c>console</c> of a script. It keeps lines up to a limit, and counts those beyond.</summary>
sealed class ScriptConsole
{
    /// <summary>How many lines are kept, and their lengths in characters: of one, and of all.</summary>
    public const int MostLines = 200, LongestLine = 2000, MostCharacters = 20_000;

    const int Deepest = 6;

    static readonly string[] Methods = ["log", "info", "debug", "warn", "error", "trace"];

    readonly List<string> lines = [];
    int characters, dropped;

    /// <summary>The lines so far, and a last one about those that were dropped.</summary>
    public IReadOnlyList<string> Lines => dropped == 0 ? lines
        : [.. lines, string.Create(CultureInfo.InvariantCulture, $"… {dropped} more lines are not kept: a node's log has up to {MostLines} lines and {MostCharacters} characters.")];

    public void AddTo(Engine engine)
    {
        var console = new JsObject(engine);
        foreach (var method in Methods)
            console.CreateDataProperty(method, new ClrFunction(engine, method, (_, values) => Add(values)));
        engine.SetValue("console", (JsValue)console);
    }

    JsValue Add(JsValue[] values)
    {
        if (lines.Count >= MostLines || characters >= MostCharacters)
        {
            dropped++;
            return JsValue.Undefined;
        }
        var shown = new Shown(Math.Min(LongestLine, MostCharacters - characters));
        foreach (var (index, value) in values.Index())
        {
            if (index > 0)
                shown.Add(" ");
            shown.Add(value, 0);
        }
        lines.Add(shown.ToString());
        characters += lines[^1].Length;
        return JsValue.Undefined;
    }

    /// <summary>A value in words, as the console shows it.</summary>
    public static string Show(JsValue value)
    {
        var shown = new Shown(LongestLine);
        shown.Add(value, 0);
        return shown.ToString();
    }

    /// <summary>A line that takes no more than it has room for.</summary>
    sealed class Shown(int room)
    {
        readonly System.Text.StringBuilder text = new();

        bool IsFull => text.Length > room;

        public void Add(string part)
        {
            if (!IsFull)
                text.Append(part.AsSpan(0, Math.Min(part.Length, room - text.Length + 1)));
        }

        public void Add(JsValue value, int depth)
        {
            if (IsFull)
                return;
            switch (value)
            {
                case JsString when depth > 0:
                    Add(Json.Text(Excerpt.Start(value.ToString(), room)).GetRawText());
                    break;
                case ErrorInstance:
                    Add($"{value.Get("name")}: {value.Get("message")}");
                    break;
                case ObjectInstance when value.IsCallable():
                    Add("[function]");
                    break;
                case JsDate or not ObjectInstance:
                    Add(value.ToString());
                    break;
                case ObjectInstance when depth == Deepest:
                    Add(value.IsArray() ? "[…]" : "{…}");
                    break;
                case ObjectInstance instance:
                    AddContent(instance, depth);
                    break;
            }
        }

        void AddContent(ObjectInstance value, int depth)
        {
            var isList = value.IsArray();
            Add(isList ? "[" : "{");
            foreach (var (index, key) in value.GetOwnPropertyKeys(Types.String).Where(key => value.GetOwnProperty(key).Enumerable).Index())
            {
                if (IsFull)
                    return;
                Add(index > 0 ? ", " : "");
                Add(isList ? "" : $"{Excerpt.Of(key.ToString())}: ");
                Add(value.Get(key), depth + 1);
            }
            Add(isList ? "]" : "}");
        }

        public override string ToString() => Excerpt.Of(text.ToString(), room);
    }
}
