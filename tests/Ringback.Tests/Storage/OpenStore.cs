using Ringback.Access;
using Ringback.Delivery;
using Ringback.Events;
using Ringback.Webhooks;

namespace Ringback.Tests.Storage;

/// <summary>A store as the engine sees it: five narrow interfaces, and a handle that closes it.</summary>
internal sealed record OpenStore(
    IWebhookStore Webhooks, IEventStore Events, IDeliveryStore Deliveries, IPendingCounter Counter,
    ITokenStore Tokens, IAsyncDisposable Handle);
