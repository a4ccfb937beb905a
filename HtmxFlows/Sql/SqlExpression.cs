
namespace HtmxFlows.Sql;

/// <summary>One expression of the select list, as written. <see cref="Parameter"/> is set if it is nothing but that parameter.</summary>
readonly record struct SqlExpression(bool Named, SqlJson Json, string? Parameter);
