namespace HtmxFlows.Accounts;

/// <summary>A sign-in whose password was right, and whose code is not known yet.</summary>
/// <param name="Password">The hash of the password, which must be the same when the code comes.</param>
public sealed record PasswordProven(Guid User, string Password);
