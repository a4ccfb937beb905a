using HtmxFlows.Data;

namespace HtmxFlows.Web;

/// <summary>The addresses of the logo and the colours of pages for people outside.</summary>
static class BrandSetup
{
    public static void AddBrand(this WebApplicationBuilder builder) => builder.Services.AddSingleton(new Brand(SettingSection.Read<BrandOptions>(builder.Configuration.GetSection(BrandOptions.Section))));

    public static void MapBrand(this WebApplication app)
    {
        app.MapGet("/brand/logo", (HttpContext http, Brand brand) => brand.Logo is { } logo ? Kept(http, Results.Bytes(logo.Bytes, logo.Type)) : Results.NotFound()).ExcludeFromDescription();
        app.MapGet("/brand/style.css", (HttpContext http, Brand brand) => brand.StyleSheet is { } sheet ? Kept(http, Results.Text(sheet, "text/css; charset=utf-8")) : Results.NotFound()).ExcludeFromDescription();
    }

    /// <summary>Pages name a version in the address.</summary>
    static IResult Kept(HttpContext http, IResult result)
    {
        http.Response.Headers.CacheControl = "public, max-age=86400";
        return result;
    }
}
