using System.Text.RegularExpressions;

namespace HtmxFlows.Files;

/// <summary>Media types as files have them: a type, and the character set of a text if it is known.</summary>
public static class MediaType
{
    /// <summary>The type of bytes about which nothing is known.</summary>
    public const string Unknown = "application/octet-stream";

    const int Longest = 150;

    const string Token = "[a-z0-9!#$&^_.+-]+", CharsetToken = "[a-z0-9_.:+-]+";

    static readonly Regex Form = new($"""^(?<type>{Token}/{Token})(\s*;\s*charset\s*=\s*"?(?<charset>{CharsetToken})"?)?(\s*;.*)?$""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);

    static readonly Regex CharsetForm = new($"^{CharsetToken}$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);

    /// <summary>A type in lower case with its character set, as headers and people write them; <see cref="Unknown"/> if it is not valid.</summary>
    public static string Safe(string? type, string? charset = null)
    {
        if (type is null || type.Length > Longest || Form.Match(type.Trim()) is not { Success: true } form)
            return Unknown;
        var set = form.Groups["charset"] is { Success: true } own ? own.Value : charset;
        return form.Groups["type"].Value.ToLowerInvariant() + (set is not null && CharsetForm.IsMatch(set) ? $"; charset={set}" : "");
    }

    /// <summary>The character set that a type names; null if it names none.</summary>
    public static string? CharsetOf(string type) => Form.Match(type) is { Success: true } form && form.Groups["charset"] is { Success: true } charset ? charset.Value : null;
}
