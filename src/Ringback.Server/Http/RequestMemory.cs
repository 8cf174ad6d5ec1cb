using Microsoft.Extensions.Options;

namespace Ringback.Server.Http;

/// <summary>
/// How much memory the bodies of all requests together may take. Who gets none is told to come again. No org gets more than half,
/// so that one at full speed always leaves room for another.
/// </summary>
internal sealed class RequestMemory(IOptions<RequestOptions> options)
{
    private readonly long _limit = options.Value.MemoryLimit;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _ofOrgs = new(StringComparer.Ordinal);
    private long _taken;

    /// <summary>Takes some for an org; false when there is not so much left for it.</summary>
    public bool TryTake(string org, long bytes)
    {
        lock (_lock)
        {
            var ofOrg = _ofOrgs.GetValueOrDefault(org) + bytes;
            if (ofOrg > _limit / 2 || _taken + bytes > _limit)
            {
                return false;
            }

            _ofOrgs[org] = ofOrg;
            _taken += bytes;
            return true;
        }
    }

    /// <summary>Gives back what was taken for an org.</summary>
    public void GiveBack(string org, long bytes)
    {
        lock (_lock)
        {
            _taken -= bytes;
            var left = _ofOrgs.GetValueOrDefault(org) - bytes;
            if (left > 0)
            {
                _ofOrgs[org] = left;
            }
            else
            {
                _ofOrgs.Remove(org);
            }
        }
    }
}
