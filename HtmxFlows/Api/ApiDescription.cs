using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HtmxFlows.Runs;
using HtmxFlows.Web;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HtmxFlows.Api;

/// <summary>The parts of the OpenAPI document that the signatures of the endpoints do not contain.</summary>
static class ApiDescription
{
    const string TokenScheme = "token";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, context, _) =>
        {
            document.Info = new() { Title = "HtmxFlows", Version = "1", Description = "Workflows, runs and their events." };
            // A path: behind a proxy the server does not know its public host, and the reader does.
            var path = context.ApplicationServices.GetRequiredService<IConfiguration>()["PathBase"];
            document.Servers = [new() { Url = string.IsNullOrEmpty(path) ? "/" : path, Description = "The server of this document" }];
            document.Components!.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [TokenScheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API token, from Account › API tokens. A server without users needs none." },
            };
            document.Security = [];
            foreach (var (address, operations) in document.Paths)
            {
                foreach (var (method, operation) in operations.Operations ?? [])
                    operation.Security = AccessTable.OfDescribed(address)?.ScopeFor(method.Method) is { } scope ? [new() { [new OpenApiSecuritySchemeReference(TokenScheme, document)] = [scope.Name] }] : [];
            }
            foreach (var (_, schema) in document.Components!.Schemas!)
                LetAnyValueBeNull(schema);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            Complete(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            foreach (var (mediaType, content) in operation.Responses!.Values.SelectMany(response => response.Content ?? new Dictionary<string, OpenApiMediaType>()))
            {
                if (mediaType == Representation.Events.MediaType || mediaType == Representation.Lines.MediaType)
                    content.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            }
            return Task.CompletedTask;
        });
    }

    static void Complete(OpenApiSchema schema, JsonTypeInfo type)
    {
        if ((Nullable.GetUnderlyingType(type.Type) ?? type.Type).IsEnum)
            (schema.Type, schema.Enum) = (JsonSchemaType.String, [.. schema.Enum!.Where(word => word?.GetValueKind() == JsonValueKind.String)]);
        if (typeof(RunEvent).IsAssignableFrom(type.Type))
            (schema.Type, schema.Required) = (JsonSchemaType.Object, new HashSet<string>(schema.Required ?? new HashSet<string>()) { "event", "seq", "at" });
        // The journal omits members without a value, even those that a constructor requires.
        if (RunEventJson.Default.GetTypeInfo(type.Type) is not null && schema.Required is { } required)
            schema.Required = required.Except(type.Properties.Where(MayBeNull).Select(property => property.Name)).ToHashSet();
        foreach (var property in type.Properties.Where(property => property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), inherit: false) == true))
        {
            if (schema.Properties![property.Name] is OpenApiSchema { Type: { } kind } member)
                member.Type = kind & ~JsonSchemaType.Null;
        }
    }

    static bool MayBeNull(JsonPropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) is not null || !property.PropertyType.IsValueType && property.IsGetNullable;

    /// <summary>A member of any JSON is described as "null or any value", which null matches twice.</summary>
    static void LetAnyValueBeNull(IOpenApiSchema schema)
    {
        foreach (var (name, member) in schema.Properties?.ToArray() ?? [])
        {
            if (member.OneOf?.Any(choice => choice is OpenApiSchemaReference { Reference.Id: nameof(JsonElement) }) == true)
                schema.Properties![name] = new OpenApiSchema();
        }
    }

    /// <summary>Documents a request header of the endpoint.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, string header, string description, bool isRequired = false) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = header,
                In = ParameterLocation.Header,
                Description = description,
                Required = isRequired,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
            return Task.CompletedTask;
        });

    /// <summary>Documents a response header for a status.</summary>
    public static RouteHandlerBuilder Gives(this RouteHandlerBuilder endpoint, int status, string header, string description) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            var response = (OpenApiResponse)operation.Responses![status.ToString(System.Globalization.CultureInfo.InvariantCulture)];
            (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[header] =
                new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            return Task.CompletedTask;
        });

    /// <summary>Documents the statuses with problem details.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
            endpoint.ProducesProblem(status);
        return endpoint;
    }
}
