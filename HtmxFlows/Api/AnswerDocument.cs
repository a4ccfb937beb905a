using System.Text.Json;

namespace HtmxFlows.Api;

/// <summary>The answer to a question of a run.</summary>
/// <param name="Node">The node that asks.</param>
/// <param name="Decision">The name of one of its decisions.</param>
/// <param name="Input">Values for its fields, by their names; what is left out has its default.</param>
/// <param name="By">Who answers, if nobody is signed in; a user answers under their own name.</param>
public sealed record AnswerDocument(string Node = "", string Decision = "", JsonElement? Input = null, string? By = null);
