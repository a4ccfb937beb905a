namespace HtmxFlows.Nodes;

/// <summary>How the sender of a call proves who it is.</summary>
public enum WebhookAuthentication { None, Basic, Header, Jwt, Hmac, StandardWebhooks, Github, Stripe, Slack, Shopify, Gitlab }

/// <summary>What a webhook answers.</summary>
public enum WebhookAnswer
{
    /// <summary>The run's id, at once.</summary>
    Accepted,

    /// <summary>What the run responds, or its result.</summary>
    Result,

    /// <summary>The events of the run as they come.</summary>
    Stream,
}

/// <summary>The hash of a generic signature.</summary>
public enum SignatureAlgorithm { Sha256, Sha1, Sha512 }

/// <summary>How a generic signature is written.</summary>
public enum SignatureEncoding { Hex, Base64 }
