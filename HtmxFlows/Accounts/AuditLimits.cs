using System.ComponentModel.DataAnnotations;

namespace HtmxFlows.Accounts;

/// <summary>The settings of the audit log.</summary>
public sealed class AuditLimits
{
    /// <summary>Days after which a row of the audit log is removed; null keeps all.</summary>
    [Range(1, 36_500)]
    public int? KeepDays { get; init; }
}
