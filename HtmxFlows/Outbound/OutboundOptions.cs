using System.ComponentModel.DataAnnotations;

namespace HtmxFlows.Outbound;

/// <summary>The settings of everything that leaves over HTTP: the configuration section <c>Outbound</c>.</summary>
public sealed record OutboundOptions
{
    public const string Section = "Outbound";

    /// <summary>Loopback and private networks that workflows may reach, in CIDR form: <c>127.0.0.0/8</c>, <c>::1/128</c>.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>The longest body that an answer may have, in bytes, counted after decompression.</summary>
    [Range(1, 64 * 1024 * 1024)]
    public int MaxResponseBytes { get; init; } = 1024 * 1024;

    /// <summary>The longest that one connection may take: looking up the name, TCP and TLS together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest that a whole request may take, redirects and body included, when the request itself says nothing.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);
}
