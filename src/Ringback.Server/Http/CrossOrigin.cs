using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Ringback.Server.Http;

/// <summary>Lets web pages call the API from a browser (CORS).</summary>
internal static class CrossOrigin
{
    private static readonly TimeSpan PreflightLife = TimeSpan.FromHours(1);

    /// <summary>Adds the rule, made of the settings.</summary>
    public static void AddCrossOrigin(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<CrossOriginOptions, CrossOriginOptionsValidator>()
            .Configure<IConfiguration>(static (options, configuration) =>
                options.CorsOrigins = SettingList.Read(
                    configuration, $"{CrossOriginOptions.SectionName}:{nameof(CrossOriginOptions.CorsOrigins)}")
                    ?? options.CorsOrigins);
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<CrossOriginOptions>>(static (cors, options) =>
            cors.AddDefaultPolicy(policy => policy
                .WithOrigins([.. options.Value.CorsOrigins])
                .AllowAnyMethod()
                .AllowAnyHeader()
                .WithExposedHeaders(HeaderNames.Link, TrackingId.HeaderName, HeaderNames.RetryAfter)
                .SetPreflightMaxAge(PreflightLife)));
    }

    /// <summary>Answers preflights and adds the headers, errors included; comes behind routing and before whatever answers.</summary>
    public static IApplicationBuilder UseCrossOrigin(this IApplicationBuilder app)
    {
        var policy = app.ApplicationServices.GetRequiredService<IOptions<CorsOptions>>();
        if (policy.Value.GetPolicy(policy.Value.DefaultPolicyName) is { AllowAnyOrigin: false })
        {
            // Whoever keeps an answer must not give one page that of another, nor one that was asked for by no page.
            app.Use(static (context, next) =>
            {
                if (ApiRoute.Covers(context))
                {
                    context.Response.OnStarting(VaryByOrigin, context.Response);
                }

                return next(context);
            });
        }

        return app.UseWhen(
            static context => context.Request.Headers.Origin.Count > 0 && ApiRoute.Covers(context),
            branch => branch.UseCors(policy.Value.DefaultPolicyName));
    }

    private static Task VaryByOrigin(object response)
    {
        var headers = ((HttpResponse)response).Headers;
        if (!headers.GetCommaSeparatedValues(HeaderNames.Vary).Contains(HeaderNames.Origin, StringComparer.OrdinalIgnoreCase))
        {
            headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        }

        return Task.CompletedTask;
    }
}
