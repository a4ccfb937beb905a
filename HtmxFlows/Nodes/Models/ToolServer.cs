using System.ComponentModel.DataAnnotations;
using HtmxFlows.Credentials;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>A server whose tools an agent may call.</summary>
public sealed record ToolServer
{
    [Display(Name = "URL", Description = "The address of a server of the Model Context Protocol, e.g. https://tools.example.com/mcp."), Required]
    public Template Url { get; init; } = new("");

    [CredentialName(CredentialUse.Request), Display(Name = "Credential", Description = "A credential of this server. It is sent to the hosts that it is bound to.")]
    public string Credential { get; init; } = "";

    [Display(Name = "Only", Description = "The names of the tools that the agent may call, with commas between them. Default: all of the server.")]
    public string Only { get; init; } = "";

    internal IReadOnlyList<string> Names => Only.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
