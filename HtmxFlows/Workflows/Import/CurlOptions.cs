namespace HtmxFlows.Workflows;

/// <summary>What is known of curl's options: their long names, which take a value, and what becomes of those that a node cannot have.</summary>
static class CurlOptions
{
    static readonly Dictionary<char, string> LongNames = new()
    {
        ['0'] = "http1.0",
        ['1'] = "tlsv1",
        ['2'] = "sslv2",
        ['3'] = "sslv3",
        ['4'] = "ipv4",
        ['6'] = "ipv6",
        ['#'] = "progress-bar",
        [':'] = "next",
        ['a'] = "append",
        ['A'] = "user-agent",
        ['b'] = "cookie",
        ['B'] = "use-ascii",
        ['c'] = "cookie-jar",
        ['C'] = "continue-at",
        ['d'] = "data",
        ['D'] = "dump-header",
        ['e'] = "referer",
        ['E'] = "cert",
        ['f'] = "fail",
        ['F'] = "form",
        ['g'] = "globoff",
        ['G'] = "get",
        ['h'] = "help",
        ['H'] = "header",
        ['i'] = "include",
        ['I'] = "head",
        ['j'] = "junk-session-cookies",
        ['J'] = "remote-header-name",
        ['k'] = "insecure",
        ['K'] = "config",
        ['l'] = "list-only",
        ['L'] = "location",
        ['m'] = "max-time",
        ['M'] = "manual",
        ['n'] = "netrc",
        ['N'] = "no-buffer",
        ['o'] = "output",
        ['O'] = "remote-name",
        ['p'] = "proxytunnel",
        ['P'] = "ftp-port",
        ['q'] = "disable",
        ['Q'] = "quote",
        ['r'] = "range",
        ['R'] = "remote-time",
        ['s'] = "silent",
        ['S'] = "show-error",
        ['t'] = "telnet-option",
        ['T'] = "upload-file",
        ['u'] = "user",
        ['U'] = "proxy-user",
        ['v'] = "verbose",
        ['V'] = "version",
        ['w'] = "write-out",
        ['x'] = "proxy",
        ['X'] = "request",
        ['y'] = "speed-time",
        ['Y'] = "speed-limit",
        ['z'] = "time-cond",
        ['Z'] = "parallel",
    };

    static readonly HashSet<string> WithValue = Names(
        """
        abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to continue-at cookie cookie-jar create-file-mode crlfile curves
        data data-ascii data-binary data-raw data-urlencode delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine etag-compare etag-save
        expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip header hostpubmd5 hostpubsha256 hsts
        interface ip-tos ipfs-gateway json keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt max-filesize max-redirs max-time
        netrc-file noproxy oauth2-bearer output output-dir parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type
        proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword proxy-tlsuser
        proxy-user proxy1.0 pubkey quote random-file range rate referer request request-target resolve retry retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5
        socks5-gssapi-service socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config
        unix-socket upload-file url url-query user user-agent variable vlan-priority write-out
        """);

    static readonly HashSet<string> WithoutValue = Names(
        """
        anyauth append basic ca-native cert-status compressed compressed-ssh create-dirs crlf digest disable disable-eprt disable-epsv disallow-username-in-url doh-cert-status doh-insecure fail
        fail-early fail-with-body false-start form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc ftp-ssl-control get globoff haproxy-protocol head help http0.9 http1.0 http1.1
        http2 http2-prior-knowledge http3 http3-only ignore-content-length include insecure ipv4 ipv6 junk-session-cookies list-only location location-trusted mail-rcpt-allowfails manual metalink
        negotiate netrc netrc-optional next no-alpn no-buffer no-clobber no-keepalive no-npn no-progress-meter no-sessionid ntlm ntlm-wb parallel parallel-immediate path-as-is post301 post302 post303
        progress-bar proxy-anyauth proxy-basic proxy-digest proxy-insecure proxy-negotiate proxy-ntlm proxy-ssl-allow-beast proxy-ssl-auto-client-cert proxy-tlsv1 proxytunnel raw remote-header-name
        remote-name remote-name-all remote-time remove-on-error retry-all-errors retry-connrefused sasl-ir show-error show-headers silent skip-existing socks5-basic socks5-gssapi socks5-gssapi-nec
        ssl ssl-allow-beast ssl-auto-client-cert ssl-no-revoke ssl-reqd ssl-revoke-best-effort sslv2 sslv3 styled-output suppress-connect-headers tcp-fastopen tcp-nodelay tftp-no-options tlsv1 tlsv1.0
        tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids trace-time use-ascii verbose version xattr
        """);

    /// <summary>Of no effect on what is sent, or what the node does anyway.</summary>
    static readonly HashSet<string> Harmless = Names(
        """
        basic compressed create-dirs disable fail fail-early fail-with-body globoff http1.0 http1.1 http2 http2-prior-knowledge http3 http3-only include ipv4 ipv6 junk-session-cookies location
        no-alpn no-buffer no-clobber no-keepalive no-progress-meter no-sessionid path-as-is progress-bar remote-time remove-on-error retry-all-errors retry-connrefused show-error show-headers silent
        ssl-no-revoke styled-output tcp-fastopen tcp-nodelay tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 trace-time verbose
        """);

    const string Authentication = "Only basic authentication, bearer tokens and headers are supported, so this is ignored.", Proxy = "Calls go directly to the address, so this is ignored.",
        Response = "The response is the output of the node, so this is ignored.", Certificate = "Client certificates are not supported, so this is ignored.";

    static readonly Dictionary<string, string> Ignored = new()
    {
        ["insecure"] = "Certificates are always checked, so this is ignored.",
        ["proxy"] = Proxy,
        ["proxy-user"] = Proxy,
        ["output"] = Response,
        ["remote-name"] = Response,
        ["remote-header-name"] = Response,
        ["write-out"] = Response,
        ["cookie-jar"] = "Cookies are not kept between calls, so this is ignored.",
        ["dump-header"] = "The headers are in the output of the node, so this is ignored.",
        ["cert"] = Certificate,
        ["key"] = Certificate,
        ["config"] = "Files on this machine are never read. Paste the options themselves.",
        ["netrc"] = "Files on this machine are never read. Enter the user and the password.",
        ["digest"] = Authentication,
        ["ntlm"] = Authentication,
        ["negotiate"] = Authentication,
        ["anyauth"] = Authentication,
        ["aws-sigv4"] = Authentication,
        ["connect-timeout"] = "A node has one time-out for the whole call, so this is ignored. Set the time-out of the node.",
    };

    /// <summary>The long name of an option's letter; the letter itself if there is none.</summary>
    public static string LongName(char letter) => LongNames.GetValueOrDefault(letter, letter.ToString());

    public static bool TakesValue(string name) => WithValue.Contains(name) || name.StartsWith("expand-", StringComparison.Ordinal);

    public static bool IsKnown(string name) => TakesValue(name) || WithoutValue.Contains(name) || IsNegation(name);

    /// <summary>Why an option has no place in a node, in a sentence; empty if it makes no difference.</summary>
    public static string Explain(string name) =>
        Harmless.Contains(name) || IsNegation(name) ? "" : Ignored.GetValueOrDefault(name, "This is not supported and is ignored.");

    static bool IsNegation(string name) => name.StartsWith("no-", StringComparison.Ordinal) && WithoutValue.Contains(name[3..]);

    static HashSet<string> Names(string text) => [.. text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
