namespace HtmxFlows.Pages.Workflows;

/// <summary>The tabs of a node's panel, in their order.</summary>
public enum NodeTab { Parameters, Settings, Connections, Output }
