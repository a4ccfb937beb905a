namespace HtmxFlows.Tests.Runs;

public sealed class CredentialSnapshotTests
{
    [Fact]
    public async Task An_execution_uses_and_masks_the_credentials_of_its_launch_until_it_ends()
    {
        await using var engine = Engine.Start();
        engine.Credentials.Replace([new("TOKEN", "first-value")]);
        await using var peer = await GatedPeer.Start();
        var workflow = await engine.Save(
            $$$$"""
            call http {"url": "{{{{peer.Url}}}}"}
            send template {"template": "{{secrets.TOKEN}} first-value second-value"}
            call -> send
            """);
        var run = await engine.BeginSaved(workflow);
        await peer.Arrived;

        engine.Credentials.Replace([new("TOKEN", "second-value")]);
        peer.Open();

        Assert.Equal("•••TOKEN••• •••TOKEN••• second-value", (await engine.End(run)).Node("send").Output!.Value.GetString());
        Assert.Equal("•••TOKEN••• first-value •••TOKEN•••", (await engine.End(await engine.BeginSaved(workflow))).Node("send").Output!.Value.GetString());
    }
}
