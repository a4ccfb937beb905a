
namespace HtmxFlows.Sql;

/// <summary>How much a result column's expression says about its text being JSON.</summary>
enum SqlJson { No, IfItLooksSo, Yes }
