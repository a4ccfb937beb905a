using HtmxFlows.Data;
using HtmxFlows.Web;

namespace HtmxFlows.Api;

/// <summary>The JSON API: its addresses, its errors, who may call it from a browser, and its description.</summary>
static class ApiSetup
{
    /// <summary>A policy with a name, since one without would open the pages as well.</summary>
    const string CorsPolicy = "api";

    public static void AddApi(this WebApplicationBuilder builder)
    {
        var crossSite = new CrossSite(builder.Configuration);
        builder.Services.AddSingleton(crossSite);
        builder.Services.AddOpenApi("openapi", ApiDescription.Configure);
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            Json.Apply(options.SerializerOptions);
            // A client of a typed language wants every member of a document to be there.
            options.SerializerOptions.DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.Never;
        });
        // An answer while developing, too, and no exception.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        builder.Services.AddCors(options => options.AddPolicy(CorsPolicy, policy => policy
            .WithOrigins(crossSite.Origins).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders("ETag", "Location", "Link", "Preference-Applied")));
    }

    /// <summary>Whatever goes wrong at the addresses of programs is problem details, whatever the client accepts, and not a page.</summary>
    public static void UseApiErrors(this WebApplication app) => app.UseWhen(
        http => ApiPaths.Include(http.Request.Path),
        api => api.UseExceptionHandler(RequestFault.Answered(new() { ExceptionHandler = Explain })).UseStatusCodePages(pages => Explain(pages.HttpContext)));

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api").RequireCors(CorsPolicy).WithTags("HtmxFlows").AddEndpointFilter(RefuseOtherSites);
        api.MapWorkflows();
        api.MapRuns();
        api.MapRunLists();
        api.MapOriginalProtocol();
        api.MapTokens();
        api.MapCredentials();
        api.MapTriggers();
        api.MapSchedules();
        app.MapOpenApi("/api/{documentName}.json");
    }

    static Task Explain(HttpContext http)
    {
        Unavailable.SetRetryAfter(http);
        return ApiProblems.Of(http).ExecuteAsync(http);
    }

    /// <summary>API calls carry no token, so requests from pages of other sites are recognised by their browser's headers.</summary>
    static async ValueTask<object?> RefuseOtherSites(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var request = call.HttpContext.Request;
        var refuses = !HttpMethods.IsGet(request.Method) && call.HttpContext.RequestServices.GetRequiredService<CrossSite>().Refuses(request);
        return refuses
            ? ApiProblems.OtherSite()
            : await next(call);
    }
}
