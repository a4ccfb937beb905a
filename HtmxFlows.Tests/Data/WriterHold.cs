using HtmxFlows.Data;

namespace HtmxFlows.Tests.Data;

/// <summary>Keeps the writer busy, so that what is written meanwhile waits together.</summary>
sealed class WriterHold : IDisposable
{
    readonly ManualResetEventSlim released = new();

    public WriterHold(IDatabase database)
    {
        using var busy = new ManualResetEventSlim();
        _ = database.Write(_ =>
        {
            busy.Set();
            released.Wait(Waiting.Patience);
            return 0;
        });
        busy.Wait(Waiting.Patience);
    }

    public void Release() => released.Set();

    public void Dispose() => Release();
}
