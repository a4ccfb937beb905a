using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HtmxFlows.Tests.Outbound;

static class Certificates
{
    static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset To = new(2090, 1, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly Lazy<X509Certificate2> Own = new(SignedByItself);

    /// <summary>A certificate for 127.0.0.1 that nobody has signed but itself, with its key.</summary>
    public static X509Certificate2 OfThisMachine => Own.Value;

    /// <summary>Writes it as servers read it.</summary>
    /// <returns>The paths of <c>flows.crt</c> and <c>flows.key</c>.</returns>
    public static (string Certificate, string Key) WriteOfThisMachine(string folder)
    {
        var (certificate, key) = (Path.Combine(folder, "flows.crt"), Path.Combine(folder, "flows.key"));
        File.WriteAllText(certificate, OfThisMachine.ExportCertificatePem());
        File.WriteAllText(key, OfThisMachine.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return (certificate, key);
    }

    /// <summary>A certificate for 127.0.0.1 from an issuer that nobody knows, which says that the issuer is to be had at a URL.</summary>
    public static X509Certificate2 NamingItsIssuerAt(Uri url)
    {
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = RequestFor(key);
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([], [url.AbsoluteUri]));
        var signature = X509SignatureGenerator.CreateForECDsa(issuerKey);
        using var bare = request.Create(new X500DistinguishedName("CN=Nobody"), signature, From, To, [1, 2, 3]);
        return bare.CopyWithPrivateKey(key);
    }

    static X509Certificate2 SignedByItself()
    {
        // Its key is used for as long as the tests run.
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return RequestFor(key).CreateSelfSigned(From, To);
    }

    static CertificateRequest RequestFor(ECDsa key)
    {
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request;
    }
}
