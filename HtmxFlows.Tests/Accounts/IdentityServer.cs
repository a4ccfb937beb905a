using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace HtmxFlows.Tests.Accounts;

/// <summary>An identity provider on a real port: OpenIddict, at which everyone is signed in as <see cref="Person"/>.</summary>
public sealed class IdentityServer : IAsyncLifetime
{
    public const string Client = "flows", ClientSecret = "a secret of the client";

    readonly ConcurrentDictionary<string, bool> used = [];
    WebApplication app = null!;

    /// <summary>Who signs in there.</summary>
    public ExternalPerson Person { get; set; } = new("1", "Ada Lovelace", "ada@example.com");

    /// <summary>Changes the identity token before it is signed.</summary>
    public Action<ClaimsPrincipal>? Twist { get; set; }

    /// <summary>What it calls itself in its configuration, if not by its address.</summary>
    public Uri? Alias { get; set; }

    /// <summary>Changes the identity token after it was signed.</summary>
    public Func<string, string>? Forge { get; set; }

    /// <summary>The last redirect back to the client.</summary>
    public string? Callback { get; private set; }

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Logging.ClearProviders();
        builder.Services.AddOpenIddict().AddServer(Set);
        app = builder.Build();
        app.Use(async (http, next) =>
        {
            await next(http);
            if (http.Response.Headers.Location.ToString() is { Length: > 0 } callback)
                Callback = callback;
        });
        app.UseAuthentication();
        await app.StartAsync();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    void Set(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetUserInfoEndpointUris("person");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().RegisterScopes(Scopes.Email, Scopes.Profile);
        server.AddEphemeralEncryptionKey().AddEphemeralSigningKey().EnableDegradedMode();
        server.UseAspNetCore().DisableTransportSecurityRequirement();
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != Client || context.RedirectUri is null)
                context.Reject(Errors.InvalidClient);
            return default;
        }));
        server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            context.Principal = Principal();
            return default;
        }));
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            // A code is used once.
            if (context.ClientId != Client || context.ClientSecret != ClientSecret || !used.TryAdd(context.Request.Code ?? "", true))
                context.Reject(Errors.InvalidGrant);
            return default;
        }));
        server.AddEventHandler<HandleUserInfoRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            (context.Email, context.EmailVerified) = (Person.Email, Person.IsVerified);
            context.Claims[Claims.Name] = Person.Name;
            context.Claims["groups"] = new OpenIddictParameter([.. Person.Groups.Select(group => (string?)group)]);
            return default;
        }));
        server.AddEventHandler<HandleConfigurationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            context.Issuer = Alias ?? context.Issuer;
            return default;
        }).SetOrder(int.MaxValue));
        server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseInlineHandler(context =>
        {
            if (Forge is { } forge && context.Response.IdToken is { } token)
                context.Response.IdToken = forge(token);
            return default;
        }).SetOrder(int.MinValue));
        server.AddEventHandler<ProcessSignInContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.IdentityTokenPrincipal is { } principal)
                Twist?.Invoke(principal);
            return default;
        }).SetOrder(OpenIddictServerHandlers.GenerateIdentityToken.Descriptor.Order - 1));
    }

    ClaimsPrincipal Principal()
    {
        var identity = new ClaimsIdentity("provider", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Person.Subject).SetClaim(Claims.Name, Person.Name);
        identity.SetDestinations(_ => [Destinations.IdentityToken, Destinations.AccessToken]);
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(Scopes.OpenId, Scopes.Profile, Scopes.Email);
        return principal;
    }
}

/// <summary>A person whom the provider knows.</summary>
public sealed record ExternalPerson(string Subject, string Name, string Email, params string[] Groups)
{
    public bool IsVerified { get; init; } = true;
}
