using HtmxFlows.Live;
using HtmxFlows.Triggers;
using HtmxFlows.Views;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Chat;

/// <summary>A public chat: the visitor's own conversation with a workflow.</summary>
public sealed class ShowModel(ChatVisits visits, ChatTurns turns, PublicChats chats, StreamSlots slots) : PageModel
{
    public ChatVisit Visit { get; private set; } = null!;

    public IReadOnlyList<ChatTurn> Turns { get; private set; } = [];

    /// <summary>The turn before which there are others that are not shown; null if all are.</summary>
    public Guid? Before { get; private set; }

    /// <summary>The questions that the visitor may answer now.</summary>
    public IReadOnlyList<ChatQuestion> Questions { get; private set; } = [];

    public bool IsWorking => Turns.Any(turn => !turn.IsFinished);

    public string? Placeholder => Visit.Chat.Configuration.Placeholder is { Length: > 0 } example ? example : null;

    /// <summary>The key of this page, which starts one run however often it is sent.</summary>
    public Guid Once { get; private set; } = Guid.NewGuid();

    public string Message { get; private set; } = "";

    public string? Problem { get; private set; }

    /// <param name="fresh">Whether a new conversation begins, although the browser has one.</param>
    /// <param name="before">The turn before which others are shown.</param>
    public IActionResult OnGet(string key, Guid? conversation, bool fresh, Guid? before)
    {
        if (Open(key, conversation) is { } refusal)
            return refusal;
        if (conversation is null && !fresh && visits.Last(HttpContext, Visit) is { } last)
            return Redirect(Visit.AddressOf(last));
        Read(before);
        return Page();
    }

    public async Task<IActionResult> OnPost(string key, Guid? conversation, Guid once, string? message)
    {
        if (Open(key, conversation) is { } refusal)
            return refusal;
        (Once, Message) = (once == Guid.Empty ? Once : once, message ?? "");
        switch (await chats.Send(Visit.Chat, Visit.Visitor!, conversation, Once, Message.ReplaceLineEndings("\n").Trim(), HttpContext.Actor()))
        {
            case SendOutcome.Sent sent:
                visits.Remember(HttpContext, Visit, conversation ?? sent.Run);
                return SeeOther.To(this, Url.Content(Visit.AddressOf(conversation ?? sent.Run)));
            case SendOutcome.TooMany wait:
                Response.SetRetryAfter(wait.RetryAfter);
                return Refuse("You have sent many messages. Try again in a minute.", StatusCodes.Status429TooManyRequests);
            case SendOutcome.NotSent refused:
                Response.SetRefusal(refused.Start);
                return Refuse(refused.Start.Fields.Any(field => field.Field != "message") ? "The chat cannot answer now. Try again later." : refused.Start.Problem, Response.StatusCode);
            case var other:
                throw new InvalidOperationException($"{other} is no outcome of a message.");
        }
    }

    PageResult Refuse(string problem, int status)
    {
        (Problem, Response.StatusCode) = (problem, status);
        Read(before: null);
        return Page();
    }

    void Read(Guid? before)
    {
        (Turns, Before) = turns.Of(Visit, before);
        Questions = turns.Questions(Visit, Turns);
        if (IsWorking)
            slots.Introduce(HttpContext);
    }

    /// <returns>What is answered instead of the chat; null if the visitor may see it.</returns>
    IActionResult? Open(string key, Guid? conversation)
    {
        if (!ModelState.IsValid)
            return BadRequest();
        if (visits.Open(HttpContext, key, conversation) is not { } visit)
            return NotFound();
        Visit = visit;
        return visit.Visitor is null ? Redirect($"~/sign-in?return={Uri.EscapeDataString(visit.Address[1..])}") : null;
    }
}
