using System.Text;
using HtmxFlows.Files;

namespace HtmxFlows.Tests.Files;

public sealed class ImageTypeTests
{
    [Theory]
    [InlineData("89504E470D0A1A0A0000000D49484452", "image/png")]
    [InlineData("89504E470D0A1A0A0000000D00000000", null)]
    [InlineData("89504E470D0A1A0A", null)]
    [InlineData("FFD8FFE000104A46", "image/jpeg")]
    [InlineData("FFD8FF00", null)]
    [InlineData("474946383961", "image/gif")]
    [InlineData("524946460000000057454250565038200000", "image/webp")]
    [InlineData("524946460000000057415645666D74200000", null)]
    [InlineData("", null)]
    public void An_image_is_recognized_by_its_bytes(string head, string? type) => Assert.Equal(type, ImageType.Of(Convert.FromHexString(head)));

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'>")]
    [InlineData("<!DOCTYPE html><script>alert(1)</script>")]
    [InlineData("%PDF-1.7")]
    public void Nothing_else_is_an_image(string text) => Assert.Null(ImageType.Of(Encoding.ASCII.GetBytes(text)));
}
