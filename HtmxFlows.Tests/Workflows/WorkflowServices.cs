using HtmxFlows.Accounts;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Keys;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Tests.Workflows;

/// <summary>Workflows and drafts over a database, as the app composes them.</summary>
sealed class WorkflowServices(IDatabase database, TimeProvider time) : IDisposable
{
    /// <summary>The server key, the same each time that a database is opened.</summary>
    const string Key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    readonly ServiceProvider services = new ServiceCollection()
        .AddLogging().AddSingleton(database).AddSingleton(time).AddSingleton(NodeTypes.Catalogue).AddSingleton(new CredentialSource(Secrets.None))
        .AddSingleton(new KeyRing(new() { Server = [Key] }, "")).AddSingleton<SealedValues>().AddSingleton<BackgroundRemoval>().AddSingleton<CredentialStore>().AddAccounts(new ConfigurationBuilder().Build()).AddWorkflows().BuildServiceProvider();

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public void Dispose() => services.Dispose();
}
