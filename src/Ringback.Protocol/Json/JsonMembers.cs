using System.Text.Json;

namespace Ringback.Protocol.Json;

/// <summary>Looks up members of JSON objects that a stranger wrote.</summary>
public static class JsonMembers
{
    /// <summary>
    /// The member of a name; the last one when there are several; false when there is none. Unlike
    /// <see cref="JsonElement.TryGetProperty(string, out JsonElement)"/> it passes over names that hold half a surrogate
    /// pair: valid JSON that is not text, at which the framework's look-up throws.
    /// </summary>
    /// <exception cref="InvalidOperationException">The element is not an object.</exception>
    public static bool TryGetMember(this JsonElement element, string name, out JsonElement value)
    {
        try
        {
            return element.TryGetProperty(name, out value);
        }
        catch (InvalidOperationException) when (element.ValueKind == JsonValueKind.Object)
        {
            return TryFind(element, name, out value);
        }
    }

    private static bool TryFind(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        var found = false;
        foreach (var member in element.EnumerateObject())
        {
            if (IsNamed(member, name))
            {
                value = member.Value;
                found = true;
            }
        }

        return found;
    }

    private static bool IsNamed(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
