
namespace HtmxFlows.Runs;

/// <summary>The statuses of a node in a run.</summary>
public enum NodeStatus { Pending, Running, Waiting, Completed, Failed, Skipped, Cancelled }
