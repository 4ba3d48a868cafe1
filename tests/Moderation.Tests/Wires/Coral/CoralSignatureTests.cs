using System.Security.Cryptography;
using System.Text;
using Moderation.Service.Wires.Coral;

namespace Moderation.Tests.Wires.Coral;

public sealed class CoralSignatureTests
{
    private static readonly byte[] Body = """{"comment":{"body":"é"}}"""u8.ToArray();

    [Fact]
    public void A_known_signature_is_genuine() =>
        // Computed with: printf '{}' | openssl dgst -sha256 -hmac secret
        Assert.True(CoralSignature.IsGenuine("sha256=77325902caca812dc259733aacd046b73817372c777b8d95b402647474516e13", "{}"u8, ["secret"]));

    [Fact]
    public void The_bytes_as_they_came_are_what_is_signed()
    {
        Assert.True(CoralSignature.IsGenuine(Sign("one"), Body, ["one"]));
        Assert.False(CoralSignature.IsGenuine(Sign("one"), [.. Body, (byte)'\n'], ["one"]));
    }

    [Fact]
    public void While_a_secret_is_rotated_either_side_may_be_ahead()
    {
        Assert.True(CoralSignature.IsGenuine($"{Sign("old")},{Sign("new")}", Body, ["new"]));
        Assert.True(CoralSignature.IsGenuine($"{Sign("old")}, {Sign("new")}", Body, ["old"]));
        Assert.True(CoralSignature.IsGenuine(Sign("old"), Body, ["new", "old"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha256=zz")]
    [InlineData("sha256=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData(",,,")]
    public void Anything_else_is_not(string? header) => Assert.False(CoralSignature.IsGenuine(header, Body, ["one"]));

    [Fact]
    public void Without_a_secret_nothing_is_genuine() => Assert.False(CoralSignature.IsGenuine(Sign(""), Body, []));

    private static string Sign(string secret) => $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Body))}";
}
