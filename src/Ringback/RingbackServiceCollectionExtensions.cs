using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Ringback.Access;
using Ringback.Delivery;
using Ringback.Events;
using Ringback.Protocol.Catalogue;
using Ringback.Storage;
using Ringback.Storage.Sqlite;
using Ringback.Webhooks;

namespace Ringback;

/// <summary>Puts the engine together.</summary>
internal static class RingbackServiceCollectionExtensions
{
    /// <summary>Adds the engine on its embedded database.</summary>
    public static IServiceCollection AddRingback(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<SqliteOptions, SqliteOptionsValidator>()
            .BindConfiguration(SqliteOptions.SectionName);
        services.AddOptionsWithValidateOnStart<RingbackOptions, RingbackOptionsValidator>()
            .BindConfiguration(RingbackOptions.SectionName);
        services.AddOptionsWithValidateOnStart<DeliveryOptions, DeliveryOptionsValidator>()
            .Configure<IOptions<RingbackOptions>>(WebexProfile.Apply)
            .BindConfiguration(DeliveryOptions.SectionName);
        services.AddOptionsWithValidateOnStart<ConnectGuardOptions, ConnectGuardOptionsValidator>()
            .BindConfiguration(ConnectGuardOptions.SectionName);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
            CatalogueFile.Load(provider.GetRequiredService<IOptions<RingbackOptions>>().Value));
        services.AddSingleton<SqliteStore>();
        services.AddSingleton<ITokenStore>(provider => provider.GetRequiredService<SqliteStore>());
        services.AddSingleton<IWebhookStore>(provider => provider.GetRequiredService<SqliteStore>());
        services.AddSingleton<IEventStore>(provider => provider.GetRequiredService<SqliteStore>());
        services.AddSingleton<IEventLog>(provider => provider.GetRequiredService<SqliteStore>());
        services.AddSingleton<IDeliveryStore>(provider => provider.GetRequiredService<SqliteStore>());
        services.AddSingleton<IPendingCounter>(provider => provider.GetRequiredService<SqliteStore>());

        services.AddSingleton<StorageMetrics>();
        services.AddSingleton<PublishMetrics>();
        services.AddSingleton<DeliveryMetrics>();
        services.AddSingleton<DeliveryGauges>();
        services.AddSingleton<WebhookGauges>();
        services.AddSingleton<PendingCensus>();

        services.AddSingleton<TokenRegistry>();
        services.AddSingleton(provider => new WebhookIndex(
            provider.GetRequiredService<WebhookCatalogue>(),
            provider.GetRequiredService<IOptions<RingbackOptions>>().Value.HoldsWhileInactive));
        services.AddSingleton<WebhookClaims>();
        services.AddSingleton<WebhookDraftChecker>();
        services.AddSingleton<WebhookRegistry>();
        services.AddSingleton<ISecretKey, SecretKeyFile>();
        services.AddSingleton<SecretProtector>();
        services.AddSingleton<TargetUrlRule>(provider => provider.GetRequiredService<ConnectGuard>().Refuses);

        services.AddSingleton<OwnEndpoints>();
        services.AddSingleton<ConnectGuard>();
        services.AddSingleton<ICallbackSender, HttpCallbackSender>();
        services.AddSingleton<CallbackComposer>();
        services.AddSingleton<Func<double>>(Random.Shared.NextDouble);
        services.AddSingleton<AttemptRunner>();
        services.AddSingleton<DeliveryScheduler>();
        services.AddSingleton<EventHandOver>(provider => provider.GetRequiredService<DeliveryScheduler>().HandOver);
        services.AddSingleton<EventPublisher>();

        services.AddSingleton<RingbackEngine>();
        services.AddHostedService(provider => provider.GetRequiredService<RingbackEngine>());
        return services;
    }
}
