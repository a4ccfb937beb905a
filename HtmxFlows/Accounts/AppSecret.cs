using System.Security.Cryptography;
using OtpNet;

namespace HtmxFlows.Accounts;

/// <summary>A secret that this server shares with an authenticator app, and its codes of the moment: TOTP by RFC 6238 with SHA-1, 6 digits and 30 seconds, which all apps know.</summary>
public sealed class AppSecret
{
    const int Bytes = 20, Digits = 6, StepSeconds = 30;

    /// <summary>The code before and the one after the current one work, too: clocks differ.</summary>
    static readonly VerificationWindow Tolerance = new(previous: 1, future: 1);

    readonly Totp totp;

    AppSecret(byte[] value)
    {
        Value = value;
        totp = new(value, StepSeconds, OtpHashMode.Sha1, Digits);
    }

    internal byte[] Value { get; }

    /// <summary>The secret in base 32, as people type it into an app.</summary>
    public string Text => Base32Encoding.ToString(Value).TrimEnd('=');

    public static AppSecret New() => new(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The secret of a text in base 32; null if it is none of this server.</summary>
    public static AppSecret? Parse(string text)
    {
        try
        {
            return Base32Encoding.ToBytes(text) is { Length: Bytes } value ? new(value) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    internal static AppSecret Of(byte[] value) => new(value);

    /// <summary>The address that a QR code holds (otpauth).</summary>
    /// <param name="server">What the app calls the server.</param>
    public string Address(string server, string user) =>
        $"otpauth://totp/{Uri.EscapeDataString(server)}:{Uri.EscapeDataString(user)}?secret={Text}&issuer={Uri.EscapeDataString(server)}";

    /// <summary>The time step whose code a text is; null if it is no code of this moment.</summary>
    internal long? StepOf(string code, DateTimeOffset now) =>
        code.Length == Digits && totp.VerifyTotp(now.UtcDateTime, code, out var step, Tolerance) ? step : null;

    /// <summary>The code of a moment.</summary>
    internal string CodeAt(DateTimeOffset moment) => totp.ComputeTotp(moment.UtcDateTime);
}
