using System.Text;
using System.Text.Json;
using HtmxFlows.Triggers;
using HtmxFlows.Views;

namespace HtmxFlows.Api;

/// <summary>Answers a call with the result of its run, as the node that responded has it. What went wrong in a run is not for its caller.</summary>
sealed class HookResult(Guid run, HookAnswer answer) : IResult
{
    const string Text = "text/plain; charset=utf-8", Json = "application/json";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        if (answer.Value is not { } value)
            return Results.Json(new { run, status = answer.Status.Word() }, statusCode: StatusCodes.Status500InternalServerError).ExecuteAsync(httpContext);
        response.StatusCode = answer.Response?.Status ?? StatusCodes.Status200OK;
        foreach (var (name, text) in answer.Response?.Headers ?? new Dictionary<string, string>())
            response.Headers[name] = text;
        if (response.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified)
            return Task.CompletedTask;
        response.ContentType = answer.Response?.ContentType ?? (value.ValueKind == JsonValueKind.String ? Text : Json);
        var isJson = response.ContentType.Contains("json", StringComparison.OrdinalIgnoreCase);
        return response.Body.WriteAsync(Encoding.UTF8.GetBytes(isJson ? value.GetRawText() : Data.Json.AsText(value))).AsTask();
    }
}
