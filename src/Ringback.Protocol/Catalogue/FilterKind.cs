namespace Ringback.Protocol.Catalogue;

/// <summary>How the value of a filter is checked and compared with the data of an event.</summary>
public enum FilterKind
{
    /// <summary>An id; equal when every character is.</summary>
    Id,

    /// <summary>An email address; upper and lower case are the same.</summary>
    Email,

    /// <summary>Any text; equal when every character is.</summary>
    Text,

    /// <summary>One of the values that the catalogue lists.</summary>
    Enum,

    /// <summary><c>true</c> or <c>false</c>; data without the field counts as <c>false</c>.</summary>
    Boolean,

    /// <summary><c>true</c> when the field is a list, text or object that is not empty, else <c>false</c>.</summary>
    NonEmpty,

    /// <summary>Values separated by commas; one of them must be in the data.</summary>
    List,
}
