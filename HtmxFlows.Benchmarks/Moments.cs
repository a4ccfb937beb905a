using System.Diagnostics;
using System.Globalization;
using HtmxFlows.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HtmxFlows.Benchmarks;

/// <summary>When each event became one that viewers may see: in the app, when it had been committed.</summary>
static class Moments
{
    static readonly List<(Guid Run, long Seq, long Ticks)> noted = [];

    /// <summary>Waits for the app to be built, and then listens to its journal.</summary>
    public static void WatchHost() => DiagnosticListener.AllListeners.Subscribe(new HostWatch());

    public static void Note(Guid run, IEnumerable<long> seqs)
    {
        var now = DateTimeOffset.UtcNow.Ticks;
        lock (noted)
            noted.AddRange(seqs.Select(seq => (run, seq, now)));
    }

    /// <summary>All of them as one line.</summary>
    public static string Write()
    {
        lock (noted)
            return string.Join(' ', noted.Select(moment => string.Create(CultureInfo.InvariantCulture, $"{moment.Run:N}/{moment.Seq}/{moment.Ticks}")));
    }

    public static IEnumerable<(Guid Run, long Seq, DateTimeOffset At)> Read(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(moment => moment.Split('/')).Select(parts =>
            (Guid.Parse(parts[0]), Number(parts[1]), new DateTimeOffset(Number(parts[2]), TimeSpan.Zero)));

    static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>.NET notifies listeners when a host has been built.</summary>
    sealed class HostWatch : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
                value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilt", Value: IHost host } && host.Services.GetService<Journal>() is { } journal)
                journal.Committed += (run, events) => Note(run, events.Select(next => next.Seq));
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
