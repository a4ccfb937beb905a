using Jint;

namespace HtmxFlows.Scripts;

/// <summary>Asks the engine to stop its script. Any thread may set it.</summary>
sealed class ScriptStop : Constraint
{
    volatile bool isSet;

    // The engine may look less often than at each statement.
    public override bool IsAmortizable => true;

    public void Set() => isSet = true;

    public void Clear() => isSet = false;

    public override void Check()
    {
        if (isSet)
            throw new ScriptStoppedException();
    }

    public override void Reset()
    {
    }
}

/// <summary>The script was asked to stop.</summary>
sealed class ScriptStoppedException() : Exception("The script was stopped");
