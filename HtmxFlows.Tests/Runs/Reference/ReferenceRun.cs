using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs.Reference;

/// <summary>
/// A run as the design describes it, written as plainly as possible and without anything of the engine but the form of its journal's
/// events. At each moment it knows every possible next move. Where chance decides, such as which of two nodes ends first, the engine's
/// journal decides: each event must be one of the moves, match that move, and leads to the next moves.
/// </summary>
/// <param name="sketch">The flow.</param>
/// <param name="together">How many of its nodes may be in flight together.</param>
sealed class ReferenceRun(Sketch sketch, int together)
{
    /// <summary>The name of the person who answers questions.</summary>
    public const string Person = "Ada";

    enum Stage { Pending, Working, Interrupted, Waiting, Retrying, Calling, Asking, Completed, Failed, Skipped, Cancelled }

    sealed class Place(SketchNode node)
    {
        public SketchNode Node => node;
        public Stage Stage { get; set; }
        public int Attempt { get; set; }
        public Effect? Effect { get; set; }
        public DateTimeOffset Since { get; set; }
        public DateTimeOffset Until { get; set; }
        public JsonElement? Output { get; set; }
        public string? Port { get; set; }
        public string[] More { get; set; } = [];
        public string? Error { get; set; }

        /// <summary>The runs that it called last.</summary>
        public IReadOnlyList<Guid> Called { get; set; } = [];

        /// <summary>How often this attempt has called.</summary>
        public int Round { get; set; }

        /// <summary>When each of its child runs begins, and when their results are known.</summary>
        public (IReadOnlyList<DateTimeOffset> Begins, DateTimeOffset Known) Course { get; set; }

        public bool IsAnswered { get; set; }

        /// <summary>The journaled outputs of its items, by index.</summary>
        public Dictionary<int, JsonElement> Finished { get; } = [];

        /// <summary>When this attempt tries its items.</summary>
        public ItemsCourse? Items { get; set; }

        public bool HasDelivered => Stage is Stage.Completed or Stage.Failed && Output is not null;
        public bool IsOver => Stage is Stage.Completed or Stage.Failed or Stage.Skipped;
        public DateTimeOffset TimeIsOver => Since.AddSeconds(node.Settings.Timeout ?? 60);
    }

    /// <param name="Fits">Whether an event of that name, about that node, matches.</param>
    /// <param name="Take">Applies it.</param>
    /// <param name="IsDue">Whether it happens without time passing; otherwise it may also not happen.</param>
    sealed record Move(string Name, string? Node, Func<RunEvent, bool> Fits, Action<RunEvent> Take, bool IsDue = true);

    readonly Place[] places = [.. sketch.Nodes.Select(node => new Place(node))];
    readonly ILookup<string, SketchEdge> incoming = sketch.Edges.ToLookup(edge => edge.Target);
    (string Node, string Error)? culprit;
    DateTimeOffset last;
    RunStatus? end;
    JsonElement? result;
    bool begun, cancelled, restarted;
    readonly HashSet<Guid> resting = [];
    int counted;

    public Guid Id { get; private set; }

    /// <summary>The clock, moved by the comparing test.</summary>
    public DateTimeOffset Now { get; set; }

    public long LastSeq { get; private set; }

    public bool IsFinished => end is not null;

    /// <summary>Whether nothing more happens unless time passes.</summary>
    public bool IsQuiet => !Moves().Any(move => move.IsDue) && places.All(AreChildrenAtRest);

    /// <summary>The possible next moves, in a line for people.</summary>
    public string Expected => string.Join(", ", Moves().Select(move => $"{move.Name} {move.Node}".Trim()));

    /// <summary>When the next move happens without an action from outside; null if never.</summary>
    public DateTimeOffset? NextDue => places
        .Select(place => (DateTimeOffset?)(place.Stage switch
        {
            Stage.Waiting or Stage.Retrying => place.Until,
            Stage.Calling => place.Course.Begins.Append(place.Course.Known).Where(moment => moment > Now).Min(),
            Stage.Asking when place.Effect is Effect.Asks asks => asks.After is { } after && place.Since.AddSeconds(after) is var at && at > Now && !(at > place.Until) ? at : place.Until,
            Stage.Working when place.Effect is Effect.Lasts => place.TimeIsOver,
            Stage.Working when place.Effect is Effect.Items => place.Items!.Tries.Values.SelectMany(moments => moments).Where(moment => moment > Now).Min(moment => (DateTimeOffset?)moment),
            _ => null,
        }))
        .Where(due => due > Now).Min();

    /// <summary>The run is cancelled; from now on that end is expected.</summary>
    public void Cancel() => cancelled = true;

    /// <summary>The server was stopped and started again.</summary>
    public void Restart() => restarted = true;

    /// <summary>A person answers a question at its moment.</summary>
    /// <returns>The node that asks, and the decision; null if there is no answer now.</returns>
    public (string Node, string Decision)? TakeAnswer()
    {
        if (Array.Find(places, place => place is { Stage: Stage.Asking, IsAnswered: false, Effect: Effect.Asks { After: { } after } } && place.Since.AddSeconds(after) <= Now) is not { } asking)
            return null;
        asking.IsAnswered = true;
        return (asking.Node.Id, ((Effect.Asks)asking.Effect!).Decision);
    }

    /// <summary>Takes an event of a child run; that run has the same clock, and must be at rest before the clock moves.</summary>
    public void HearCalled(Guid called, RunEvent next)
    {
        if (next is NodeWaiting)
            resting.Add(called);
    }

    /// <summary>Takes the journal's next event.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public string? Accept(RunEvent next)
    {
        if (next.Seq != ++LastSeq)
            return $"{next} should be number {LastSeq}";
        // The resumption of a run that only waits may be reported late.
        if (next.At != Now && !(next is WorkflowResumed && next.At >= last && next.At < Now))
            return $"{next} should be stamped {Now:O}";
        last = next.At;
        var node = (next as NodeEvent)?.NodeId ?? (next as WorkflowFailed)?.NodeId;
        if (Moves().FirstOrDefault(move => move.Name == next.Name && move.Node == node && move.Fits(next)) is not { } move)
            return $"{next} is not what may come: {Expected}";
        move.Take(next);
        // A resumption is reported first or not at all.
        restarted = false;
        return null;
    }

    /// <summary>Compares how the run and its nodes ended.</summary>
    /// <returns>What is different, or null.</returns>
    public string? Compare(RunState run)
    {
        if (run.Status != end || !Same(run.Result, result) || run.Error != culprit?.Error)
            return $"The run is {run.Status} with {run.Result} {run.Error}, and should be {end} with {result} {culprit?.Error}";
        var wrong = places.FirstOrDefault(place => run.Node(place.Node.Id) is var node && !(
            node.Status.ToString() == place.Stage.ToString() && node.Attempt == place.Attempt && node.Port == place.Port && (node.MorePorts ?? []).SequenceEqual(place.More)
            && (!place.IsOver || Same(node.Output, place.Output) && node.Error == place.Error)));
        return wrong is null ? null
            : $"{run.Node(wrong.Node.Id)} should be {wrong.Stage} at attempt {wrong.Attempt} by {wrong.Port} with {wrong.Output} {wrong.Error}: {wrong.Node.Id}";
    }

    IEnumerable<Move> Moves()
    {
        if (IsFinished)
            return [];
        if (!begun)
            return [new("workflow-started", null, next => next is WorkflowStarted started && started.Prompt == sketch.Prompt, Begin)];
        if (culprit is { } found)
            return [new("workflow-failed", found.Node, next => next is WorkflowFailed failed && failed.Error == found.Error, _ => End(RunStatus.Failed))];
        if (restarted && places.Any(place => place.Stage == Stage.Working))
            return [Resume(isDue: true)];
        return [
            .. cancelled ? [new("workflow-cancelled", null, _ => true, _ => End(RunStatus.Cancelled))] : Array.Empty<Move>(),
            .. restarted ? [Resume(isDue: false)] : Array.Empty<Move>(),
            .. places.Select(MoveOf).OfType<Move>(),
            .. places.Where(place => place is { Stage: Stage.Working, Effect: Effect.Items }).SelectMany(place => ItemMoves(place, ((Effect.Items)place.Effect!).Work)),
            .. places.All(place => place.IsOver) ? [Finish()] : Array.Empty<Move>()];
    }

    void Begin(RunEvent first) => (begun, Id) = (true, ((WorkflowStarted)first).Thread);

    /// <summary>A run that only waited when the server stopped needs no event about it.</summary>
    Move Resume(bool isDue) => new("workflow-resumed", null, _ => true, _ =>
    {
        foreach (var place in places.Where(place => place.Stage == Stage.Working))
            place.Stage = Stage.Interrupted;
    }, isDue);

    Move Finish()
    {
        // A node ended the run if no later node ran and took its output.
        // The node that answers is the last one of its path that answers.
        var answers = places.Where(place => place is { Stage: Stage.Completed, Node: { Work: Responds, IsDisabled: false } }).ToArray();
        var words = answers.Where(place => !answers.Any(other => Sketch.Ancestors(sketch.Edges, other.Node.Id).Contains(place.Node.Id))).ToArray();
        var last = words.Length > 0 ? words : places.Where(place => place.HasDelivered && !sketch.Edges.Any(edge => IsLive(edge) && edge.Source == place.Node.Id && Find(edge.Target).Stage != Stage.Skipped)).ToArray();
        var given = last.Length == 1 ? last[0].Output!.Value : Outputs(last);
        return new("workflow-complete", null, next => next is WorkflowCompleted completed && Same(completed.Result, given), _ =>
        {
            result = given;
            End(RunStatus.Completed);
        });
    }

    void End(RunStatus status)
    {
        end = status;
        foreach (var place in places.Where(place => place.Stage != Stage.Pending && !place.IsOver))
            place.Stage = Stage.Cancelled;
    }

    Move? MoveOf(Place place) => place.Stage switch
    {
        Stage.Pending => Join(place),
        Stage.Working => Work(place),
        Stage.Interrupted when place.Node.Settings.OnCrash == "fail" => Fail(place, null),
        Stage.Interrupted => Start(place),
        Stage.Retrying when place.Until <= Now => Start(place),
        Stage.Calling when place.Course.Known <= Now => Resume(place, (Effect.Calls)place.Effect!),
        Stage.Asking when place.IsAnswered => Close(place, ((Effect.Asks)place.Effect!).Decision, Person),
        Stage.Asking when place.Until <= Now => Close(place, "timeout", null),
        Stage.Waiting when place.Until <= Now => Complete(place, place.Output!.Value, null, passesOn: true),
        _ => null,
    };

    Move? Join(Place place)
    {
        SketchEdge[] edges = [.. incoming[place.Node.Id]];
        var live = edges.Count(IsLive);
        var dead = edges.Count(edge => Find(edge.Source).IsOver && !IsLive(edge));
        if (edges.Length == 0)
            return Start(place);
        if (dead == edges.Length)
            return Skip(place);
        return place.Node.Settings.Join switch
        {
            "first" => live > 0 ? Start(place) : null,
            "all" => dead > 0 ? Skip(place) : live == edges.Length ? Start(place) : null,
            _ => live + dead == edges.Length ? Start(place) : null,
        };
    }

    static Move Skip(Place place) => new("node-skipped", place.Node.Id, _ => true, _ => place.Stage = Stage.Skipped);

    Move? Start(Place place)
    {
        if (places.Count(other => other.Stage == Stage.Working) >= together)
            return null;
        return new("node-started", place.Node.Id, next => next is NodeStarted started && started.Attempt == place.Attempt + 1, _ =>
        {
            place.Attempt++;
            (place.Round, place.IsAnswered) = (0, false);
            (place.Stage, place.Since) = (Stage.Working, Now);
            place.Effect = place.Node.IsDisabled ? new Effect.Gives(InputOf(place), place.Node.Ports[0], PassesOn: true) : place.Node.Work.Do(new(sketch.Prompt, InputOf(place), Now, id => Find(id) is { HasDelivered: true } earlier ? earlier.Output : null));
            place.Items = place.Effect is Effect.Items { Work: var work } ? ItemsCourse.Of(work, Enumerable.Range(0, work.Bad.Length).Where(index => !place.Finished.ContainsKey(index)), Now, Delays(place)) : null;
        });
    }

    Move? Work(Place place) => place.Effect switch
    {
        Effect.Gives gives => Complete(place, gives.Output, gives.Port, gives.PassesOn, gives.More),
        Effect.Counts => Complete(place, Json.From(new { collection = "reference", key = Id, value = counted + 1 }), null, false),
        Effect.Waits waits => Wait(place, waits),
        Effect.Calls calls => Call(place, calls),
        Effect.Asks asks => Ask(place, asks),
        Effect.Breaks breaks => Break(place, breaks.Error),
        Effect.Lasts when place.TimeIsOver <= Now => Break(place, null),
        _ => null,
    };

    Move Break(Place place, string? error) => place.Attempt <= (place.Node.Settings.Retries ?? 0) ? Retry(place, error) : Fail(place, error);

    Move Call(Place place, Effect.Calls calls) => new(
        "node-waiting", place.Node.Id,
        next => next is NodeWaiting { Until: null, Question: null, Calls: { } called } && called.Runs.Select(run => run.Prompt).SequenceEqual(calls.Runs),
        next =>
        {
            place.Stage = Stage.Calling;
            place.Round++;
            place.Called = [.. ((NodeWaiting)next).Calls!.Runs.Select(run => run.Run)];
            place.Course = CourseOf(calls);
        });

    /// <summary>Each run begins as soon as there is room for it; the first failure decides, unless failures are collected.</summary>
    (IReadOnlyList<DateTimeOffset>, DateTimeOffset) CourseOf(Effect.Calls calls)
    {
        var free = Enumerable.Repeat(Now, calls.Together).ToList();
        List<DateTimeOffset> begins = [], ends = [];
        foreach (var prompt in calls.Runs)
        {
            begins.Add(free.Min());
            free.Remove(begins[^1]);
            ends.Add(begins[^1].AddSeconds(Deed.Seconds(prompt)));
            free.Add(ends[^1]);
        }
        return (begins, calls.Error is null ? ends.Max() : ends.Where((_, at) => calls.Runs[at] == Deed.Bad).DefaultIfEmpty(ends.Max()).Min());
    }

    Move Resume(Place place, Effect.Calls calls)
    {
        var failed = Enumerable.Range(0, calls.Runs.Count).Where(at => calls.Error is not null && calls.Runs[at] == Deed.Bad && place.Course.Begins[at] == place.Course.Known).ToArray();
        return failed.Length > 0 ? Break(place, failed.Length == 1 ? calls.Error!(failed[0]) : null)
            : place.Round < calls.Rounds ? Call(place, calls)
            : calls.Excess is { } excess ? Break(place, excess)
            : Complete(place, calls.Result, null, passesOn: false);
    }

    /// <summary>Whether the child runs in progress wait for the clock by now.</summary>
    bool AreChildrenAtRest(Place place) => place.Stage != Stage.Calling || place.Effect is not Effect.Calls calls
        || Enumerable.Range(0, calls.Runs.Count).Where(at => Deed.Seconds(calls.Runs[at]) > 0 && place.Course.Begins[at] <= Now).All(at => resting.Contains(place.Called[at]));

    static Move Ask(Place place, Effect.Asks asks)
    {
        DateTimeOffset? until = asks.Within is { } within ? place.Since.AddSeconds(within) : null;
        return new(
            "node-waiting", place.Node.Id,
            next => next is NodeWaiting { Question: not null, Calls: null } waiting && waiting.Until == until,
            _ => (place.Stage, place.Until) = (Stage.Asking, until ?? DateTimeOffset.MaxValue));
    }

    Move Close(Place place, string decision, string? by) =>
        Complete(place, Json.From(new { decision, fields = Json.EmptyObject, by = by is null ? Json.Null : Json.Text(by), at = Now }), decision, passesOn: false);

    Move Complete(Place place, JsonElement output, string? port, bool passesOn, params string[] more)
    {
        OutputFormat? format = place.Node is { IsDisabled: false, Settings.Markdown: true } && output.ValueKind == JsonValueKind.String ? OutputFormat.Markdown : passesOn ? OutputFormat.PassedOn : null;
        return new(
            "node-completed", place.Node.Id,
            next => next is NodeCompleted completed && Same(completed.Output, output) && completed.Port == port && (completed.MorePorts ?? []).SequenceEqual(more) && completed.Format == format,
            _ =>
            {
                (place.Stage, place.Output, place.Port, place.More, place.Error) = (Stage.Completed, output, port, more, null);
                counted += place.Effect is Effect.Counts ? 1 : 0;
            });
    }

    static Move Wait(Place place, Effect.Waits waits) => new(
        "node-waiting", place.Node.Id,
        next => next is NodeWaiting waiting && waiting.Until == waits.Until && Same(waiting.Output, waits.Output),
        _ => (place.Stage, place.Until, place.Output) = (Stage.Waiting, waits.Until, waits.Output));

    Move Retry(Place place, string? error)
    {
        var settings = place.Node.Settings;
        var seconds = settings.Delay ?? 1;
        for (var failed = 1; failed < place.Attempt; failed++)
            seconds *= settings.Factor ?? 2;
        seconds = Math.Min(seconds, settings.MaxDelay ?? 300);
        var (soonest, latest) = (Now.AddSeconds(seconds * (1 - (settings.Jitter ?? 0.1))).AddMilliseconds(-1), Now.AddSeconds(seconds));
        return new(
            "node-retrying", place.Node.Id,
            next => next is NodeRetrying retrying && retrying.Attempt == place.Attempt && retrying.Until >= soonest && retrying.Until <= latest && IsError(retrying.Error, error),
            next => (place.Stage, place.Until) = (Stage.Retrying, ((NodeRetrying)next).Until));
    }

    Move Fail(Place place, string? error)
    {
        var onError = place.Node.Settings.OnError ?? "fail";
        var port = onError == "port" ? "error" : null;
        return new(
            "node-failed", place.Node.Id,
            next => next is NodeFailed failed && IsError(failed.Error, error) && failed.Port == port && Same(failed.Output, onError == "fail" ? null : Json.From(new { message = failed.Error, node = place.Node.Id, attempt = place.Attempt })),
            next =>
            {
                var failed = (NodeFailed)next;
                (place.Stage, place.Output, place.Port, place.Error) = (Stage.Failed, failed.Output, port, failed.Error);
                if (onError == "fail")
                    culprit = (place.Node.Id, failed.Error);
            });
    }

    /// <summary>The milliseconds between the attempts of an item that fails. A node that was interrupted has used up some of them.</summary>
    static double[] Delays(Place place) => [.. Enumerable.Range(place.Attempt, Math.Max(0, LastAttempt(place) - place.Attempt))
        .Select(attempt => Math.Floor(Math.Min((place.Node.Settings.Delay ?? 1) * Math.Pow(place.Node.Settings.Factor ?? 2, attempt - 1), place.Node.Settings.MaxDelay ?? 300) * 1000))];

    static int LastAttempt(Place place) => Math.Max(place.Attempt, (place.Node.Settings.Retries ?? 0) + 1);

    /// <summary>Items end, in any order if at the same time; then the node. Those that end with the failure of the node may be cancelled by it.</summary>
    IEnumerable<Move> ItemMoves(Place place, ItemsWork work)
    {
        var (course, failure) = (place.Items!, place.Items!.Failure(work));
        int[] open = [.. course.Tries.Keys.Where(index => work.IsJournaled(index) && !place.Finished.ContainsKey(index) && course.EndOf(index) <= Now && !(course.EndOf(index) > failure))];
        var isDone = !open.Any(index => failure is null || course.EndOf(index) < failure) && !(course.End(work) > Now);
        return [.. open.Select(index => EndItem(place, work, index, isDue: failure is null || course.EndOf(index) < failure)), .. isDone ? [failure is null ? CompleteItems(place, work) : FailItems(place, work)] : Array.Empty<Move>()];
    }

    Move EndItem(Place place, ItemsWork work, int index, bool isDue) => new(
        "node-item-completed", place.Node.Id,
        next => next is NodeItemCompleted item && item.Index == index && item.Total == work.Bad.Length && item.List?.GetArrayLength() == (place.Finished.Count == 0 ? work.Bad.Length : null) && FitsItem(place, work, index, item.Output),
        next =>
        {
            place.Finished[index] = ((NodeItemCompleted)next).Output;
            counted += work is CountsEach ? 1 : 0;
        }, isDue);

    bool FitsItem(Place place, ItemsWork work, int index, JsonElement output) =>
        place.Finished.TryGetValue(index, out var known) ? Same(output, known)
        : work.IsBad(index) ? output.TryGetProperty("error", out var error) && IsErrorValue(error, place, "")
        : work is CountsEach ? Same(output, Json.From(new { collection = "reference", key = Id, value = counted + 1 }))
        : work.Fits(index, output);

    static bool IsErrorValue(JsonElement error, Place place, string start) =>
        error.GetProperty("message").GetString() is { Length: > 0 } message && message.StartsWith(start, StringComparison.Ordinal)
        && error.GetProperty("node").GetString() == place.Node.Id && error.GetProperty("attempt").GetInt32() == LastAttempt(place);

    Move CompleteItems(Place place, ItemsWork work) => new(
        "node-completed", place.Node.Id,
        next => next is NodeCompleted { Port: null, Format: null, Output: { ValueKind: JsonValueKind.Array } output } && output.GetArrayLength() == work.Bad.Length
            && output.EnumerateArray().Index().All(item => FitsItem(place, work, item.Index, item.Item)),
        next => (place.Stage, place.Output, place.Error) = (Stage.Completed, ((NodeCompleted)next).Output, null));

    /// <summary>An item fails the node. Of several at the same time, any may be the cause.</summary>
    Move FailItems(Place place, ItemsWork work)
    {
        var onError = place.Node.Settings.OnError ?? "fail";
        var port = onError == "port" ? "error" : null;
        string[] causes = [.. place.Items!.Tries.Keys.Where(index => work.IsBad(index) && place.Items.EndOf(index) == place.Items.Failure(work)).Select(index => $"Item {index + 1}: ")];
        return new(
            "node-failed", place.Node.Id,
            next => next is NodeFailed failed && failed.Port == port && causes.Any(cause => failed.Error.StartsWith(cause, StringComparison.Ordinal))
                && (onError == "fail" ? failed.Output is null : failed.Output is { } value && IsErrorValue(value, place, failed.Error)),
            next =>
            {
                var failed = (NodeFailed)next;
                (place.Stage, place.Output, place.Port, place.Error) = (Stage.Failed, failed.Output, port, failed.Error);
                if (onError == "fail")
                    culprit = (place.Node.Id, failed.Error);
            });
    }

    /// <summary>The timers that the engine has set once nothing more happens by now: for the next attempts of items, and for what else ends at the same moments.</summary>
    public IEnumerable<(DateTimeOffset Due, int Count)> Timers => places
        .Where(place => place is { Stage: Stage.Working, Effect: Effect.Items })
        .SelectMany(place => place.Items!.Tries.Values.Where(moments => moments[0] <= Now && moments[^1] > Now).Select(moments => moments.First(moment => moment > Now)))
        .CountBy(due => due).Select(due => (due.Key, due.Value + places.Count(place => place.Stage is Stage.Waiting or Stage.Retrying && place.Until == due.Key)));

    bool IsLive(SketchEdge edge) => Find(edge.Source) is { HasDelivered: true } source && (source.Port == edge.Port || source.More.Contains(edge.Port));

    JsonElement InputOf(Place place)
    {
        var edges = incoming[place.Node.Id];
        var sources = edges.Select(edge => edge.Source).Distinct().ToArray();
        if (sources.Length == 0)
            return Json.Null;
        Place[] live = [.. edges.Where(IsLive).Select(edge => Find(edge.Source)).Distinct()];
        return ReferenceWays.AreExclusive(sketch, place.Node.Id) ? live.Single().Output!.Value : Outputs(live);
    }

    static JsonElement Outputs(IEnumerable<Place> of) => Json.From(of.ToDictionary(place => place.Node.Id, place => place.Output));

    Place Find(string id) => places.First(place => place.Node.Id == id);

    static bool IsError(string found, string? expected) => expected is null ? found.Length > 0 : found == expected;

    static bool Same(JsonElement? one, JsonElement? other) => one is { } a && other is { } b ? JsonElement.DeepEquals(a, b) : one is null && other is null;
}
