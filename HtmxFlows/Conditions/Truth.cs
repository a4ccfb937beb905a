using System.Text.Json;

namespace HtmxFlows.Conditions;

/// <summary>What is true and what is false, as other programs write it: JSON, SQL's 1 and 0, the words of spreadsheets.</summary>
static class Truth
{
    /// <summary>The words, for messages and help.</summary>
    public const string Words = "true, yes, on, y, t, 1, or false, no, off, n, f, 0";

    /// <summary>Null if the value is neither.</summary>
    public static bool? Find(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => ExactNumber.TryParse(value.GetRawText(), out var number) ? OfNumber(number) : null,
        JsonValueKind.String => OfWord(value.GetString()!),
        _ => null,
    };

    static bool? OfNumber(ExactNumber number) => number.Sign == 0 ? false : number == ExactNumber.One ? true : null;

    static bool? OfWord(string word) => word.Length > 20 ? null : word.Trim().ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "y" or "t" or "1" => true,
        "false" or "no" or "off" or "n" or "f" or "0" => false,
        _ => null,
    };
}
