using Moderation.Service.Wires.Akismet;

namespace Moderation.Tests.Wires.Akismet;

public sealed class AkismetKeyTests
{
    [Theory]
    [InlineData("123abc456def.rest.example.org", "123abc456def")]
    [InlineData("123ABC456def.rest.example.org", "123abc456def")]
    [InlineData("123abc456def.example", null)]
    [InlineData("rest.example.org", null)]
    [InlineData("123abc456de-.rest.example.org", null)]
    [InlineData("123abc456defg.rest.example.org", null)]
    [InlineData("localhost", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("", null)]
    public void The_first_label_of_the_host_is_a_key_where_it_looks_like_one(string host, string? key) =>
        Assert.Equal(key, AkismetKey.OfHost(host));
}
