using System.Text;
using Jint;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace HtmxFlows.Scripts;

/// <summary>Functions on texts that the program cannot do for all languages: they refuse what they would get wrong.</summary>
static class ScriptText
{
    const string Normalize = "normalize";

    /// <summary>The program has no tables of composed letters, and would return the text as it is.</summary>
    public static void RefuseNormalization(Engine engine) =>
        engine.Global.Get("String").Get("prototype").AsObject().Set(Normalize, new ClrFunction(engine, Normalize, (text, _) => Ascii.IsValid(TypeConverter.ToString(text)) ? text
            : throw new JavaScriptException(engine.Intrinsics.TypeError, "normalize() is not available for text with letters beyond ASCII. Replace the letters yourself, e.g. by text.replaceAll('é', 'e')")));
}
