using HtmxFlows.Credentials;

namespace HtmxFlows.Inputs;

/// <summary>The property is the name of a credential; empty is none. Forms offer those that fit the use.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CredentialNameAttribute(CredentialUse use) : Attribute
{
    public CredentialUse Use => use;
}
