
namespace HtmxFlows.Runs;

/// <summary>The statuses of a run. The last three are terminal and are never left.</summary>
public enum RunStatus { Queued, Running, Waiting, Completed, Failed, Cancelled }
