namespace HtmxFlows.Benchmarks;

/// <summary>Many viewers.</summary>
sealed class Audience : IDisposable
{
    readonly Viewer[] viewers;
    readonly Task[] watching;

    Audience(Viewer[] viewers, Task[] watching) => (this.viewers, this.watching) = (viewers, watching);

    public IReadOnlyList<Viewer> Viewers => viewers;

    /// <summary>An answer as it was on the wire. It is not that of the first or the last viewer, as they are not woken at random.</summary>
    public byte[] Recording => viewers[viewers.Length / 2].Recording;

    /// <summary>Opens these streams, and waits until each has been answered. One of them, in the middle, keeps what it receives.</summary>
    public static async Task<Audience> Gather(Uri server, string[] paths)
    {
        Viewer[] viewers = [.. paths.Select((_, i) => new Viewer(records: i == paths.Length / 2))];
        List<Task> watching = [];
        // In portions, for a server accepts only so many that come at once.
        foreach (var portion in viewers.Zip(paths).Chunk(100))
        {
            watching.AddRange(portion.Select(pair => pair.First.Watch(server, pair.Second)));
            await Task.WhenAll(portion.Select(pair => pair.First.Open));
        }
        return new(viewers, [.. watching]);
    }

    /// <summary>Ends when the server has ended every stream.</summary>
    public Task End() => Task.WhenAll(watching);

    public void Dispose()
    {
        foreach (var viewer in viewers)
            viewer.Dispose();
    }
}
