using System.Globalization;
using System.Text;
using Ringback.Cli.Demo;
using Ringback.Protocol.Signing;
using Callback = Ringback.Cli.Demo.ReceivedCallback;

namespace Ringback.Server.Tests.Demo;

/// <summary>The demo's verdict is worth something: whatever is wrong with a callback, it is found.</summary>
public sealed class DeliveryCheckTests
{
    private readonly Rehearsal _rehearsal = new();

    [Fact]
    public void All_as_it_should_be_is_no_problem()
    {
        var problems = _rehearsal.Problems;

        Assert.Empty(problems);
        Assert.True(_rehearsal.Published.Count >= 200);
        Assert.All(
            _rehearsal.Registrations,
            registration => Assert.Equal(
                registration.Plan.Key != "silent", _rehearsal.Callbacks.Exists(callback => callback.Key == registration.Plan.Key)));
    }

    [Theory]
    [InlineData("room")]
    [InlineData("org")]
    public void Missing_callback_is_found(string key)
    {
        _rehearsal.Callbacks.RemoveAt(_rehearsal.Callbacks.FindIndex(callback => callback.Key == key));

        AssertOnly($"{key}: ", "never came");
    }

    [Fact]
    public void Nothing_at_all_is_found()
    {
        _rehearsal.Callbacks.Clear();

        Assert.True(_rehearsal.Problems.Count > 200);
    }

    [Fact]
    public void Refused_callback_that_is_not_tried_again_is_found()
    {
        _rehearsal.Spoil("card", callback => callback with { Status = 500 });

        Assert.Contains(_rehearsal.Problems, problem => problem.Contains("never came", StringComparison.Ordinal));
        Assert.Contains(_rehearsal.Problems, problem => problem.Contains("were refused", StringComparison.Ordinal));
    }

    [Fact]
    public void Callback_that_comes_twice_is_found()
    {
        _rehearsal.Callbacks.Add(_rehearsal.Callbacks.First(callback => callback.Key == "meeting"));

        Assert.Contains(_rehearsal.Problems, problem => problem.Contains("came 2 times", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("X-Spark-Signature")]
    [InlineData("webhook-signature")]
    public void Wrong_signature_is_found(string header)
    {
        _rehearsal.Spoil("room", callback => With(callback, header, value => value[..^2] + "xx"));

        AssertOnly("room: ", $"a wrong {header}");
    }

    [Theory]
    [InlineData("X-Spark-Signature")]
    [InlineData("webhook-signature")]
    public void Signature_that_is_not_there_is_found(string header)
    {
        _rehearsal.Spoil("call", callback => callback with
        {
            Headers = [.. callback.Headers.Where(pair => pair.Key != header)],
        });

        AssertOnly("call: ", $"a wrong {header}");
    }

    [Fact]
    public void Spark_signature_in_capitals_is_found()
    {
        _rehearsal.Spoil("room", callback => With(callback, "X-Spark-Signature", value => value.ToUpperInvariant()));

        AssertOnly("room: ", "a wrong X-Spark-Signature");
    }

    [Fact]
    public void Body_that_was_changed_on_the_way_is_found()
    {
        _rehearsal.Spoil("firehose", callback => callback with { Body = [.. callback.Body, (byte)'\n'] });

        Assert.Contains(_rehearsal.Problems, problem => problem.Contains("X-Spark-Signature", StringComparison.Ordinal));
        Assert.Contains(_rehearsal.Problems, problem => problem.Contains("not canonical", StringComparison.Ordinal));
    }

    [Fact]
    public void Old_callback_is_found()
    {
        _rehearsal.Spoil("room", callback => callback with { At = callback.At.AddMinutes(6) });

        AssertOnly("room: ", "a webhook-timestamp that is not now");
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("mention")]
    [InlineData("meeting")]
    public void Callback_of_an_event_that_the_webhook_should_not_get_is_found(string key)
    {
        var other = _rehearsal.EventFor(key, expected: false);
        _rehearsal.Callbacks.Add(Rehearsal.Deliver(_rehearsal.Registration(key), other));

        AssertOnly($"{key}: ", "came that should not");
    }

    [Fact]
    public void Callback_at_an_endpoint_that_is_nobodys_is_found()
    {
        _rehearsal.Callbacks.Add(_rehearsal.Callbacks[0] with { Key = "/elsewhere" });

        AssertOnly("/elsewhere: ", "came that should not");
    }

    [Theory]
    [InlineData("\"ownedBy\":\"creator\"", "\"ownedBy\":\"org\"", "a wrong ownedBy")]
    [InlineData("\"status\":\"active\",", "", "other fields than")]
    [InlineData("\"appId\":\"app\",", "\"appId\":\"app\",\"secret\":\"s\",", "other fields than")]
    [InlineData("\"data\":{", "\"data\":{\"text\":\"Not for callbacks\",", "text that is to be withheld")]
    [InlineData("\"data\":{", "\"data\":{\"text\":\"hello\",", "other data")]
    [InlineData("\"appId\":\"app\"", "\"appId\":\"\\u0061pp\"", "not canonical")]
    [InlineData("\"appId\":\"app\"", "\"appId\": \"app\"", "not canonical")]
    [InlineData("\"appId\":\"app\",", "\"appId\":\"app\",\"appId\":\"app\",", "not JSON")]
    [InlineData("{\"id\"", "\"id\"", "not JSON")]
    public void Wrong_body_is_found_though_it_is_rightly_signed(string part, string replacement, string problem)
    {
        _rehearsal.Spoil("room", callback =>
        {
            var text = Encoding.UTF8.GetString(callback.Body);
            Assert.Contains(part, text, StringComparison.Ordinal);
            return _rehearsal.WithBody(callback, Encoding.UTF8.GetBytes(text.Replace(part, replacement, StringComparison.Ordinal)));
        });

        AssertOnly("room: ", problem);
    }

    [Fact]
    public void Wrong_count_of_matches_is_found()
    {
        _rehearsal.Published[0] = _rehearsal.Published[0] with { Matched = _rehearsal.Published[0].Matched + 1 };

        AssertOnly("matched", "webhooks, not");
    }

    [Fact]
    public void Event_that_was_not_acknowledged_is_found()
    {
        _rehearsal.Published.RemoveAt(0);

        AssertOnly("was not acknowledged once");
    }

    [Fact]
    public void Retry_with_another_id_is_found()
    {
        var retried = _rehearsal.Callbacks.FindLastIndex(callback => callback.Status == 503);
        var changed = With(_rehearsal.Callbacks[retried], "webhook-id", _ => "another");
        _rehearsal.Callbacks[retried] = _rehearsal.WithBody(changed, changed.Body);

        AssertOnly("recovers: ", "changed its webhook-id");
    }

    [Fact]
    public void Endpoint_that_was_to_refuse_and_did_not_is_found()
    {
        _rehearsal.Callbacks.RemoveAll(callback => callback.Status == 503);

        AssertOnly("recovers: ", "0 callbacks were refused, not 2");
    }

    [Fact]
    public void Signatures_of_the_public_vectors_are_right()
    {
        const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        var spark = Sent("{\"a\":1}", 0, ("X-Spark-Signature", "f8446672f033e4b2beafc5ca3a71eafcd2cafb6e"));
        var standard = Sent(
            "{\"test\": 2432232314}",
            1614265330,
            ("X-Spark-Signature", SparkSignature.Compute(Secret, "{\"test\": 2432232314}"u8)),
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));

        Assert.Equal("a wrong webhook-signature", SignatureCheck.Problem(spark, "secret"));
        Assert.Null(SignatureCheck.Problem(standard, Secret));
    }

    private static Callback Sent(string body, long seconds, params (string Name, string Value)[] headers) => new()
    {
        Key = "vector",
        RequestLine = "POST / HTTP/1.1",
        Headers =
        [
            .. headers.Select(header => KeyValuePair.Create(header.Name, header.Value)),
            new("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture)),
        ],
        Body = Encoding.UTF8.GetBytes(body),
        Status = 204,
        At = DateTimeOffset.FromUnixTimeSeconds(seconds),
        Timestamp = 0,
    };

    private static Callback With(Callback callback, string header, Func<string, string> change) => callback with
    {
        Headers =
        [
            .. callback.Headers.Select(pair =>
                pair.Key == header ? KeyValuePair.Create(header, change(pair.Value)) : pair),
        ],
    };

    private void AssertOnly(params string[] words)
    {
        var problem = Assert.Single(_rehearsal.Problems);
        Assert.All(words, word => Assert.Contains(word, problem, StringComparison.Ordinal));
    }
}
