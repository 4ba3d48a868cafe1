using System.Net;
using Moderation.Service.Delivery;

namespace Moderation.Tests.Delivery;

public sealed class OwnNetworkTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("64:ff9b::7f00:1")]
    public void This_machine_and_its_network_are_known(string address) => Assert.True(OwnNetwork.Has(IPAddress.Parse(address)));

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    [InlineData("::ffff:93.184.216.34")]
    public void Public_addresses_are_none_of_them(string address) => Assert.False(OwnNetwork.Has(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://localhost:8080/hook", true)]
    [InlineData("http://shop.localhost/", true)]
    [InlineData("http://2130706433/", true)]
    [InlineData("https://[::1]/", true)]
    [InlineData("https://example.org/hook", false)]
    [InlineData("no address", false)]
    public void An_address_of_the_web_may_say_so_by_itself(string url, bool own) => Assert.Equal(own, OwnNetwork.Has(url));
}
