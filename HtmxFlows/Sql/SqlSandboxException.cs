
namespace HtmxFlows.Sql;

/// <summary>The one way in which a query fails, cancellation apart.</summary>
public sealed class SqlSandboxException(SqlProblem problem) : Exception(problem.ToString())
{
    public SqlProblem Problem => problem;
}
