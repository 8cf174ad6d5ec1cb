using System.Diagnostics.CodeAnalysis;

namespace Ringback.Storage.Writing;

/// <summary>
/// What waits, by whose it is: whoever has something gets one turn in each round, in the order of coming. Not thread-safe.
/// </summary>
internal sealed class InTurn<T>
    where T : class
{
    private readonly Dictionary<string, LinkedList<T>> _byOwner = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _round = [];

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one behind the others of its owner.</summary>
    public void Add(string owner, T item)
    {
        if (!_byOwner.TryGetValue(owner, out var own))
        {
            _byOwner[owner] = own = [];
            _round.AddLast(owner);
        }

        own.AddLast(item);
        Count++;
    }

    /// <summary>Whose turn it is.</summary>
    public bool TryPeek([MaybeNullWhen(false)] out T next)
    {
        next = _round.First is { } first ? _byOwner[first.Value].First!.Value : null;
        return next is not null;
    }

    /// <summary>Takes the one whose turn it is; its owner comes again after all others.</summary>
    public T Take()
    {
        var owner = _round.First!.Value;
        _round.RemoveFirst();
        var own = _byOwner[owner];
        var item = own.First!.Value;
        own.RemoveFirst();
        Count--;
        if (own.Count > 0)
        {
            _round.AddLast(owner);
        }
        else
        {
            _byOwner.Remove(owner);
        }

        return item;
    }

    /// <summary>Removes one; false when it was taken.</summary>
    public bool Remove(string owner, T item)
    {
        if (!_byOwner.TryGetValue(owner, out var own) || !own.Remove(item))
        {
            return false;
        }

        Count--;
        if (own.Count == 0)
        {
            _byOwner.Remove(owner);
            _round.Remove(owner);
        }

        return true;
    }
}
