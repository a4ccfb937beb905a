using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>What a person is asked.</summary>
/// <param name="Text">Markdown.</param>
/// <param name="Fields">What is to be filled in.</param>
/// <param name="Decisions">The ways to answer; at least one.</param>
public sealed record Question(string Text, IReadOnlyList<FlowInput> Fields, IReadOnlyList<Decision> Decisions)
{
    /// <summary>The port that a node takes, if it has it, when nobody answers in time.</summary>
    public const string TimeoutPort = "timeout";

    /// <summary>Who may answer; null is everyone who has the link, and every user with the role for it.</summary>
    public Respondents? Respondents { get; init; }
}
