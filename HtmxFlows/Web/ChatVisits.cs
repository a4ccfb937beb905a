using HtmxFlows.Accounts;
using HtmxFlows.Triggers;

namespace HtmxFlows.Web;

/// <summary>
/// Recognises the visitors of public chats. A conversation of another visitor does not exist: its address has no secret, and the one that opens it is in a
/// cookie, so that a link that is passed on shows nothing.
/// </summary>
public sealed class ChatVisits(PublicChats chats, VisitorCookie cookie)
{
    // The last conversation of a browser in one chat. It is no secret.
    const string LastCookie = "htmxflows-chat";

    /// <returns>Null if there is no such chat, or the visitor has no such conversation.</returns>
    public ChatVisit? Open(HttpContext http, string key, Guid? conversation)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        if (chats.Find(key) is not { } chat)
            return null;
        if (chat.IsForUsers && http.Person() is null)
            return new(chat, key, null, null);
        var visitor = chats.VisitorOf(SecretOf(http), http.Actor());
        return conversation is { } asked && !chats.Owns(chat, visitor, asked) ? null : new(chat, key, visitor, conversation);
    }

    /// <summary>The conversation that the browser had open last in a chat; null if there is none.</summary>
    public Guid? Last(HttpContext http, ChatVisit visit) =>
        Guid.TryParse(http.Request.Cookies[LastCookie], out var last) && chats.Owns(visit.Chat, visit.Visitor!, last) ? last : null;

    /// <summary>Has the browser know a conversation as its last one.</summary>
    public void Remember(HttpContext http, ChatVisit visit, Guid conversation) => http.Response.Cookies.Append(LastCookie, conversation.ToString(),
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = $"{http.Request.PathBase}/chat/{Uri.EscapeDataString(visit.Key)}", MaxAge = VisitorCookie.Lifetime, IsEssential = true });

    /// <summary>The secret of the browser, which gets one at its first visit.</summary>
    string SecretOf(HttpContext http)
    {
        var secret = cookie.Read(http.Request) is { Length: Secret.Length } known ? known : Secret.New();
        if (!http.Response.HasStarted)
            cookie.Write(http, secret);
        return secret;
    }
}
