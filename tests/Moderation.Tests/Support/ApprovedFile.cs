namespace Moderation.Tests.Support;

/// <summary>A text that was looked at and approved. Where it changes the test fails and, with MODERATION_APPROVE=1, writes it anew.</summary>
internal static class ApprovedFile
{
    public static void Check(string file, string text)
    {
        var known = File.Exists(file) ? File.ReadAllText(file) : "";
        if (known != text && Environment.GetEnvironmentVariable("MODERATION_APPROVE") == "1")
        {
            File.WriteAllText(file, text);
            return;
        }

        Assert.Equal(known, text);
    }
}
