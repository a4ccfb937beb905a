namespace HtmxFlows.Conditions;

/// <summary>The order of texts by code point, which UTF-16 units do not have: a surrogate stands for a character above all others.</summary>
static class CodePoints
{
    public static int Compare(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        return same == left.Length || same == right.Length ? left.Length.CompareTo(right.Length) : Rank(left[same]).CompareTo(Rank(right[same]));
    }

    /// <summary>Surrogates after U+FFFF's other units.</summary>
    static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x1_0000 : unit;
}
