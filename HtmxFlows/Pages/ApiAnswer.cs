using Microsoft.AspNetCore.Mvc;

namespace HtmxFlows.Pages;

/// <summary>Has a page answer with what the API would.</summary>
sealed class ApiAnswer(IResult result) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context) => result.ExecuteAsync(context.HttpContext);
}
