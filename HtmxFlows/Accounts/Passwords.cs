using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace HtmxFlows.Accounts;

/// <summary>
/// Hashes and verifies passwords. A hash takes a processor for a tenth of a second on purpose, so few are made at once, and few wait: whatever
/// number of people or attackers signs in, runs keep the other processors.
/// </summary>
public sealed class Passwords : IDisposable
{
    /// <summary>How many hashes may wait for their turn.</summary>
    public const int MostWaiting = 64;

    /// <summary>The iterations of PBKDF2 with HMAC-SHA-512.</summary>
    const int Iterations = 210_000;

    readonly PasswordHasher<User> hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    readonly SemaphoreSlim places = new(AtOnce);
    readonly Lazy<string> unknown;
    int waiting, made;

    public Passwords() => unknown = new(() => hasher.HashPassword(null!, Secret.New()));

    /// <summary>How many hashes are made at once: half of the processors.</summary>
    public static int AtOnce { get; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>The most hashes that have been made at once since the start.</summary>
    internal int MostAtOnce { get; private set; }

    /// <summary>How many hashes have been made since the start.</summary>
    internal int Made => made;

    /// <summary>The hash of a password; null if too many wait.</summary>
    public Task<string?> Hash(string password) => InTurn(() => hasher.HashPassword(null!, password));

    /// <summary>Whether a password has a hash; null if too many wait.</summary>
    /// <param name="hash">Null if there is no such user: the answer is no, after the same work.</param>
    public async Task<bool?> Verify(string? hash, string password)
    {
        var fitting = await InTurn(() => hasher.VerifyHashedPassword(null!, hash ?? unknown.Value, password) == PasswordVerificationResult.Failed ? "" : hash ?? "");
        return fitting is null ? null : fitting.Length > 0;
    }

    public void Dispose() => places.Dispose();

    /// <returns>Null if too many wait.</returns>
    async Task<string?> InTurn(Func<string> work)
    {
        if (Interlocked.Increment(ref waiting) > MostWaiting + AtOnce)
        {
            Interlocked.Decrement(ref waiting);
            return null;
        }
        await places.WaitAsync();
        try
        {
            Interlocked.Increment(ref made);
            MostAtOnce = Math.Max(MostAtOnce, AtOnce - places.CurrentCount);
            return await Task.Run(work);
        }
        finally
        {
            places.Release();
            Interlocked.Decrement(ref waiting);
        }
    }
}
