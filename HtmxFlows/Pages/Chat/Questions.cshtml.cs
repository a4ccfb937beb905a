using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Chat;

/// <summary>A question of a run that the visitor of a chat may answer. A live page loads the form from here, since frames of a stream are the same for every viewer.</summary>
public sealed class QuestionsModel(ChatVisits visits, ChatTurns turns, QuestionPages questions) : PageModel
{
    public ChatVisit Visit { get; private set; } = null!;

    public QuestionForm Form { get; private set; } = null!;

    public IActionResult OnGet(string key, Guid conversation, string question)
    {
        var isPart = Request.Headers.ContainsKey("HX-Request");
        if (!Open(key, conversation))
            return NotFound();
        if (turns.Question(Visit, question) is not { } asked)
            return isPart ? Content("", "text/html") : Redirect(Visit.Address);
        Form = asked.Form;
        return isPart ? Partial("_Question", Form) : Page();
    }

    public async Task<IActionResult> OnPost(string key, Guid conversation, string question)
    {
        if (!Open(key, conversation))
            return NotFound();
        if (turns.Question(Visit, question) is { } asked && questions.Find(asked.Run, asked.Node, asked.Form.Address) is { } open
            && await questions.Answer(open, Request.Form, HttpContext.Actor(), AnswerWay.Link) is { Form: { } refused, Status: var status })
        {
            (Form, Response.StatusCode) = (refused with { Scope = question, AsksName = false }, status);
            return Page();
        }
        // It was answered, now or before.
        return SeeOther.To(this, Url.Content(Visit.Address));
    }

    bool Open(string key, Guid conversation)
    {
        if (visits.Open(HttpContext, key, conversation) is not { Visitor: not null } visit)
            return false;
        Visit = visit;
        return true;
    }
}
