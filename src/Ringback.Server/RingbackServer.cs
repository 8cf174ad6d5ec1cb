using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;
using Ringback.Access;
using Ringback.Delivery;
using Ringback.Delivery.Targets;
using Ringback.Hosting;
using Ringback.Installation;
using Ringback.Server.Api;
using Ringback.Server.Dev;
using Ringback.Server.Http;
using Ringback.Server.OpenApi;
using Ringback.Server.Start;
using Ringback.Storage;
using Ringback.Storage.Postgres;

namespace Ringback.Server;

/// <summary>The server: the engine, the API and what belongs to a first start.</summary>
public sealed class RingbackServer : IAsyncDisposable
{
    // What a person at the console wants to see; a failure to start is told in one line by whoever starts the server.
    private static readonly Dictionary<string, string?> DefaultSettings = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None",
        ["Logging:Console:FormatterName"] = "simple",
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
        ["Logging:Console:FormatterOptions:TimestampFormat"] = "yyyy-MM-ddTHH:mm:ss.fffZ ",
        ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
    };

    private const string DefaultUrls = "http://127.0.0.1:5080";

    // Settings are read once; watching their files takes an inotify instance, of which a machine may have none left.
    private const string WithoutWatching = "--hostBuilder:reloadConfigOnChange=false";

    private readonly WebApplication _app;
    private readonly bool _isDev;

    private RingbackServer(WebApplication app, bool isDev)
    {
        _app = app;
        _isDev = isDev;
    }

    /// <summary>Where it listens, once it has started, without a slash at the end.</summary>
    public string BaseUrl => Addresses.First().TrimEnd('/');

    /// <summary>Whether it has stopped, or is about to, because another process took over its database.</summary>
    public bool HasLostStore => _app.Services.GetRequiredService<RingbackEngine>().HasLostStore;

    private IEnumerable<int> Ports =>
        Addresses.Select(BindingAddress.Parse).Where(address => !address.IsUnixPipe).Select(address => address.Port);

    private ICollection<string> Addresses =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    /// <summary>
    /// Ends when the server has stopped because it was told to: by <paramref name="stop"/>, or by Ctrl-C, SIGTERM or <see
    /// cref="StopAsync"/>.
    /// </summary>
    public Task WaitForStopAsync(CancellationToken stop) => _app.WaitForShutdownAsync(stop);

    /// <summary>Puts a server together; it does nothing before <see cref="StartAsync"/>.</summary>
    /// <exception cref="SettingUnusableException">A setting cannot work.</exception>
    public static RingbackServer Create(ServerOptions options) => Create(options, static _ => { });

    /// <summary>Puts a server together that has routes beside the API's, for which none of the API's conventions hold.</summary>
    internal static RingbackServer Create(ServerOptions options, Action<IEndpointRouteBuilder> mapPages)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { ApplicationName = "Ringback", Args = [WithoutWatching] });
        var isDev = AddSettings(builder, options);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddRingback();
        builder.AddTelemetry();
        builder.AddRequestLimits();
        builder.Services.AddProxies();
        builder.Services.AddCrossOrigin();
        builder.Services.AddApiAuthorization();
        builder.Services.AddHealth();
        builder.Services.AddSingleton<ApiPaths>();
        builder.Services.AddRateLimit();
        builder.Services.AddApiDescription();
        builder.Services.AddExceptionHandler<ApiExceptionHandler>();
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<DeliveryOptions>>((host, delivery) =>
            host.ShutdownTimeout = delivery.Value.StopGrace + TimeSpan.FromSeconds(1));

        var app = builder.Build();
        app.UseConnectionLimit();
        app.UseTrackingId();
        app.UseCacheControl();
        app.UseForwardedHeaders();
        app.UseBasePath();
        app.UseExceptionHandler(static _ => { });
        app.UseStatusCodePages(static context => ApiRoute.Covers(context.HttpContext)
            ? ApiError.Status(context.HttpContext).ExecuteAsync(context.HttpContext)
            : Task.CompletedTask);
        app.UseHeadAndOptions();
        app.UseRouting();
        app.UseCrossOrigin();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAccepts();
        MapApi(app.MapGroup(ApiDescription.Prefix).WithApiConventions().RequireToken());
        MapApi(app.MapGroup("").WithApiConventions().RequireToken());
        app.MapHealth();
        app.MapMetrics();
        app.MapApiDescription();
        app.MapReferencePage();
        mapPages(app);
        return new RingbackServer(app, isDev);
    }

    /// <summary>Opens the store, takes up the pending deliveries, listens, and makes the first tokens.</summary>
    /// <exception cref="StoreUnusableException">The data folder cannot be used.</exception>
    /// <exception cref="CatalogueUnusableException">The catalogue file cannot be used.</exception>
    /// <exception cref="IOException">An address is in use or cannot be bound.</exception>
    public async Task StartAsync(TextWriter output, CancellationToken cancellationToken)
    {
        _app.Services.GetRequiredService<OwnEndpoints>().Expect();
        await _app.StartAsync(cancellationToken);
        _app.Services.GetRequiredService<OwnEndpoints>().Listen(Ports);
        var tokens = _app.Services.GetRequiredService<TokenRegistry>();
        var time = _app.Services.GetRequiredService<TimeProvider>();
        var folder = _app.Services.GetRequiredService<IOptions<DataFolderOptions>>().Value.Data;
        Directory.CreateDirectory(folder);
        if (_isDev)
        {
            var dev = await DevEnvironment.SetUpAsync(tokens, folder, BaseUrl, time, cancellationToken);
            await output.WriteLineAsync(DevBanner.Text(dev, _app.Services.GetRequiredService<IStore>().Place));
        }
        else if (await FirstAdministrator.EnsureAsync(tokens, folder, time, cancellationToken) is { } path)
        {
            await output.WriteLineAsync($"The administrator's token is in {path}.");
        }
    }

    /// <summary>Stops: no new requests, attempts in flight finish within the grace time.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static bool AddSettings(WebApplicationBuilder builder, ServerOptions options)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = DefaultSettings });
        var settings = new Dictionary<string, string?>(options.Settings);
        Add("Ringback:Data", options.Data);
        Add($"ConnectionStrings:{PostgresOptions.ConnectionName}", options.Postgres);
        Add("Ringback:Dev", options.Dev?.ToString());
        Add("Ringback:Catalogue", options.Catalogue);
        Add("Ringback:Profile", options.Profile);
        Add("Urls", options.Urls ?? (builder.Configuration["Urls"] is null ? DefaultUrls : null));
        builder.Configuration.AddInMemoryCollection(settings);
        if (options.Urls is not null || builder.Configuration["Urls"] == DefaultUrls)
        {
            builder.WebHost.UseUrls(builder.Configuration["Urls"]!.Split(';'));
        }

        SettingsCheck.Run(builder.Configuration);
        var isDev = builder.Configuration.GetValue<bool>("Ringback:Dev");
        if (isDev)
        {
            builder.Configuration.AddInMemoryCollection([new("Ringback:Targets:AllowPrivate", "true")]);
            builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
            {
                InitialData =
                [
                    new("Logging:LogLevel:Ringback.Delivery", "Debug"),
                    new("Ringback:Targets:AllowInvalidCertificates", "true"),
                ],
            });
        }

        return isDev;

        void Add(string key, string? value)
        {
            if (value is not null)
            {
                settings[key] = value;
            }
        }
    }

    private static void MapApi(IEndpointRouteBuilder routes)
    {
        routes.MapWebhooks();
        routes.MapWebhookSettings();
        routes.MapEvents();
        routes.MapEventFeed();
        routes.MapTokens();
        routes.MapPeople();
    }
}
