using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Ringback.Access;
using Ringback.Delivery;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Callbacks;
using Ringback.Delivery.Log;
using Ringback.Delivery.Schedule;
using Ringback.Delivery.Sending;
using Ringback.Delivery.Targets;
using Ringback.Delivery.Telemetry;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Ownership;
using Ringback.Protocol.Catalogue;
using Ringback.Retention;
using Ringback.Storage;
using Ringback.Storage.Postgres;
using Ringback.Storage.Sqlite;
using Ringback.Webhooks.Matching;
using Ringback.Webhooks.Registry;
using Ringback.Webhooks.Rules;
using Ringback.Webhooks.Secrets;

namespace Ringback.Hosting;

/// <summary>Puts the engine together.</summary>
internal static class RingbackServiceCollectionExtensions
{
    /// <summary>Adds the engine, on PostgreSQL when there is a connection string for it, else on its embedded database.</summary>
    public static IServiceCollection AddRingback(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<DataFolderOptions, DataFolderOptionsValidator>()
            .BindConfiguration(DataFolderOptions.SectionName);
        services.AddOptionsWithValidateOnStart<RingbackOptions, RingbackOptionsValidator>()
            .BindConfiguration(RingbackOptions.SectionName);
        services.AddOptionsWithValidateOnStart<DeliveryOptions, DeliveryOptionsValidator>()
            .Configure<IOptions<RingbackOptions>>(WebexProfile.Apply)
            .BindConfiguration(DeliveryOptions.SectionName);
        services.AddSingleton<IValidateOptions<DeliveryOptions>, DeliveryOptionsCrossValidator>();
        services.AddOptionsWithValidateOnStart<ConnectGuardOptions, ConnectGuardOptionsValidator>()
            .BindConfiguration(ConnectGuardOptions.SectionName);

        services.AddOptionsWithValidateOnStart<RetentionOptions, RetentionOptionsValidator>()
            .BindConfiguration(RetentionOptions.SectionName);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
            CatalogueFile.Load(provider.GetRequiredService<IOptions<RingbackOptions>>().Value));
        services.AddOptionsWithValidateOnStart<PostgresOptions, PostgresOptionsValidator>()
            .Configure<IConfiguration>(static (options, configuration) =>
            options.ConnectionString = configuration.GetConnectionString(PostgresOptions.ConnectionName) ?? "");
        services.AddSingleton<SqliteStore>();
        services.AddSingleton<PostgresStore>();
        services.AddSingleton<IStore>(static provider =>
            provider.GetRequiredService<IOptions<PostgresOptions>>().Value.ConnectionString.Length == 0
                ? provider.GetRequiredService<SqliteStore>()
                : provider.GetRequiredService<PostgresStore>());
        services.AddSingleton<IShardOwnership>(static provider =>
            provider.GetRequiredService<IStore>() is IShardEpochs epochs ? new OneNode(epochs) : new AllShards());
        services.AddSingleton<ITokenStore>(static provider => provider.GetRequiredService<IStore>());
        services.AddSingleton<IWebhookStore>(static provider => provider.GetRequiredService<IStore>());
        services.AddSingleton<IEventStore>(static provider => provider.GetRequiredService<IStore>());
        services.AddSingleton<IEventLog>(static provider => provider.GetRequiredService<IStore>());
        services.AddSingleton<IDeliveryStore>(static provider => provider.GetRequiredService<IStore>());
        services.AddSingleton<IRetentionStore>(static provider => provider.GetRequiredService<IStore>());
        services.AddSingleton<IPendingCounter>(static provider => provider.GetRequiredService<IStore>());

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
        services.AddSingleton(new HostLookups(SystemHostLookup.FindAsync, DescriptorShares.OfThisProcess.MaxLookups));
        services.AddSingleton<CertificateCheck>();
        services.AddSingleton(static provider => new ReceiverConnections(
            provider.GetRequiredService<IOptions<DeliveryOptions>>().Value.MaxConnections));
        services.AddSingleton<Connector>();
        services.AddSingleton<ICallbackSender, HttpCallbackSender>();
        services.AddSingleton<CallbackComposer>();
        services.AddSingleton<Func<double>>(Random.Shared.NextDouble);
        services.AddSingleton<IAttemptRunner, AttemptRunner>();
        services.AddSingleton<DeliveryFeed>();
        services.AddSingleton<DeliveryScheduler>();
        services.AddSingleton<EventHandOver>(provider => provider.GetRequiredService<DeliveryScheduler>().HandOver);
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<UsedIds>();

        services.AddSingleton<RingbackEngine>();
        services.AddHostedService(provider => provider.GetRequiredService<RingbackEngine>());

        // After the engine, which opens the store, and stopped before it.
        services.AddSingleton<RetentionKeeper>();
        services.AddHostedService<RetentionService>();
        return services;
    }
}
