using System.Text;
using BenchmarkDotNet.Attributes;
using Ringback.Delivery.Callbacks;
using Ringback.Protocol.Signing;
using Ringback.Webhooks;

namespace Ringback.Microbench.Signing;

/// <summary>The two signatures of a callback, for webhooks that take turns.</summary>
public class SignatureBenchmarks
{
    private const string Id = "Y2lzY29zcGFyazovL3VzL0RFTElWRVJZLzAxOTBhNmM0LTdkMmUtNzAwMC04MDAwLTAwMDAwMDAwMDAwMQ";
    private const long SentAt = 1_800_000_000;

    private ISigner[] _signers = [];
    private byte[] _body = [];
    private int _next;

    /// <summary>The length of the envelope.</summary>
    [Params(600, 4096)]
    public int BodyBytes { get; set; }

    /// <summary>Webhooks that are called one after the other.</summary>
    [Params(10, 10_000)]
    public int Webhooks { get; set; }

    [GlobalSetup(Target = nameof(Today))]
    public void PrepareToday() => Prepare((webhook, _, _) => new TodaySigner(new CallbackTarget(webhook)));

    [GlobalSetup(Target = nameof(OneShotHmac))]
    public void PrepareOneShotHmac() => Prepare((_, spark, standard) => new OneShotHmacSigner(spark, standard));

    [GlobalSetup(Target = nameof(KeptHmac))]
    public void PrepareKeptHmac() => Prepare((_, spark, standard) => new KeptHmacSigner(spark, standard));

    [GlobalSetup(Target = nameof(ClonedHmac))]
    public void PrepareClonedHmac() => Prepare((_, spark, standard) => new ClonedHmacSigner(spark, standard));

    [GlobalSetup(Target = nameof(OneShotSha))]
    public void PrepareOneShotSha() => Prepare((_, spark, standard) => new OneShotShaSigner(spark, standard));

    [GlobalSetup(Target = nameof(KeptSha))]
    public void PrepareKeptSha() => Prepare((_, spark, standard) => new KeptShaSigner(spark, standard));

    [GlobalSetup(Target = nameof(OpenSslState))]
    public void PrepareOpenSslState() => Prepare((_, spark, standard) => new OpenSslStateSigner(spark, standard));

    [GlobalSetup(Target = nameof(OpenSslDigest))]
    public void PrepareOpenSslDigest() => Prepare((_, spark, standard) => new OpenSslDigestSigner(spark, standard));

    [GlobalSetup(Target = nameof(OpenSslMac))]
    public void PrepareOpenSslMac() => Prepare((_, spark, standard) => new OpenSslMacSigner(spark, standard));

    [GlobalSetup(Target = nameof(Managed))]
    public void PrepareManaged() => Prepare((_, spark, standard) => new ManagedSigner(spark, standard));

    [Benchmark(Baseline = true)]
    public object Today() => Sign();

    [Benchmark]
    public object OneShotHmac() => Sign();

    [Benchmark]
    public object KeptHmac() => Sign();

    [Benchmark]
    public object ClonedHmac() => Sign();

    [Benchmark]
    public object OneShotSha() => Sign();

    [Benchmark]
    public object KeptSha() => Sign();

    [Benchmark]
    public object OpenSslState() => Sign();

    [Benchmark]
    public object OpenSslDigest() => Sign();

    [Benchmark]
    public object OpenSslMac() => Sign();

    [Benchmark]
    public object Managed() => Sign();

    private string Sign()
    {
        _next = (_next + 1) % _signers.Length;
        return _signers[_next].Sign(Id, SentAt, _body).Standard;
    }

    // A way that is fast and wrong is not measured.
    private void Prepare(Func<RegisteredWebhook, byte[], byte[], ISigner> make)
    {
        _body = new byte[BodyBytes];
        new Random(1).NextBytes(_body);
        var webhooks = Enumerable.Range(0, Webhooks).Select(number => Samples.Webhook(number)).ToArray();
        _signers = Array.ConvertAll(webhooks, webhook => make(
            webhook, Encoding.UTF8.GetBytes(webhook.Secrets!.Current), StandardWebhooksSignature.KeyOf(webhook.Secrets!.Current)));
        foreach (var length in Enumerable.Range(0, 200).Append(BodyBytes))
        {
            var number = length % Webhooks;
            var body = _body.AsSpan(0, length);
            var secret = webhooks[number].Secrets!.Current;
            var right = (SparkSignature.Compute(secret, body),
                StandardWebhooksSignature.Compute(StandardWebhooksSignature.KeyOf(secret), Id, SentAt, body));
            if (_signers[number].Sign(Id, SentAt, body) != right)
            {
                throw new InvalidOperationException($"{_signers[0].GetType().Name} signs {length} bytes wrongly.");
            }
        }
    }
}
