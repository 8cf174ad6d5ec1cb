using System.Buffers;
using System.IO.Pipelines;

namespace Ringback.Server.Http;

/// <summary>
/// What comes over a connection, without its end for as long as there is something before it that nobody has looked at: the
/// framework takes an end that it sees for a caller who is gone, and throws the answer away.
/// </summary>
internal sealed class HalfClosedInput(PipeReader inner) : PipeReader
{
    private ReadOnlySequence<byte> _shown;

    // How much was left when all that had come was looked at; -1 when some was not.
    private long _left = -1;

    /// <inheritdoc/>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var reading = inner.ReadAsync(cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Shown(reading.Result)) : WaitAsync(reading);
    }

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
        {
            return false;
        }

        result = Shown(result);
        return true;
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _left = examined.Equals(_shown.End) ? _shown.Slice(consumed).Length : -1;
        inner.AdvanceTo(consumed, examined);
    }

    /// <inheritdoc/>
    public override void CancelPendingRead() => inner.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> reading) => Shown(await reading);

    private ReadResult Shown(ReadResult result)
    {
        _shown = result.Buffer;
        return result.IsCompleted && !_shown.IsEmpty && _shown.Length != _left
            ? new ReadResult(result.Buffer, result.IsCanceled, isCompleted: false)
            : result;
    }
}
