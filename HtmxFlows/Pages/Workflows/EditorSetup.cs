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
        .Configure<RazorPagesOptions>(options =>
            options.Conventions.AddFolderApplicationModelConvention("/Workflows/Drafts", page => page.Filters.Add(new TypeFilterAttribute(typeof(IncompleteForm)))));
}
