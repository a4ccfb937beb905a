namespace HtmxFlows.Credentials;

/// <summary>A field of a kind of credential.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Label">Its name for people.</param>
public sealed record CredentialField(string Name, string Label)
{
    /// <summary>What to enter, in a sentence; null if the label says enough.</summary>
    public string? Help { get; init; }

    /// <summary>Whether the value is sealed and never shown again.</summary>
    public bool IsSecret { get; init; }

    public bool IsRequired { get; init; } = true;

    /// <summary>Whether it decides where secrets are sent. A change of it needs the secrets again.</summary>
    public bool IsDestination { get; init; }

    /// <summary>Whether it is the address of a web server.</summary>
    public bool IsUrl { get; init; }

    /// <summary>Whether it is the number of a port.</summary>
    public bool IsPort { get; init; }

    /// <summary>The words that it may have; none if it is a text.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What a form begins with.</summary>
    public string Default { get; init; } = "";
}
