using System.Globalization;
using HtmxFlows.Accounts;

namespace HtmxFlows.Pages.Audit;

/// <summary>The filter of the audit log in an address: <c>?who=Ada&amp;action=run.started&amp;after=2027-01-31T09:00</c>. Times are UTC.</summary>
public sealed class AuditQuery
{
    public string? Who { get; set; }

    public string? Action { get; set; }

    public string? After { get; set; }

    public string? Before { get; set; }

    /// <summary>The id of the last row of the page before.</summary>
    public Guid? Cursor { get; set; }

    /// <summary>A time that cannot be read, excludes nothing.</summary>
    public AuditFilter ToFilter() => new(Text(Who), Text(Action), null, Time(After), Time(Before));

    /// <summary>The query of the filter, from a row on.</summary>
    public string Address(string path, Guid? cursor = null) => path + QueryString.Create(
        new Dictionary<string, string?> { ["who"] = Who, ["action"] = Action, ["after"] = After, ["before"] = Before, ["cursor"] = cursor?.ToString() }.Where(pair => !string.IsNullOrEmpty(pair.Value)));

    static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
