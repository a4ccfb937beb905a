using HtmxFlows.Pages.Workflows.Drafts;
using HtmxFlows.Views;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The parts of the editor.</summary>
static class EditorSetup
{
    public static IServiceCollection AddEditor(this IServiceCollection services) => services
        .AddSingleton<TemplatePreview>()
        .AddSingleton<EditorViews>()
        .AddSingleton<EditorAnswer>()
        .AddSingleton<TriggerLines>()
        .Configure<RazorPagesOptions>(options =>
            options.Conventions.AddFolderApplicationModelConvention("/Workflows/Drafts", page =>
            {
                page.Filters.Add(new TypeFilterAttribute(typeof(IncompleteForm)));
                page.Filters.Add(new TypeFilterAttribute(typeof(OpenForm)));
            }));

    /// <summary>What the editor says while the server cannot be reached. The browser asks for it beforehand, and keeps it.</summary>
    const string Unreachable = """<p id="not-saved"><span class="problem">Not saved: the server cannot be reached. Your text stays here and is saved as soon as it can be.</span></p>""";

    public static void MapEditor(this WebApplication app) => app.MapGet("/unreachable", (HttpResponse response) =>
    {
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        return Results.Text(Unreachable, "text/html; charset=utf-8");
    }).ExcludeFromDescription();
}
