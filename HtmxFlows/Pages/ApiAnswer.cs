using Microsoft.AspNetCore.Mvc;

namespace HtmxFlows.Pages;

/// <summary>Lets a page answer with a result of the API.</summary>
sealed class ApiAnswer(IResult result) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context) => result.ExecuteAsync(context.HttpContext);
}
