namespace HtmxFlows.Credentials;

/// <summary>What a node uses a credential for.</summary>
public enum CredentialUse
{
    /// <summary>It authenticates HTTP requests.</summary>
    Request,

    /// <summary>It is the key of a chat model.</summary>
    Model,

    /// <summary>It proves that a received request is what it says.</summary>
    Webhook,

    Mail,

    Database,
}
