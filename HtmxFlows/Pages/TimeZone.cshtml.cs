using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages;

/// <summary>Sets the time zone in which a browser is shown times.</summary>
public sealed class TimeZoneModel(TimeProvider time) : PageModel
{
    static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    /// <summary>The zones to choose from: regions and cities, without the old names for them.</summary>
    public static IReadOnlyList<TimeZoneInfo> Zones { get; } =
        [.. TimeZoneInfo.GetSystemTimeZones().Where(zone => zone.Id.Contains('/', StringComparison.Ordinal) && !zone.Id.StartsWith("Etc/", StringComparison.Ordinal)).OrderBy(zone => zone.Id, StringComparer.Ordinal)];

    /// <summary>The name of the zone; empty for the server's.</summary>
    [BindProperty]
    public string? Zone { get; set; }

    /// <summary>The address to return to.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    public void OnGet() => Zone = ViewerZone.Of(Request) is { IsKnown: true } known ? known.Zone.Id : "";

    /// <summary>Whether the zone that was sent does not exist.</summary>
    public bool IsUnknown { get; private set; }

    public IActionResult OnPost()
    {
        if (string.IsNullOrEmpty(Zone))
            Response.Cookies.Delete(ViewerZone.Cookie);
        else if (TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _))
            Response.Cookies.Append(ViewerZone.Cookie, Zone, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Expires = time.GetUtcNow() + KeptFor, Path = "/" });
        else
            return Refused();
        return SeeOther.To(this, $"{Request.PathBase}{ReturnAddress.Checked(Back)}");
    }

    PageResult Refused()
    {
        IsUnknown = true;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
