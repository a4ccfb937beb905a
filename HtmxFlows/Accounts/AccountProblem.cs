namespace HtmxFlows.Accounts;

/// <summary>Why a field of an account was not accepted.</summary>
/// <param name="Field">The field of the form: name, email, role, password, current.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record AccountProblem(string Field, string Message);
