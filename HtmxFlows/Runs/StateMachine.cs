namespace HtmxFlows.Runs;

/// <summary>Which event is allowed in which state of the run and of its nodes. docs/architecture.md draws it.</summary>
static class StateMachine
{
    public static bool Allows(RunState run, RunEvent next) => next switch
    {
        WorkflowStarted => run.LastSeq == 0,
        _ when run.LastSeq == 0 || run.IsFinished => false,
        WorkflowCompleted => run.Status == RunStatus.Running && !run.HasNodesInFlight,
        NodeEvent node => Allows(run.Node(node.NodeId).Status, node),
        _ => true,
    };

    static bool Allows(NodeStatus node, NodeEvent next) => next switch
    {
        // A node that was running when the server stopped is started again.
        NodeStarted => node is NodeStatus.Pending or NodeStatus.Running or NodeStatus.Waiting,
        NodeSkipped => node is NodeStatus.Pending,
        // A node that waited for runs may call the next, or be tried again.
        NodeWaiting or NodeRetrying => node is NodeStatus.Running or NodeStatus.Waiting,
        NodeItemCompleted => node is NodeStatus.Running,
        NodeCompleted or NodeFailed => node is NodeStatus.Running or NodeStatus.Waiting || node is NodeStatus.Pending && next.Reused == true,
        _ => false,
    };
}
