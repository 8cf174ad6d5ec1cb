using System.Text.Json.Serialization;
using Ringback.Protocol.Records;

namespace Ringback.Protocol.Json;

/// <summary>
/// The generated JSON metadata of all wire records. Used through <see cref="RingbackJson"/>, since naming and escaping
/// belong to the options and do not travel with a context into other options.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccessToken))]
[JsonSerializable(typeof(AccessTokenList))]
[JsonSerializable(typeof(CreateTokenRequest))]
[JsonSerializable(typeof(CreateWebhookRequest))]
[JsonSerializable(typeof(CreatedAccessToken))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(EventBatch))]
[JsonSerializable(typeof(EventList))]
[JsonSerializable(typeof(EventPublication))]
[JsonSerializable(typeof(EventRecord))]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(PublishedEvent))]
[JsonSerializable(typeof(PublishedEventList))]
[JsonSerializable(typeof(UpdateWebhookRequest))]
[JsonSerializable(typeof(Webhook))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(WebhookSettings))]
public sealed partial class RingbackJsonContext : JsonSerializerContext;
