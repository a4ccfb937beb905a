using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;
using NodaTime;
using NodaTime.Text;

namespace HtmxFlows.Triggers;

/// <summary>
/// Starts the runs of schedules. The start of a run and the next moment of its schedule are one commit, so that each moment starts one run however often
/// the server is killed.
/// </summary>
public sealed class ScheduleRunner(Schedules schedules, RunSupervisor runs, Clock clock, ILogger<ScheduleRunner> logger, DatabaseTroubleLog? troubles = null)
{
    /// <summary>How many schedules are worked on at once.</summary>
    const int Together = 64;

    /// <summary>How often the clock and the database are looked at, if no schedule comes due before: schedules that are published, and clocks that are set, need no notice.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(10);

    /// <summary>Starts runs until it is stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!stop.IsCancellationRequested)
        {
            var next = clock.Now + Pause;
            try
            {
                while (await StartDue() > 0)
                    stop.ThrowIfCancellationRequested();
                next = Sooner(clock.Now + Pause, schedules.NextDue(clock.Now));
            }
            catch (Exception error) when (!stop.IsCancellationRequested)
            {
                if (troubles?.Takes(error) != true)
                    logger.LogError(error, "The schedules that are due could not be worked on; the next try follows in a moment");
                next = clock.Now + PauseAfterError;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await clock.At(next, () => { }, stop);
        }
    }

    static DateTimeOffset Sooner(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;

    /// <summary>Starts the runs of the schedules whose moment has come.</summary>
    /// <returns>How many schedules these were.</returns>
    public async Task<int> StartDue()
    {
        var now = clock.Now;
        var due = schedules.Due(now, Together);
        await Task.WhenAll(due.Select(schedule => Start(schedule, now)));
        return due.Count;
    }

    async Task Start(DueSchedule schedule, DateTimeOffset now)
    {
        if (schedules.ConfigurationOf(schedule) is not { } configuration)
        {
            await schedules.Skip(schedule, null, "The schedule cannot run any more.");
            return;
        }
        var plan = DuePlan.Of(schedules.Moments(schedule, configuration), schedule.NextDue!.Value, now, configuration.Missed);
        if (plan.Starts.Count == 0)
            await schedules.Skip(schedule, plan.Next);
        foreach (var (index, moment) in plan.Starts.Index())
        {
            var next = index + 1 < plan.Starts.Count ? plan.Starts[index + 1] : plan.Next;
            switch (await Start(schedule, configuration, moment, next, now))
            {
                case RunStart.Started:
                    break;
                // Another rule was published, the workflow was deleted, or the server is stopping: what is there then decides.
                case RunStart.Missing or RunStart.Stopping:
                    return;
                case RunStart.NotStarted refused:
                    await schedules.Skip(schedule, next, refused.Problem);
                    break;
            }
            schedule = schedule with { NextDue = next };
        }
    }

    /// <summary>Starts the run of a moment, and has the schedule wait for the next one in the same commit.</summary>
    Task<RunStart> Start(DueSchedule schedule, ScheduleNode.Configuration configuration, DateTimeOffset moment, DateTimeOffset? next, DateTimeOffset now)
    {
        var waited = schedule.NextDue!.Value;
        var request = new RunRequest(schedule.WorkflowId, "", RunTrigger.Schedule)
        {
            Fired = new(schedule.NodeId, DataOf(configuration, moment, now)),
            Beside = (writer, _) =>
            {
                if (!TriggerRows.Advance(writer, schedule.WorkflowId, schedule.NodeId, waited, next))
                    throw new BrokenReferenceException(new InvalidOperationException("The schedule has changed, or another process has started this run."));
            },
        };
        return runs.Start(request, Actor.System);
    }

    static System.Text.Json.JsonElement DataOf(ScheduleNode.Configuration configuration, DateTimeOffset moment, DateTimeOffset now)
    {
        var zone = ScheduleRule.Of(configuration, 0).Rule!.Zone;
        return Json.From(new
        {
            due = moment,
            local = OffsetDateTimePattern.Rfc3339.Format(Instant.FromDateTimeOffset(moment).InZone(zone).ToOffsetDateTime()),
            zone = zone.Id,
            late = now - moment > DuePlan.Grace,
        });
    }
}
