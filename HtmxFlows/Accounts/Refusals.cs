using System.Collections.Concurrent;
using HtmxFlows.Data;

namespace HtmxFlows.Accounts;

/// <summary>Notes in the audit log what people tried beyond their rights: at most an entry a minute for each, so that nobody fills the log.</summary>
public sealed class Refusals(IDatabase database, TimeProvider time)
{
    /// <summary>How long further refusals of the same user are left out.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    const int LongestRequest = 200;

    readonly ConcurrentDictionary<Guid, DateTimeOffset> pauses = [];

    /// <param name="request">The method and the path, without the query, which may hold a secret.</param>
    public void Note(Actor.Person actor, string request, string reason)
    {
        var now = time.GetUtcNow();
        var until = pauses.GetOrAdd(actor.SignedIn.Id, DateTimeOffset.MinValue);
        if (now < until || !pauses.TryUpdate(actor.SignedIn.Id, now + Pause, until))
            return;
        _ = database.Write(writer =>
            {
                AuditLog.Write(writer, actor, AuditAction.AccessRefused, new(null, Excerpt.Of(request, LongestRequest)), now, new { reason });
                return true;
            })
            // If the database cannot be written, the request is refused all the same.
            .ContinueWith(write => write.Exception, TaskContinuationOptions.OnlyOnFaulted);
    }
}
