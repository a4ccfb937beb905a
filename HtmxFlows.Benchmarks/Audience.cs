namespace HtmxFlows.Benchmarks;

/// <summary>Many viewers of one stream.</summary>
sealed class Audience : IDisposable
{
    readonly Viewer[] viewers;
    readonly Task[] watching;

    Audience(Viewer[] viewers, Task[] watching) => (this.viewers, this.watching) = (viewers, watching);

    public IReadOnlyList<Viewer> Viewers => viewers;

    /// <summary>Opens the stream so many times, and waits until each has been answered. The first viewer keeps what it receives.</summary>
    public static async Task<Audience> Gather(Uri server, string path, int count)
    {
        Viewer[] viewers = [.. Enumerable.Range(0, count).Select(i => new Viewer(records: i == 0))];
        List<Task> watching = [];
        // In portions, for a server accepts only so many that come at once.
        foreach (var portion in viewers.Chunk(100))
        {
            watching.AddRange(portion.Select(viewer => viewer.Watch(server, path)));
            await Task.WhenAll(portion.Select(viewer => viewer.Open));
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
