using Ringback.Installation;
using Ringback.Storage.Writing;

namespace Ringback.Storage;

/// <summary>
/// Reads what became of a write whose answer was lost, again and again: somebody's memory follows the answer, so that the store is
/// away for a while must not be taken for a write that was not done.
/// </summary>
internal static class SureRead
{
    /// <summary>Reads, as often as it takes.</summary>
    /// <exception cref="StoreUnavailableException">The store was closed first; it says that nobody knows.</exception>
    public static async Task<T> UntilKnownAsync<T>(Func<Task<T>> read, TimeProvider time, CancellationToken closing)
    {
        while (true)
        {
            Exception error;
            try
            {
                return await read();
            }
            catch (StoreUnavailableException away)
            {
                error = away;
            }

            try
            {
                await Task.Delay(WriterLimits.PauseAfterFailure, time, closing);
            }
            catch (OperationCanceledException)
            {
                throw new StoreUnavailableException("The store was closed before it could be read what became of a write.", error)
                {
                    IsOutcomeUnknown = true,
                };
            }
        }
    }
}
