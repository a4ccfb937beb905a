using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Runs;

namespace HtmxFlows.Triggers;

/// <summary>Sends kept deliveries again: as if they were called, but on the word of a person instead of a signature.</summary>
public sealed class Replays(Deliveries deliveries, RunSupervisor runs, DraftRuns drafts, FileStore files, TimeProvider time)
{
    /// <param name="toDraft">Whether the draft gets it instead of the published version.</param>
    /// <param name="beside">Writes further rows in the commit of the run; null writes none.</param>
    public async Task<ReplayOutcome> Replay(Guid workflow, Guid id, bool toDraft, Actor actor, Action<DatabaseWriter, Guid>? beside = null)
    {
        if (deliveries.Find(workflow, id) is not { } delivery)
            return new ReplayOutcome.Missing();
        if (deliveries.Data(delivery) is not { } data)
            return new ReplayOutcome.NotStarted(new RunStart.Refused("The data of this call is not kept: it could not be read, was very large, or went with its run."));
        var again = delivery with { Id = Ids.New(time.GetUtcNow()), IsDraft = toDraft, Outcome = DeliveryOutcome.Accepted, Reason = $"Sent again by {actor.Name}." };
        var request = new RunRequest(workflow, "", toDraft ? RunTrigger.Draft : RunTrigger.Webhook, Files: delivery.RunId is { } first ? [.. FileValue.In(data).Where(file => files.Find(file.Id, first) is not null).Select(file => file.Id)] : null)
        {
            Fired = new(delivery.NodeId, data),
            Beside = (writer, run) =>
            {
                deliveries.Write(writer, again with { RunId = run }, null);
                beside?.Invoke(writer, run);
            },
        };
        return await (toDraft ? drafts.Start(request, actor) : runs.Start(request, actor)) switch
        {
            RunStart.Started started => new ReplayOutcome.Started(started.Run),
            RunStart.NotStarted refused => new ReplayOutcome.NotStarted(refused),
            var other => throw new InvalidOperationException($"{other} is no outcome of a start."),
        };
    }
}
