using System.ComponentModel.DataAnnotations;
using HtmxFlows.Runs;

namespace HtmxFlows.Api;

/// <summary>What is done to which runs.</summary>
/// <param name="Filter">The runs; an object without members stands for all runs that no other run called.</param>
/// <param name="DryRun">Counts the runs, and changes nothing.</param>
public sealed record BulkRequestDocument([property: Required] RunAction? Action = null, [property: Required] RunFilterDocument? Filter = null, bool DryRun = false);
