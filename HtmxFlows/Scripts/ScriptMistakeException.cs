namespace HtmxFlows.Scripts;

/// <summary>A script cannot be parsed.</summary>
sealed class ScriptMistakeException(ScriptProblem problem) : Exception(problem.Sentence)
{
    public ScriptProblem Problem => problem;
}
