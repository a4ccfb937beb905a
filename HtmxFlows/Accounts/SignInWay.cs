namespace HtmxFlows.Accounts;

/// <summary>How a user signed in.</summary>
public enum SignInWay
{
    Password,

    /// <summary>With a password and a code of the second factor.</summary>
    Code,

    /// <summary>At the identity provider, which decides about second factors itself.</summary>
    Provider,
}
