using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HtmxFlows.Tests.Outbound;

static class Certificates
{
    static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset To = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A certificate for 127.0.0.1 from an issuer that nobody knows, which says that the issuer is to be had at a URL.</summary>
    public static X509Certificate2 NamingItsIssuerAt(Uri url)
    {
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([], [url.AbsoluteUri]));
        var signature = X509SignatureGenerator.CreateForECDsa(issuerKey);
        using var bare = request.Create(new X500DistinguishedName("CN=Nobody"), signature, From, To, [1, 2, 3]);
        return bare.CopyWithPrivateKey(key);
    }
}
