using System.Net;
using System.Net.Sockets;

namespace HtmxFlows.Tests.Outbound;

public sealed class DeadlineTests
{
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_body_that_trickles_ends_at_the_deadline()
    {
        await using var peer = RawPeer.Start(Trickle);
        using var door = Door.ToLoopback();

        var message = await door.Failure(Door.Get(peer.Url) with { Timeout = Soon });

        Assert.Contains("No complete response arrived within 0.3 s. Raise the time-out", message);
    }

    [Fact]
    public async Task A_peer_that_says_nothing_ends_at_the_deadline_of_the_settings()
    {
        await using var peer = RawPeer.Start((_, stop) => Task.Delay(Timeout.Infinite, stop));
        using var door = Door.Open(new() { AllowedNetworks = ["127.0.0.0/8"], Timeout = Soon });

        Assert.Contains("No complete response arrived within 0.3 s", await door.Failure(Door.Get(peer.Url)));
    }

    [Fact]
    public async Task The_deadline_spans_all_redirects_together()
    {
        await using var slow = RawPeer.Start(Trickle);
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.Redirect(slow.Url.AbsoluteUri);
            return Task.CompletedTask;
        });
        using var door = Door.ToLoopback();

        var message = await door.Failure(Door.Get(peer.Url) with { Timeout = Soon });

        // On a machine with much to do, even the redirect may not come soon enough.
        Assert.Contains("failed. No complete response arrived", message);
    }

    [Fact]
    public async Task A_connection_that_does_not_come_about_ends_at_its_own_deadline()
    {
        // It accepts at TCP's level and never speaks TLS.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var door = Door.Open(new() { AllowedNetworks = ["127.0.0.0/8"], ConnectTimeout = Soon });

        var message = await door.Failure(Door.Get($"https://{listener.LocalEndpoint}/"));

        Assert.Contains("No connection within 0.3 s", message);
    }

    [Fact]
    public async Task Cancelling_stops_the_call_in_flight_and_hangs_up()
    {
        var started = new TaskCompletionSource();
        var hungUp = new TaskCompletionSource();
        await using var peer = await HttpPeer.Start(async context =>
        {
            context.RequestAborted.Register(hungUp.SetResult);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            started.SetResult();
            await hungUp.Task;
        });
        using var door = Door.ToLoopback();
        using var cancel = new CancellationTokenSource();

        var call = door.Send(Door.Get(peer.Url), cancel.Token);
        await started.Task.WaitAsync(TestContext.Current.CancellationToken);
        await cancel.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(cancel.Token, error.CancellationToken);
        await hungUp.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_starts_goes_nowhere()
    {
        await using var peer = await HttpPeer.Saying("");
        using var door = Door.ToLoopback();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => door.Send(Door.Get(peer.Url), new CancellationToken(canceled: true)));

        Assert.Empty(peer.Requests);
    }

    // A byte now and then keeps any time-out between two reads from ever firing. It ends some day, so that a missing deadline fails
    // the test instead of blocking it.
    static async Task Trickle(NetworkStream stream, CancellationToken stop)
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), stop);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var sent = 0; sent < 500 && await timer.WaitForNextTickAsync(stop); sent++) await stream.WriteAsync("."u8.ToArray(), stop);
    }
}
