using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using HtmxFlows.Conditions;

namespace HtmxFlows.Sql;

/// <summary>
/// The numbers in a statement's values that SQLite rounds: integers past 64 bits, and decimals with more digits than floating point has.
/// A result that is such a rounded number, or is as large as these integers, is refused instead of being a little wrong.
/// </summary>
sealed class SqlRounding
{
    /// <summary>A number of so few characters, without an exponent, has no more digits than floating point.</summary>
    const int CertainlyHeld = 16;

    readonly Dictionary<double, string> rounded = [];
    readonly HashSet<ExactNumber> originals = [];
    string? integer;

    public void Clear()
    {
        rounded.Clear();
        originals.Clear();
        integer = null;
    }

    /// <summary>Adds the numbers of a value.</summary>
    public void Add(JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.Number or JsonValueKind.Object or JsonValueKind.Array)) return;
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(value), new() { MaxDepth = Data.Json.MaxWrappedDepth });
        while (reader.Read())
            if (reader.TokenType == JsonTokenType.Number) Add(reader.ValueSpan);
    }

    /// <summary>What a result's floating-point number was rounded from, or null if it is none of these. What is computed with an integer past 64 bits was rounded on the way.</summary>
    public string? Find(double value) => rounded.Count == 0 ? null
        : rounded.GetValueOrDefault(value) ?? (Math.Abs(value) >= long.MaxValue ? integer : null);

    /// <summary>The same for a number in a result's JSON, where all digits may have been kept. SQLite writes a rounded one with a point or an exponent.</summary>
    public string? Find(in Utf8JsonReader number) =>
        rounded.Count == 0 || !number.ValueSpan.ContainsAny(".eE"u8) || !number.TryGetDouble(out var value) || Find(value) is not { } digits ? null
        : ExactNumber.TryParse(Encoding.UTF8.GetString(number.ValueSpan), out var exact) && originals.Contains(exact) ? null
        : digits;

    void Add(ReadOnlySpan<byte> number)
    {
        if (number.Length <= CertainlyHeld && !number.ContainsAny("eE"u8)) return;
        if (Utf8Parser.TryParse(number, out long _, out var used) && used == number.Length) return;
        var digits = Encoding.UTF8.GetString(number);
        var value = double.Parse(digits, CultureInfo.InvariantCulture);
        if (!ExactNumber.TryParse(digits, out var exact) || ExactNumber.TryParse(value.ToString("R", CultureInfo.InvariantCulture), out var held) && held == exact) return;
        rounded.TryAdd(value, digits);
        originals.Add(exact);
        if (exact.IsWhole) integer ??= digits;
    }
}
