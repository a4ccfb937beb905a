using System.Numerics;

namespace HtmxFlows.Credentials;

/// <summary>
/// Says of most texts, in one pass and however many secrets there are, that they hold none. A text that holds one has a window that some way to write
/// it begins with; windows are compared by a rolling hash.
/// </summary>
sealed class SecretFilter
{
    /// <summary>The length of a window, in characters.</summary>
    public const int Window = 8;

    const ulong Base = 0x9E3779B97F4A7C15;

    /// <summary>Bits of the table for each way to write a secret, so that few other windows get past it.</summary>
    const int BitsEach = 64;

    const char Skipped = '\0';

    /// <summary>What a character weighs when it leaves the window: <see cref="Base"/> to the power of <see cref="Window"/>.</summary>
    static readonly ulong Leaving = Enumerable.Repeat(Base, Window).Aggregate(1UL, (power, factor) => unchecked(power * factor));

    readonly HashSet<ulong> known;
    readonly ulong[] table;

    /// <param name="ways">The ways to write secrets, each at least as long as a window.</param>
    public SecretFilter(IEnumerable<string> ways)
    {
        known = [.. ways.Select(way => HashOf(way.AsSpan(0, Window)))];
        table = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, known.Count * BitsEach / 64))];
        foreach (var hash in known)
            table[PlaceOf(hash)] |= 1UL << (int)(hash & 63);
    }

    /// <summary>Whether a text may hold one as it reads: in any letter case, with line ends and spaces as <see cref="MappedText.Plain"/> has them.</summary>
    public bool MayBeIn(string text) => MayBeIn(text, static letter => letter switch { '\r' => Skipped, '+' => ' ', _ => letter });

    /// <summary>Whether a text may hold one in base64, as <see cref="MappedText.Base64"/> has it.</summary>
    public bool MayBeInDigits(string text) => MayBeIn(text, static letter => letter switch { '-' => '+', '_' => '/', _ when char.IsWhiteSpace(letter) => Skipped, _ => letter });

    bool MayBeIn(string text, Func<char, char> read)
    {
        Span<char> window = stackalloc char[Window];
        var (hash, count) = (0UL, 0);
        foreach (var letter in text)
        {
            var next = read(letter);
            if (next == Skipped && letter != Skipped)
                continue;
            next = Fold(next);
            ref var oldest = ref window[count % Window];
            hash = unchecked(hash * Base + next - (count < Window ? 0 : oldest * Leaving));
            oldest = next;
            if (++count >= Window && (table[PlaceOf(hash)] >> (int)(hash & 63) & 1) != 0 && known.Contains(hash))
                return true;
        }
        return false;
    }

    static ulong HashOf(ReadOnlySpan<char> window)
    {
        var hash = 0UL;
        foreach (var letter in window)
            hash = unchecked(hash * Base + Fold(letter));
        return hash;
    }

    // The low bits choose within a word; the high ones are mixed best.
    int PlaceOf(ulong hash) => (int)(hash >> 32) & (table.Length - 1);

    static char Fold(char letter) => letter < '\u0080' ? letter is >= 'a' and <= 'z' ? (char)(letter - 32) : letter : char.ToUpperInvariant(letter);
}
