using System.Net.Sockets;
using Ringback.Delivery.Attempts;
using Ringback.Delivery.Sending;

namespace Ringback.Tests.Delivery;

public class OwnFailureTests
{
    public static TheoryData<object> Faults => [.. Enum.GetValues<OwnFault>().Cast<object>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_fault_of_our_own_has_a_word_of_its_own_and_says_that_it_does_not_count(object fault)
    {
        var others = Enum.GetValues<OwnFault>().Where(other => other != (OwnFault)fault).Select(other => other.ToWord());
        var sentence = new AttemptOutcome.OwnFailure((OwnFault)fault).Describe();

        Assert.Matches("^[a-z_]+$", ((OwnFault)fault).ToWord());
        Assert.DoesNotContain(((OwnFault)fault).ToWord(), others);
        Assert.EndsWith("This does not count against the webhook.", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SocketError.TryAgain, OwnFault.NameServer)]
    [InlineData(SocketError.NoRecovery, OwnFault.NameServer)]
    [InlineData(SocketError.NetworkUnreachable, OwnFault.Network)]
    [InlineData(SocketError.NetworkDown, OwnFault.Network)]
    [InlineData(SocketError.AccessDenied, OwnFault.Firewall)]
    [InlineData(SocketError.TooManyOpenSockets, OwnFault.Descriptors)]
    [InlineData(SocketError.AddressNotAvailable, OwnFault.Ports)]
    [InlineData(SocketError.NoBufferSpaceAvailable, OwnFault.Memory)]
    public void Socket_error_of_this_machine_is_no_failure_of_the_receiver(SocketError error, object fault) => Assert.Equal(
        (OwnFault)fault,
        Assert.IsType<AttemptOutcome.OwnFailure>(Explain(new SocketException((int)error))).Fault);

    [Theory]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.ConnectionReset)]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.NoData)]
    [InlineData(SocketError.HostUnreachable)]
    [InlineData(SocketError.TimedOut)]
    public void Socket_error_of_the_other_side_is_the_receivers(SocketError error) =>
        Assert.IsType<AttemptOutcome.Unreachable>(Explain(new SocketException((int)error)));

    [Fact]
    public void Lack_of_memory_is_ours() => Assert.Equal(
        OwnFault.Memory, Assert.IsType<AttemptOutcome.OwnFailure>(Explain(new InsufficientMemoryException())).Fault);

    private static AttemptOutcome Explain(Exception cause) =>
        FailureWords.Explain(new HttpRequestException(HttpRequestError.ConnectionError, null, cause), null);
}
