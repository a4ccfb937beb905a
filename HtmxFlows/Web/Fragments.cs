using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace HtmxFlows.Web;

/// <summary>Renders partials outside a request, for streams that are made once and read by many. Such a partial knows no user and has no form.</summary>
public sealed class Fragments(IRazorViewEngine engine, ITempDataProvider tempData, IServiceScopeFactory scopes, IConfiguration configuration)
{
    /// <summary>The HTML of a partial.</summary>
    /// <param name="path">Its path from the content root: <c>/Pages/Runs/_Entry.cshtml</c>.</param>
    public async Task<string> Render<TModel>(string path, TModel model)
    {
        await using var scope = scopes.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider, Request = { PathBase = configuration["PathBase"] ?? "" } };
        var action = new ActionContext(http, new RouteData(), new ActionDescriptor());
        var view = engine.GetView(null, path, isMainPage: false).EnsureSuccessful([path]).View!;
        using var writer = new StringWriter();
        var data = new ViewDataDictionary<TModel>(new EmptyModelMetadataProvider(), new ModelStateDictionary()) { Model = model };
        await view.RenderAsync(new ViewContext(action, view, data, new TempDataDictionary(http, tempData), writer, new HtmlHelperOptions()));
        return writer.ToString();
    }
}
