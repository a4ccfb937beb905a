namespace HtmxFlows.Nodes;

/// <summary>What a model answered.</summary>
/// <param name="Finish">Why it ended, in the protocol's words: <c>stop</c>, <c>length</c>.</param>
/// <param name="Model">The model that answered, as it calls itself.</param>
/// <param name="Input">Tokens read; 0 if the server does not say.</param>
/// <param name="Output">Tokens written; 0 if the server does not say.</param>
/// <param name="Calls">The tools that it wants called.</param>
public sealed record ModelAnswer(string Text, string Finish, string Model, int Input, int Output, IReadOnlyList<ToolCall> Calls);
