namespace HtmxFlows.Nodes;

/// <summary>What a node is for in its flow.</summary>
public enum NodeRole
{
    /// <summary>It does a part of the work.</summary>
    Step,

    /// <summary>It starts runs.</summary>
    Trigger,

    /// <summary>Its output is the result of the run.</summary>
    Answer,

    /// <summary>It is a remark in the diagram; it has no edges and never runs.</summary>
    Note,

    /// <summary>It stands for an imported node whose type is unknown here; it fails when it runs.</summary>
    Placeholder,
}

/// <summary>How a node is executed, which decides where it runs and when its run commits.</summary>
public enum Execution
{
    /// <summary>Pure and quick: executed in place, without a commit before it.</summary>
    Instant,

    /// <summary>Pure, but may take long: executed beside the run's own loop, without a commit before it.</summary>
    Background,

    /// <summary>Touches the outside world: what came before it is committed first, and so is its start.</summary>
    External,
}
