using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace HtmxFlows.Data;

/// <summary>
/// Escapes in JSON only what JSON requires. The framework's relaxed encoder also escapes every character beyond U+FFFF, such as emoji. The
/// output is not safe inside HTML, which Razor encodes.
/// </summary>
sealed unsafe class ReadableEncoder : JavaScriptEncoder
{
    static readonly JavaScriptEncoder Relaxed = UnsafeRelaxedJsonEscaping;

    public override int MaxOutputCharactersPerInputCharacter => Relaxed.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar <= char.MaxValue && Relaxed.WillEncode(unicodeScalar);

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        Relaxed.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var from = 0; ; from += 2)
        {
            var at = Relaxed.FindFirstCharacterToEncode(text + from, textLength - from);
            if (at < 0)
                return -1;
            from += at;
            if (from + 1 >= textLength || !char.IsSurrogatePair(text[from], text[from + 1]))
                return from;
        }
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        for (var from = 0; ; from += 4)
        {
            var at = Relaxed.FindFirstCharacterToEncodeUtf8(utf8Text[from..]);
            if (at < 0)
                return -1;
            from += at;
            if (Rune.DecodeFromUtf8(utf8Text[from..], out var rune, out _) != OperationStatus.Done || rune.IsBmp)
                return from;
        }
    }

    // The framework's encoder is much faster, and right for text without characters beyond U+FFFF.
    public override OperationStatus EncodeUtf8(ReadOnlySpan<byte> utf8Source, Span<byte> utf8Destination, out int bytesConsumed, out int bytesWritten, bool isFinalBlock = true) =>
        utf8Source.IndexOfAnyInRange((byte)0xF0, (byte)0xF4) < 0
            ? Relaxed.EncodeUtf8(utf8Source, utf8Destination, out bytesConsumed, out bytesWritten, isFinalBlock)
            : base.EncodeUtf8(utf8Source, utf8Destination, out bytesConsumed, out bytesWritten, isFinalBlock);

    public override OperationStatus Encode(ReadOnlySpan<char> source, Span<char> destination, out int charsConsumed, out int charsWritten, bool isFinalBlock = true) =>
        source.IndexOfAnyInRange('\uD800', '\uDFFF') < 0
            ? Relaxed.Encode(source, destination, out charsConsumed, out charsWritten, isFinalBlock)
            : base.Encode(source, destination, out charsConsumed, out charsWritten, isFinalBlock);
}
