using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HtmxFlows.Nodes;

/// <summary>Exponential back-off: the delay grows by a factor with each attempt, up to a cap, and may be shortened by chance.</summary>
public static class RetryPolicy
{
    /// <summary>When the attempt after <paramref name="attempt"/> (1, 2 …) starts, or null if there is none.</summary>
    /// <param name="settings">The node's.</param>
    /// <param name="attempt">The one that failed.</param>
    /// <param name="now">When it failed.</param>
    /// <param name="chance">From 0 to 1: how much of the jitter is taken off the delay. See <see cref="Chance"/>.</param>
    /// <param name="notBefore">The earliest moment that a peer asked for; it counts up to the longest delay.</param>
    public static DateTimeOffset? Next(NodeSettings settings, int attempt, DateTimeOffset now, double chance, DateTimeOffset? notBefore = null)
    {
        if (attempt > settings.Retries)
            return null;
        var delay = Math.Min(settings.Delay * Math.Pow(settings.Factor, attempt - 1), settings.MaxDelay);
        // Only ever shorter, so that the longest delay is what it says.
        var own = now + TimeSpan.FromMilliseconds(Math.Floor(delay * 1000 * (1 - settings.Jitter * chance)));
        var latest = now + TimeSpan.FromSeconds(settings.MaxDelay);
        return notBefore > latest ? latest : notBefore > own ? notBefore : own;
    }

    /// <summary>A number from 0 to 1 that looks like chance, spread evenly over attempts, and always the same for the same one.</summary>
    public static double Chance(Guid run, string node, int attempt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{run}/{node}/{attempt}"));
        return BinaryPrimitives.ReadUInt32BigEndian(hash) / (double)uint.MaxValue;
    }
}
