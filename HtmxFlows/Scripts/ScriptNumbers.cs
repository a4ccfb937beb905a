using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using HtmxFlows.Conditions;
using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace HtmxFlows.Scripts;

/// <summary>
/// Numbers between JSON and JavaScript, never rounded: a number that a JavaScript number holds exactly is one, other whole numbers are BigInts,
/// and any other number is an object that has its digits as text and refuses arithmetic.
/// </summary>
sealed class ScriptNumbers(Engine engine)
{
    const string Class = """
        (function () {
          class ExactNumber {
            #digits;
            constructor(digits) { this.#digits = digits; Object.freeze(this); }
            toString() { return this.#digits; }
            toJSON() { return this[Symbol.toPrimitive]("json"); }
            [Symbol.toPrimitive](hint) {
              if (hint === "string") return this.#digits;
              throw new TypeError(`${this.#digits} has more digits than a number in a script can hold. Use String(value) for its digits, or Number(String(value)) to round it`);
            }
          }
          return digits => new ExactNumber(digits);
        })()
        """;

    static readonly Prepared<Acornima.Ast.Script> Maker = Engine.PrepareScript(Class);

    const long LargestWhole = 1L << 53;

    // So many digits, point and sign included, always survive.
    const int FewDigits = 15;

    readonly Dictionary<ObjectInstance, string> exact = new(ReferenceEqualityComparer.Instance);
    JsValue? maker;

    public JsValue Read(JsonElement number)
    {
        if (number.TryGetInt64(out var whole) && Math.Abs((decimal)whole) <= LargestWhole)
            return JsNumber.Create(whole);
        var text = number.GetRawText();
        return number.TryGetDouble(out var value) && IsExact(text, value) ? JsNumber.Create(value)
            : text.All(letter => char.IsAsciiDigit(letter) || letter == '-') ? new JsBigInt(BigInteger.Parse(text, CultureInfo.InvariantCulture))
            : Exact(text);
    }

    /// <summary>The digits of a number that a script only carries.</summary>
    public bool TryGetDigits(ObjectInstance value, [NotNullWhen(true)] out string? digits) => exact.TryGetValue(value, out digits);

    static bool IsExact(string text, double value) => text.Length <= FewDigits && !text.Contains('e', StringComparison.OrdinalIgnoreCase)
        || double.IsFinite(value) && ExactNumber.TryParse(text, out var given) && ExactNumber.TryParse(value.ToString("R", CultureInfo.InvariantCulture), out var held) && given == held;

    ObjectInstance Exact(string text)
    {
        maker ??= engine.Evaluate(Maker);
        var made = engine.Invoke(maker, text).AsObject();
        exact[made] = text;
        return made;
    }
}
