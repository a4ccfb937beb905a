using System.Data.Common;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>How a node's execution ended. The set is closed; an exception of a node becomes a <see cref="Failed"/>.</summary>
public abstract record NodeOutcome
{
    NodeOutcome() { }

    /// <summary>What the node has logged, line by line; null if nothing. It is kept with the event that records the outcome.</summary>
    public IReadOnlyList<string>? Log { get; init; }

    /// <summary>The node has its output.</summary>
    /// <param name="Output">Any JSON value.</param>
    /// <param name="Port">The output port that is taken; null is the default port.</param>
    /// <param name="Format">What is special about the output when it is shown; null is nothing.</param>
    /// <param name="MorePorts">Ports that are taken beside it, if there are several; null if not.</param>
    public sealed record Completed(JsonElement Output, string? Port = null, OutputFormat? Format = null, IReadOnlyList<string>? MorePorts = null) : NodeOutcome
    {
        /// <summary>How the output is sent to a caller as the result of the run; null if the node says nothing about it.</summary>
        public RunResponse? Response { get; init; }

        /// <summary>The names of all ports that are taken; none if it is the default port.</summary>
        public IEnumerable<string> Taken => Port is null ? [] : [Port, .. MorePorts ?? []];
    }

    /// <summary>The output is the result of a change of the database, which commits together with the event that records it.</summary>
    /// <param name="Change">Changes the database and gives the output; it may be called again after a roll-back. Throws <see cref="NodeException"/> to fail the node.</param>
    public sealed record Committing(Func<DatabaseWriter, JsonElement> Change) : NodeOutcome;

    /// <summary>The output is read from the database, as it is after everything that the run has committed, without the writer.</summary>
    /// <param name="Read">Reads on a connection of its own and gives the output. Throws <see cref="NodeException"/> to fail the node.</param>
    /// <param name="Receive">Has the run receive the files of what was read, if it holds any; within the commit that records the output, which is read again there. Null if it holds none.</param>
    public sealed record Reading(Func<DbConnection, JsonElement> Read, Action<DatabaseWriter>? Receive = null) : NodeOutcome;

    /// <summary>The node waits until a moment.</summary>
    /// <param name="Until">When; a moment that has passed is now.</param>
    /// <param name="Output">Its output then.</param>
    public sealed record Waiting(DateTimeOffset Until, JsonElement Output) : NodeOutcome;

    /// <summary>The node waits for runs of another workflow, or of several; when they have ended, <see cref="NodeType.Resume"/> continues it.</summary>
    /// <param name="Workflow">Its name or id; a run may have one of its own.</param>
    /// <param name="Runs">What each run is given; at least one.</param>
    /// <param name="Together">How many may be under way at once.</param>
    /// <param name="StopsAtFailure">Whether the first that does not complete ends the waiting, and cancels the others.</param>
    /// <param name="Memory">What the node has to know when it resumes, also after a crash; it is journaled.</param>
    public sealed record AwaitRuns(string Workflow, IReadOnlyList<CallRequest> Runs, int Together = 1, bool StopsAtFailure = true, JsonElement? Memory = null) : NodeOutcome;

    /// <summary>The node waits for a person.</summary>
    /// <param name="Question">What is asked.</param>
    /// <param name="Until">When <see cref="Question.TimeoutPort"/> is taken if nobody has answered; null is never.</param>
    public sealed record Asking(Question Question, DateTimeOffset? Until) : NodeOutcome;

    /// <summary>The node could not do its work.</summary>
    /// <param name="Error">A sentence for people: what was tried, what came back, what to change.</param>
    /// <param name="NotBefore">The earliest moment at which another attempt makes sense, as a peer asked; null is any.</param>
    /// <param name="Answer">What a peer answered, if that is the failure.</param>
    public sealed record Failed(string Error, DateTimeOffset? NotBefore = null, FailedAnswer? Answer = null) : NodeOutcome;
}
