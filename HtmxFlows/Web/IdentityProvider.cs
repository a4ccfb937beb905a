using System.Security.Claims;
using HtmxFlows.Accounts;
using HtmxFlows.Outbound;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace HtmxFlows.Web;

/// <summary>
/// Signing in at an identity provider: OpenID Connect with an authorization code and PKCE, by the framework's handler. What the handler verified becomes a
/// session of this server; its tokens are not kept.
/// </summary>
static class IdentityProvider
{
    const string Scheme = "provider", Connects = "connects", CallbackPath = "/sign-in/provider/callback";

    static readonly string[] DefaultScopes = ["openid", "profile", "email"];

    public static void AddIdentityProvider(this WebApplicationBuilder builder)
    {
        var provider = ProviderOptions.Of(builder.Configuration);
        if (!provider.IsConfigured)
            return;
        builder.Services.AddAuthentication().AddOpenIdConnect(Scheme, options => Set(options, provider, builder.Configuration["HtmxFlows:Address"]?.TrimEnd('/') ?? ""));
        builder.Services.AddOptions<OpenIdConnectOptions>(Scheme).Configure<OutboundClient>((options, outbound) => options.Backchannel = outbound.Http);
    }

    public static void MapIdentityProvider(this WebApplication app)
    {
        app.MapGet("/sign-in/provider", Begin).ExcludeFromDescription();
        app.MapGet(CallbackPath, Receive).ExcludeFromDescription();
    }

    static void Set(OpenIdConnectOptions options, ProviderOptions provider, string address)
    {
        options.Authority = provider.Authority;
        options.RequireHttpsMetadata = new Uri(provider.Authority).Scheme == "https";
        options.ClientId = provider.ClientId;
        options.ClientSecret = provider.ClientSecret.Length > 0 ? provider.ClientSecret : null;
        options.CallbackPath = CallbackPath;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // A POST from another site would come without cookies that are SameSite=Lax.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.SaveTokens = false;
        options.DisableTelemetry = true;
        options.Scope.Clear();
        foreach (var scope in provider.Scopes.Count > 0 ? provider.Scopes : DefaultScopes)
            options.Scope.Add(scope);
        // The issuer is the one of the settings, whatever the provider says of itself.
        options.TokenValidationParameters.IssuerValidator = (issuer, _, _) =>
            issuer.TrimEnd('/') == provider.Authority.TrimEnd('/') ? issuer : throw new SecurityTokenInvalidIssuerException($"The token is of {issuer}, and the setting {ProviderOptions.Section}:Authority is {provider.Authority}.");
        // The issuer is half of an account's name.
        options.ClaimActions.Remove("iss");
        options.ClaimActions.MapJsonKey("email_verified", "email_verified");
        options.ClaimActions.MapJsonKey(provider.GroupsClaim, provider.GroupsClaim);
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
            (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, address.StartsWith("https:", StringComparison.Ordinal) ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest);
        options.Events = new()
        {
            OnRedirectToIdentityProvider = context =>
            {
                // Behind a proxy the app sees another scheme and host.
                context.ProtocolMessage.RedirectUri = context.HttpContext.RequestServices.GetRequiredService<ServerAddress>().Of(context.Request, CallbackPath);
                return Task.CompletedTask;
            },
            OnTicketReceived = context =>
            {
                context.HandleResponse();
                return Finish(context, provider);
            },
            OnRemoteFailure = context =>
            {
                context.HandleResponse();
                context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(IdentityProvider)).NotSignedIn(context.Failure);
                Refuse(context.HttpContext, $"Signing in with {provider.Name} did not succeed. Try again; if that does not help, the server’s log has the reason.");
                return Task.CompletedTask;
            },
        };
    }

    /// <summary>
    /// Sends the browser to the provider. A GET, since browsers do not follow forms to other sites here; but a link on another site leads to the
    /// sign-in page, so that nobody is signed in without having chosen to.
    /// </summary>
    static async Task Begin(HttpContext http, ProviderOptions provider, AllowedHosts hosts)
    {
        if (!provider.IsConfigured)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        if (hosts.SiteOf(http.Request) == SendingSite.Other)
        {
            http.Response.Redirect($"{http.Request.PathBase}/sign-in?return={Uri.EscapeDataString(ReturnAddress.Checked(http.Request.Query["return"]))}");
            return;
        }
        var properties = new AuthenticationProperties { RedirectUri = ReturnAddress.Checked(http.Request.Query["return"]) };
        if (http.Request.Query.ContainsKey("connect") && http.Person() is { } person)
            properties.Items[Connects] = person.SignedIn.Id.ToString();
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await http.ChallengeAsync(Scheme, properties);
        }
        catch (InvalidOperationException error)
        {
            http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(IdentityProvider)).NotSignedIn(error);
            Refuse(http, $"{provider.Name} cannot be reached at the moment. Try again later.");
        }
    }

    /// <summary>Takes the answer of the provider.</summary>
    static async Task Receive(HttpContext http, IAuthenticationHandlerProvider handlers)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await handlers.GetHandlerAsync(http, Scheme) is not IAuthenticationRequestHandler handler || !await handler.HandleRequestAsync())
            http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    static async Task Finish(TicketReceivedContext context, ProviderOptions provider)
    {
        var (http, identity) = (context.HttpContext, IdentityOf(context.Principal!, provider));
        var services = http.RequestServices;
        var home = http.Request.PathBase.Value ?? "";
        if (context.Properties!.Items.TryGetValue(Connects, out var user))
        {
            // Connecting is confirmed on a page of this server: a link from elsewhere must not do it.
            if (http.Person()?.SignedIn.Id.ToString() != user)
            {
                Refuse(http, "You have signed out since. Sign in, and connect your account again.");
                return;
            }
            services.GetRequiredService<IdentityCookie>().Write(http, services.GetRequiredService<Pending<ExternalIdentity>>().Begin(identity));
            http.Response.Redirect($"{home}/account/identity");
            return;
        }
        switch (await services.GetRequiredService<ProviderSignIn>().Try(identity, ClientAddress.Of(http), BrowserSession.AgentOf(http)))
        {
            case SignInOutcome.Started started:
                await services.GetRequiredService<BrowserSession>().Take(http, started.Secret);
                http.Response.Redirect(home + ReturnAddress.Checked(context.ReturnUri));
                break;
            case SignInOutcome.NoRole:
                Refuse(http, $"None of your groups at {provider.Name} gives you a role here. Ask an owner of this server.");
                break;
            case SignInOutcome.NotConnected:
                Refuse(http, $"No user is connected with this account of {provider.Name}. Sign in with your password and connect it under Account, or ask an owner of this server.");
                break;
            default:
                Refuse(http, "This user is disabled. Ask an owner of this server.");
                break;
        }
    }

    static ExternalIdentity IdentityOf(ClaimsPrincipal principal, ProviderOptions provider)
    {
        string Claim(string type) => principal.FindFirstValue(type) ?? "";
        var email = string.Equals(Claim("email_verified"), "true", StringComparison.OrdinalIgnoreCase) ? Claim("email") : "";
        var name = new[] { Claim("name"), Claim("preferred_username"), email }.FirstOrDefault(name => name.Length > 0) ?? "";
        return new(Claim("iss"), Claim("sub"), name, email, [.. principal.FindAll(provider.GroupsClaim).Select(claim => claim.Value).Distinct()]);
    }

    static void Refuse(HttpContext http, string sentence)
    {
        http.Features.Set(new AccessRefusal(sentence));
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
    }
}
