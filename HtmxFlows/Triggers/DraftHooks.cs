using System.Collections.Concurrent;

namespace HtmxFlows.Triggers;

/// <summary>
/// The webhooks of drafts that accept calls now. Opening a page that shows the address of a draft's webhook opens it, for an hour. It is kept in memory: after
/// a restart the page opens it again.
/// </summary>
public sealed class DraftHooks(TimeProvider time)
{
    /// <summary>How long a webhook of a draft accepts calls after it was last shown.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);

    readonly ConcurrentDictionary<string, (Guid Workflow, string Node, DateTimeOffset Until)> open = [];

    /// <summary>Accepts calls of a webhook for a while.</summary>
    /// <param name="key">The key of its address.</param>
    public void Open(string key, Guid workflow, string node)
    {
        var now = time.GetUtcNow();
        foreach (var (old, _) in open.Where(hook => hook.Value.Until <= now))
            open.TryRemove(old, out _);
        open[key] = (workflow, node, now + Lifetime);
    }

    /// <summary>The node of a key; null if it accepts no calls now.</summary>
    public (Guid Workflow, string Node)? Find(string key) =>
        open.TryGetValue(key, out var hook) && hook.Until > time.GetUtcNow() ? (hook.Workflow, hook.Node) : null;
}
