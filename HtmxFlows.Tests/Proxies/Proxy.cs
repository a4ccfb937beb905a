using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HtmxFlows.Tests.Outbound;

namespace HtmxFlows.Tests.Proxies;

/// <summary>The port and the folder of a proxy; the folder holds the certificate <c>flows.crt</c> and its <c>flows.key</c>.</summary>
sealed record Ground(int Port, string Folder);

/// <summary>A real nginx or Caddy: one process, on a loopback port, that writes into a temporary folder only.</summary>
sealed class Proxy : IAsyncDisposable
{
    // One process without workers, so that ending it leaves none behind.
    const string NginxMain =
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        events {}
        http {
            access_log off;
            client_body_temp_path body;
            proxy_temp_path proxied;
            fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;

        """;

    // No test uses QUIC.
    const string CaddyMain =
        """
        {
            admin off
            auto_https off
            default_bind 127.0.0.1
            servers {
                protocols h1 h2
            }
        }

        """;

    readonly TemporaryFolder folder;
    readonly Process process;
    readonly ConcurrentQueue<string> lines = [];
    int port;

    Proxy(string program, TemporaryFolder folder, params IEnumerable<string> arguments)
    {
        this.folder = folder;
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path };
        foreach (var home in new[] { "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME" })
            start.Environment[home] = folder.Path;
        process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Url(string scheme) => new($"{scheme}://127.0.0.1:{port}/");

    /// <param name="servers">What its <c>http</c> block holds.</param>
    public static Task<Proxy> Nginx(Func<Ground, string> servers) => Start("nginx", servers, (program, folder, configuration) =>
    {
        var file = Write(folder, "nginx.conf", $"{NginxMain}{configuration}\n}}\n");
        return new(program, folder, "-p", folder.Path, "-e", Path.Combine(folder.Path, "error.log"), "-c", file);
    });

    /// <param name="sites">Its sites.</param>
    public static Task<Proxy> Caddy(Func<Ground, string> sites) => Start("caddy", sites, (program, folder, configuration) =>
        new(program, folder, "run", "--adapter", "caddyfile", "--config", Write(folder, "Caddyfile", CaddyMain + configuration)));

    // Debian keeps servers in a folder that only root's path contains.
    static string? Find(string name) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin".Split(':').Select(place => Path.Combine(place, name)).FirstOrDefault(File.Exists);

    static async Task<Proxy> Start(string name, Func<Ground, string> configuration, Func<string, TemporaryFolder, string, Proxy> start)
    {
        var program = Programs.Require(name, Find(name));
        var folder = new TemporaryFolder();
        var ground = new Ground(FreePort(), folder.Path);
        Certificates.WriteOfThisMachine(folder.Path);
        var proxy = start(program, folder, configuration(ground));
        proxy.port = ground.Port;
        await Eventually.Equal(true, proxy.Listens);
        return proxy;
    }

    async Task<bool> Listens()
    {
        if (process.HasExited)
            throw new InvalidOperationException($"The proxy ended: {string.Join('\n', lines)} {await ErrorLog()}");
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    async Task<string> ErrorLog()
    {
        var log = Path.Combine(folder.Path, "error.log");
        return File.Exists(log) ? await File.ReadAllTextAsync(log) : "";
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static string Write(TemporaryFolder folder, string name, string text)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Dispose();
    }
}
