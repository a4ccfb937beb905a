using HtmxFlows.Diagnostics;

namespace HtmxFlows.Triggers;

/// <summary>Counts deliveries, from its creation on, and reads how many schedules are late when the metrics are read.</summary>
public sealed class TriggerMeasures : IDisposable
{
    readonly Webhooks webhooks;
    readonly ServerMetrics metrics;

    public TriggerMeasures(Webhooks webhooks, Schedules schedules, ServerMetrics metrics, TimeProvider time)
    {
        (this.webhooks, this.metrics) = (webhooks, metrics);
        foreach (var outcome in Enum.GetValues<DeliveryOutcome>())
            Of(outcome);
        metrics.BeforeRead(() => metrics.SchedulesOverdue.Set(schedules.CountDue(time.GetUtcNow() - DuePlan.Grace)));
        webhooks.Received += Count;
    }

    void Count(DeliveryOutcome outcome) => Of(outcome).Inc();

    Prometheus.Counter.Child Of(DeliveryOutcome outcome) => metrics.Deliveries.WithLabels(outcome.ToString().ToLowerInvariant());

    public void Dispose() => webhooks.Received -= Count;
}
