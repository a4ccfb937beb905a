using HtmxFlows.Data;
using HtmxFlows.Diagnostics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace HtmxFlows.Web;

/// <summary>The export of traces, over the protocol of OpenTelemetry.</summary>
static class Tracing
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Exports the traces of runs to the address in <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; without it no trace is made.</summary>
    public static void AddTracing(this WebApplicationBuilder builder)
    {
        var address = builder.Configuration[Endpoint];
        if (string.IsNullOrWhiteSpace(address))
            return;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
            throw new SettingException($"{Endpoint} is “{address}”, but it must be an address such as http://127.0.0.1:4317.");
        builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(Telemetry.SourceName)).WithTracing(traces => traces.AddSource(Telemetry.SourceName).AddOtlpExporter());
    }
}
