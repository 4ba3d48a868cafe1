using System.Text;
using Moderation.Service.Delivery;

namespace Moderation.Tests.Delivery;

public sealed class WebhookSignatureTests
{
    [Fact]
    public void The_signature_is_that_of_the_Standard_Webhooks_specification()
    {
        // As its reference libraries check it: base64 of HMAC-SHA256 over "id.timestamp.body", computed here with openssl.
        var signature = WebhookSignature.Of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("{\"test\": 2432232314}"));

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }
}
