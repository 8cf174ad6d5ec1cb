using System.Reflection;
using System.Text.Json;
using Ringback.Events;
using Ringback.Installation;
using Ringback.Protocol.Records;
using Ringback.Server.Http;

namespace Ringback.Server.Api;

/// <summary>The events in the body of a publish: one, several in <c>items</c>, or one a line.</summary>
internal sealed class PublishBody : IBindableFromHttpContext<PublishBody>, IRefusable
{
    /// <summary>The longest event, alone or among others, in bytes.</summary>
    public const int MaxEvent = 1024 * 1024;

    /// <summary>The longest body, in bytes.</summary>
    public const int MaxBody = 16 * MaxEvent;

    private const string What = "The request body";

    private static readonly byte[] Items = JsonEncodedText.Encode(
        JsonNamingPolicy.CamelCase.ConvertName(nameof(EventBatch.Items))).EncodedUtf8Bytes.ToArray();

    private PublishBody(IReadOnlyList<EventDraft> drafts, bool isBatch, ApiErrorResult? refusal) =>
        (Drafts, IsBatch, Refusal) = (drafts, isBatch, refusal);

    /// <summary>The events, in their order.</summary>
    public IReadOnlyList<EventDraft> Drafts { get; }

    /// <summary>Whether they came as several, even if it is only one.</summary>
    public bool IsBatch { get; }

    /// <inheritdoc/>
    public ApiErrorResult? Refusal { get; }

    /// <summary>Called by the framework for a handler's parameter.</summary>
    public static async ValueTask<PublishBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var request = context.Request;
        var isNdjson = request.ContentType?.Split(';')[0].Trim().Equals(MediaType.Ndjson, StringComparison.OrdinalIgnoreCase) ?? false;
        if (!isNdjson && !request.HasJsonContentType())
        {
            return Refused(ApiError.UnsupportedMediaType(request.ContentType, $"{MediaType.Json} or {MediaType.Ndjson}"));
        }

        var body = await context.RequestServices.GetRequiredService<RequestBodies>()
            .ReadAsync(request, MaxBody, context.RequestAborted);
        if (body.Refusal is { } refusal)
        {
            return Refused(refusal);
        }

        var text = RequestText.WithoutMark(body.Text);
        return isNdjson ? ReadLines(text) : ReadJson(text);
    }

    private static PublishBody ReadJson(ReadOnlyMemory<byte> text)
    {
        if (RequestText.Objection(text, What) is { } objection)
        {
            return Refused(ApiError.Invalid([objection]));
        }

        try
        {
            var reader = new FieldReader(text);
            return reader.Token == JsonTokenType.StartObject ? ReadObject(text, ref reader) : RefuseNoObject(ref reader);
        }
        catch (JsonException error)
        {
            return Refused(ApiError.Invalid([RequestText.NotJson(What, error)]));
        }
    }

    // One event and a batch look alike until "items" comes, and then the batch counts.
    private static PublishBody ReadObject(ReadOnlyMemory<byte> text, ref FieldReader reader)
    {
        var record = RequestShape<EventPublication>.Empty();
        var seen = 0;
        reader.Begin();
        List<EventDraft>? items = null;
        var problems = reader.Problems;
        while (reader.NextMember())
        {
            if (!reader.IsNamed(Items))
            {
                RequestShape<EventPublication>.ReadMember(ref reader, record, ref seen);
                continue;
            }

            reader.ToValue();
            items = [];
            if (ReadItems(ref reader, items) is { } refusal)
            {
                return Refused(refusal);
            }

            reader.Resume(problems);
        }

        if (reader.IsTooDeep)
        {
            return Refused(ApiError.Invalid([RequestText.TooDeep(What)]));
        }

        reader.ToEnd();
        return items is not null ? Counted(items)
            : text.Length > MaxEvent ? Refused(ApiError.TooLarge(MaxEvent))
            : new PublishBody([ToDraft(record, problems)], false, null);
    }

    private static ApiErrorResult? ReadItems(ref FieldReader reader, List<EventDraft> items)
    {
        if (reader.Token != JsonTokenType.StartArray)
        {
            return ApiError.Invalid("items must be an array of events");
        }

        while (reader.NextItem())
        {
            if (items.Count == FieldLimits.Events)
            {
                return TooMany();
            }

            if (reader.Token != JsonTokenType.StartObject)
            {
                return ApiError.Invalid($"items[{items.Count}] must be an object");
            }

            var start = reader.Start;
            var record = RequestShape<EventPublication>.Read(ref reader);
            if (reader.IsTooDeep)
            {
                return ApiError.Invalid([RequestText.TooDeep($"items[{items.Count}]")]);
            }

            if (reader.End - start > MaxEvent)
            {
                return ApiError.EventTooLarge($"items[{items.Count}]", MaxEvent);
            }

            items.Add(ToDraft(record, reader.Problems));
        }

        return null;
    }

    private static PublishBody ReadLines(ReadOnlyMemory<byte> text)
    {
        var drafts = new List<EventDraft>();
        var number = 0;
        while (!text.IsEmpty)
        {
            var length = text.Span.IndexOf((byte)'\n');
            var line = length < 0 ? text : text[..length];
            text = length < 0 ? default : text[(length + 1)..];
            number++;
            if (!line.Span.ContainsAnyExcept(" \t\r"u8))
            {
                continue;
            }

            if (drafts.Count == FieldLimits.Events)
            {
                return Refused(TooMany());
            }

            if (ReadLine(line, $"Line {number}", drafts) is { } refusal)
            {
                return Refused(refusal);
            }
        }

        return Counted(drafts);
    }

    private static ApiErrorResult? ReadLine(ReadOnlyMemory<byte> line, string what, List<EventDraft> drafts)
    {
        if (line.Length > MaxEvent)
        {
            return ApiError.EventTooLarge(what, MaxEvent);
        }

        if (RequestText.Objection(line, what) is { } objection)
        {
            return ApiError.Invalid([objection]);
        }

        try
        {
            var reader = new FieldReader(line);
            if (reader.Token != JsonTokenType.StartObject)
            {
                reader.Skip();
                reader.ToEnd();
                return ApiError.Invalid($"items[{drafts.Count}] must be an object");
            }

            var record = RequestShape<EventPublication>.Read(ref reader);
            if (reader.IsTooDeep)
            {
                return ApiError.Invalid([RequestText.TooDeep(what)]);
            }

            reader.ToEnd();
            drafts.Add(ToDraft(record, reader.Problems));
            return null;
        }
        catch (JsonException error)
        {
            return ApiError.Invalid([RequestText.NotJson(what, error)]);
        }
    }

    private static PublishBody RefuseNoObject(ref FieldReader reader)
    {
        reader.Skip();
        reader.ToEnd();
        return Refused(ApiError.Invalid("An event must be a JSON object"));
    }

    private static PublishBody Counted(List<EventDraft> drafts) => drafts.Count > 0
        ? new PublishBody(drafts, true, null)
        : Refused(ApiError.Invalid($"A request carries 1 to {FieldLimits.Events} events; 0 came"));

    private static ApiErrorResult TooMany() =>
        ApiError.Invalid($"A request carries 1 to {FieldLimits.Events} events; more came");

    private static PublishBody Refused(ApiErrorResult refusal) => new([], false, refusal);

    private static EventDraft ToDraft(RequestRecord<EventPublication> record, IReadOnlyList<Problem> problems) => new()
    {
        Id = record.Value.Id,
        Resource = record.Value.Resource,
        Type = record.Value.Type,
        OrgId = record.Value.OrgId,
        ActorId = record.Value.ActorId,
        Created = record.Value.Created,
        Data = record.Any,
        VisibleTo = record.Value.VisibleTo,
        Problems = problems,
    };
}
