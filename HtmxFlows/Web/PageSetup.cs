using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.WebEncoders;

namespace HtmxFlows.Web;

/// <summary>How pages are made.</summary>
static class PageSetup
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        builder.Services.AddRazorPages().AddMvcOptions(options =>
        {
            options.Filters.Add<AllowedMethods>();
            options.Filters.Add<ReadableForm>();
            // They take `a[b]` for a member of `a`, which no form here means, and throw at a bracket that is not closed.
            options.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
            options.ValueProviderFactories.RemoveType<JQueryQueryStringValueProviderFactory>();
        });
        builder.Services.AddSingleton<Fragments>();
        builder.Services.AddSingleton<HtmxSettings>();
        builder.Services.AddSingleton<KeptForms>();
        builder.Services.AddDataProtection().PersistKeysToFileSystem(new(Path.Combine(DataFolder.Of(builder.Configuration, builder.Environment), "keys")));
        builder.Services.AddSingleton<ServerAddress>();
        builder.Services.AddAntiforgery(options => options.Cookie.Name = "htmxflows-form");
        // Letters of every script as they are; what means something to HTML is encoded all the same.
        builder.Services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        // What a form's token would give away by the length of a compressed page is random at each request.
        builder.Services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", "application/json", "application/problem+json"];
        });
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
    }

    /// <summary>
    /// Razor Pages bring the services of authentication along, and the host would put their middlewares in front of all others. There are
    /// no accounts, and each open stream would hold nearly a kilobyte for them. (An attribute that needs them reports what is missing.)
    /// </summary>
    public static void SkipAuthentication(this IApplicationBuilder app) =>
        app.Properties["__AuthenticationMiddlewareSet"] = app.Properties["__AuthorizationMiddlewareSet"] = true;

    /// <summary>Whatever goes wrong is a page with a sentence, never a stack trace.</summary>
    public static void UseFriendlyErrors(this WebApplication app)
    {
        app.UseExceptionHandler(RequestFault.Answered(new() { ExceptionHandlingPath = "/problem/500" }));
        app.UseStatusCodePagesWithReExecute("/problem/{0}");
    }
}
