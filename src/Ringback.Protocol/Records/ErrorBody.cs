namespace Ringback.Protocol.Records;

/// <summary>The body of every answer that is an error.</summary>
/// <param name="Message">What went wrong, in one sentence.</param>
/// <param name="Errors">The same in detail: which field, what came, what is allowed.</param>
/// <param name="TrackingId">The value of the answer's <c>TrackingID</c> header, to find it in the log by.</param>
public sealed record ErrorBody(string Message, IReadOnlyList<ErrorDescription> Errors, string TrackingId);
