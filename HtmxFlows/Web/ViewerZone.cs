using System.Globalization;
using HtmxFlows.Views;

namespace HtmxFlows.Web;

/// <summary>The time zone in which a page shows moments: the viewer's, if a cookie names it, or else the server's.</summary>
/// <param name="IsKnown">Whether it is the viewer's. If not, each moment names its zone.</param>
public sealed record ViewerZone(TimeZoneInfo Zone, bool IsKnown)
{
    /// <summary>The cookie that holds the IANA name of the viewer's zone.</summary>
    public const string Cookie = "htmxflows-zone";

    public static ViewerZone Of(HttpRequest request) =>
        request.Cookies[Cookie] is { Length: > 0 and < 64 } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? new(zone, true) : new(TimeZoneInfo.Local, false);

    /// <summary>A day and time: 23 Nov 2026, 14:03 UTC+1.</summary>
    public string Text(DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, Zone);
        var text = local.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture);
        return IsKnown ? text : $"{text} {Words.Zone(local.Offset)}";
    }
}
