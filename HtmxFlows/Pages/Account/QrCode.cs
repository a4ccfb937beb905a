using QRCoder;

namespace HtmxFlows.Pages.Account;

/// <summary>QR codes as SVG, dark on white in every colour scheme, since not every camera reads others.</summary>
static class QrCode
{
    const int PixelsPerModule = 4;

    public static string Svg(string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        return code.GetGraphic(PixelsPerModule, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
