using Microsoft.AspNetCore.StaticAssets;

namespace HtmxFlows.Web;

/// <summary>The address of <c>icons.svg</c>, with the fingerprint under which browsers may keep it.</summary>
public sealed class IconSprite(EndpointDataSource endpoints)
{
    const string File = "icons.svg";

    // Pages are rendered after all endpoints are there.
    readonly Lazy<string> path = new(() => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>())
        .FirstOrDefault(asset => asset is { AssetPath: File } && asset.Route != File)?.Route ?? File);

    /// <summary>Its path in the app, without a slash before it.</summary>
    public string Path => path.Value;
}
