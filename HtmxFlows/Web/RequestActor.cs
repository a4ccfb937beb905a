using HtmxFlows.Accounts;

namespace HtmxFlows.Web;

/// <summary>Who sends a request.</summary>
public static class RequestActor
{
    /// <summary>The actor, whom <see cref="AccessCheck"/> has recognised. On an open server, and in frames that all viewers share, that is anyone.</summary>
    public static Actor Actor(this HttpContext http) => http.Features.Get<Actor>() ?? Accounts.Actor.Anonymous with { Address = ClientAddress.Of(http) };

    /// <summary>The user who is signed in; null if nobody is.</summary>
    public static Actor.Person? Person(this HttpContext http) => http.Features.Get<Actor>() as Actor.Person;

    internal static void Set(HttpContext http, Actor actor) => http.Features.Set(actor);
}
