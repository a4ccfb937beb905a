namespace HtmxFlows.Benchmarks;

/// <summary>A folder for one measurement, gone afterwards. It stands beside the build, so that the disk is the one that the app would use.</summary>
sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(
        System.IO.Path.Combine(AppContext.BaseDirectory, $"scratch-{Guid.NewGuid():N}")).FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
