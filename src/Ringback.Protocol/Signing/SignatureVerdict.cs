namespace Ringback.Protocol.Signing;

/// <summary>What came of checking a Standard Webhooks signature.</summary>
public enum SignatureVerdict
{
    /// <summary>A signature matches and the time is near enough.</summary>
    Valid = 0,

    /// <summary>The id, the time or the signature is missing or empty.</summary>
    MissingHeader = 1,

    /// <summary>The time is not a whole, unsigned number of seconds.</summary>
    MalformedTimestamp = 2,

    /// <summary>The time lies further back than the tolerance.</summary>
    TooOld = 3,

    /// <summary>The time lies further ahead than the tolerance.</summary>
    TooNew = 4,

    /// <summary>None of the signatures is the body's.</summary>
    NoMatchingSignature = 5,
}
