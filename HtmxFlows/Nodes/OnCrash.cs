
namespace HtmxFlows.Nodes;

/// <summary>What happens to a node that was in flight when the process ended.</summary>
public enum OnCrash
{
    /// <summary>It runs again, with its attempt raised.</summary>
    Retry,

    /// <summary>It fails.</summary>
    Fail,
}
