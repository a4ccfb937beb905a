using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HtmxFlows.Conditions;
using NodaTime.Text;

namespace HtmxFlows.Schemas;

/// <summary>The formats of texts that are checked. Each takes time in proportion to the text; any other format is a remark.</summary>
static class SchemaFormat
{
    static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss;FFFFFFFFF");

    public static bool Holds(string format, string text) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => OffsetDateTimePattern.Rfc3339.Parse(text.ToUpperInvariant()).Success,
        "time" => IsTime(text.ToUpperInvariant()),
        "duration" => PeriodPattern.NormalizingIso.Parse(text).Success,
        "email" => text.LastIndexOf('@') is > 0 and var at && at < text.Length - 1 && !text.Any(char.IsWhiteSpace),
        "hostname" => text.Length <= 253 && Uri.CheckHostName(text) == UriHostNameType.Dns,
        "ipv4" => text.Count(letter => letter == '.') == 3 && IPAddress.TryParse(text, out var four) && four.ToString() == text,
        "ipv6" => text.Contains(':', StringComparison.Ordinal) && !text.AsSpan().ContainsAny("[]%/") && IPAddress.TryParse(text, out var six) && six.AddressFamily == AddressFamily.InterNetworkV6,
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out var address) && text.StartsWith(address.Scheme, StringComparison.OrdinalIgnoreCase),
        "uri-reference" => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "json-pointer" => text.Length == 0 || text[0] == '/' && !HasOddTilde(text),
        "regex" => Pattern.FindProblem(text) is null,
        _ => true,
    };

    static bool IsTime(string text)
    {
        var zone = text.IndexOfAny(['Z', '+', '-']);
        return zone > 0 && Time.Parse(text[..zone]).Success && (text[zone..] == "Z" || OffsetPattern.CreateWithInvariantCulture("+HH:mm").Parse(text[zone..]).Success);
    }

    static bool HasOddTilde(string text)
    {
        for (var at = text.IndexOf('~', StringComparison.Ordinal); at >= 0; at = text.IndexOf('~', at + 1))
        {
            if (at + 1 >= text.Length || text[at + 1] is not ('0' or '1'))
                return true;
        }
        return false;
    }
}
