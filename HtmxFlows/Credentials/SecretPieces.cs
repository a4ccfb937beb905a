using System.Buffers;
using System.Text;

namespace HtmxFlows.Credentials;

/// <summary>
/// Finds pieces of secrets in texts: of a secret that was split, cut out or reversed, and of its hexadecimal digits or base64. All pieces
/// of one length are searched for at once, so the time does not depend on how many there are.
/// </summary>
sealed class SecretPieces
{
    /// <summary>How many characters or bytes of a secret in a row are a piece of it. Fewer say little, and stand in many other texts.</summary>
    public const int Length = 8;

    /// <summary>How many letters in a row may be a word of a language, and as such say nothing: <c>services</c> in an address that is a secret.</summary>
    public const int LongestWord = 12;

    /// <summary>How many different characters a piece has at least; with fewer it is a line or filling.</summary>
    const int Variety = 4;

    /// <summary>
    /// About how many pieces are looked for of each way to write a secret. Of a longer one only every second, third … is, so that a run of it
    /// has to be that much longer to be found; it is masked as a whole then.
    /// </summary>
    const int MostPieces = 256;

    /// <summary>How many digits of base64 hold the bytes of a piece.</summary>
    const int Base64Length = (8 * Length + 5) / 6;

    /// <summary>What tools write between the hexadecimal digits of two bytes.</summary>
    static readonly string[] Separators = ["", ":", "-", " "];

    readonly Piece[] spelled, encoded;

    // Made for the first text that may hold one: they take time and room.
    readonly Lazy<(Search[] Plain, Search[] Base64)> searches;

    /// <param name="secrets">The values, and their names; of a piece of two, the first.</param>
    public SecretPieces(IEnumerable<(string Value, string Name)> secrets)
    {
        var known = secrets.ToArray();
        spelled = [.. known.SelectMany(secret => Spellings(secret.Value, secret.Name))];
        encoded = [.. known.SelectMany(secret => InBase64(secret.Value, secret.Name))];
        searches = new(() => (Searches(spelled, StringComparison.OrdinalIgnoreCase), Searches(encoded, StringComparison.Ordinal)));
    }

    /// <summary>The beginnings of all pieces.</summary>
    public IEnumerable<string> Beginnings => spelled.Concat(encoded).Select(piece => piece.Whole.Substring(piece.At, SecretFilter.Window));

    /// <summary>A part of a way to write a secret.</summary>
    readonly record struct Piece(string Whole, int At, int Length, string Name)
    {
        public string Text => Whole.Substring(At, Length);
    }

    /// <summary>The places of pieces in the original of a text, and their names.</summary>
    /// <param name="text">The text, as <see cref="MappedText.Plain"/> has it.</param>
    /// <param name="digits">The same, as <see cref="MappedText.Base64"/> has it.</param>
    public IEnumerable<(int From, int To, string Name)> In(MappedText text, MappedText digits) =>
        [.. searches.Value.Plain.SelectMany(search => search.In(text)), .. searches.Value.Base64.SelectMany(search => search.In(digits))];

    static Search[] Searches(IEnumerable<Piece> pieces, StringComparison comparison) =>
        [.. pieces.GroupBy(piece => piece.Length).Select(group => new Search(group, group.Key, comparison))];

    static IEnumerable<Piece> Spellings(string secret, string name)
    {
        foreach (var spelling in SecretMatcher.Spellings(secret))
        {
            var reversed = Reversed(spelling);
            for (var at = 0; at + Length <= spelling.Length; at += Step(spelling.Length))
            {
                if (!IsTelling(spelling, at))
                    continue;
                yield return new(spelling, at, Length, name);
                yield return new(reversed, spelling.Length - at - Length, Length, name);
            }
        }
        var bytes = Encoding.UTF8.GetBytes(secret);
        foreach (var separator in Separators)
        {
            var digits = string.Join(separator, bytes.Select(part => Convert.ToHexStringLower([part])));
            var (step, length) = (2 + separator.Length, Math.Min(Length, bytes.Length));
            for (var at = 0; at + length <= bytes.Length; at += Step(bytes.Length))
            {
                if (length < Length || bytes.AsSpan(at, length).ToArray().Distinct().Count() >= Variety)
                    yield return new(digits, at * step, length * step - separator.Length, name);
            }
        }
    }

    static IEnumerable<Piece> InBase64(string secret, string name) =>
        from way in SecretMatcher.Base64(Encoding.UTF8.GetBytes(secret))
        from at in Enumerable.Range(0, Math.Max(0, way.Digits.Length - Base64Length + 1)).Where(at => at % Step(way.Digits.Length) == 0)
        where way.Digits.Substring(at, Base64Length).Distinct().Count() > Variety
        select new Piece(way.Digits, at, Base64Length, name);

    /// <summary>How far it is from one piece to the next that is looked for.</summary>
    static int Step(int length) => 1 + length / MostPieces;

    /// <summary>Whether a piece tells something of the secret: it is no filling, no scheme or public part of an address, and no word.</summary>
    static bool IsTelling(string secret, int at)
    {
        var scheme = secret.IndexOf("://", StringComparison.Ordinal);
        return secret.AsSpan(at, Length).ToArray().Select(char.ToUpperInvariant).Distinct().Count() >= Variety
            && at > scheme
            && (scheme < 0 ? !IsWord(secret, at) : !IsOfWords(secret.AsSpan(at, Length), "./-_"));
    }

    /// <summary>Whether a piece is a word of a language or a part of one.</summary>
    static bool IsWord(string secret, int at)
    {
        if (!IsOfWords(secret.AsSpan(at, Length), ""))
            return false;
        var (from, to) = (at, at + Length);
        while (from > 0 && char.IsLetter(secret[from - 1]))
            from--;
        while (to < secret.Length && char.IsLetter(secret[to]))
            to++;
        return to - from <= LongestWord;
    }

    /// <summary>Whether a piece has nothing but letters, and what may stand between words; and only the first letter differs in case, unless all are capitals.</summary>
    static bool IsOfWords(ReadOnlySpan<char> piece, ReadOnlySpan<char> between)
    {
        foreach (var letter in piece)
        {
            if (!char.IsLetter(letter) && !between.Contains(letter))
                return false;
        }
        return !(piece[1..].ContainsAnyInRange('A', 'Z') && piece[1..].ContainsAnyInRange('a', 'z'));
    }

    static string Reversed(string text) => string.Create(text.Length, text, static (made, from) =>
    {
        from.CopyTo(made);
        made.Reverse();
    });

    /// <summary>Looks for all pieces of one length.</summary>
    sealed class Search
    {
        readonly int length;
        readonly StringComparison comparison;
        readonly SearchValues<string> any;
        readonly Dictionary<string, Piece>.AlternateLookup<ReadOnlySpan<char>> known;

        public Search(IEnumerable<Piece> pieces, int length, StringComparison comparison)
        {
            (this.length, this.comparison) = (length, comparison);
            Dictionary<string, Piece> byText = new(StringComparer.FromComparison(comparison));
            foreach (var piece in pieces)
                byText.TryAdd(piece.Text, piece);
            (any, known) = (SearchValues.Create([.. byText.Keys], comparison), byText.GetAlternateLookup<ReadOnlySpan<char>>());
        }

        public IEnumerable<(int From, int To, string Name)> In(MappedText text)
        {
            for (var at = 0; Next(text.Text, at) is >= 0 and var next;)
            {
                var (from, to, name) = Grown(text.Text, next);
                var origin = text.Origin(from, to - from);
                yield return (origin.From, origin.To, name);
                // What is within is covered; what begins there may reach further.
                at = to - length + 1;
            }
        }

        int Next(string text, int at) => text.AsSpan(at).IndexOfAny(any) is >= 0 and var index ? at + index : -1;

        /// <summary>A piece with the adjoining parts of the secret on both sides.</summary>
        (int From, int To, string Name) Grown(string text, int at)
        {
            var piece = known[text.AsSpan(at, length)];
            var (from, to, left, right) = (at, at + length, piece.At, piece.At + length);
            while (from > 0 && left > 0 && IsSame(text, from - 1, piece.Whole, left - 1))
                (from, left) = (from - 1, left - 1);
            while (to < text.Length && right < piece.Whole.Length && IsSame(text, to, piece.Whole, right))
                (to, right) = (to + 1, right + 1);
            return (from, to, piece.Name);
        }

        bool IsSame(string text, int at, string whole, int place) => string.Compare(text, at, whole, place, 1, comparison) == 0;
    }
}
