namespace Moderation.Tests.Support;

/// <summary>Runs a Node script of <c>tests/clients</c>; the test is skipped where Node or the packages are not installed.</summary>
internal static class NodeClient
{
    /// <summary>What the script printed, as JSON.</summary>
    public static Task<System.Text.Json.JsonElement> RunAsync(string script, string package, params string[] arguments)
    {
        Skip.IfNot(Directory.Exists(Path.Combine(ClientScript.Folder, "node_modules", package)), $"The package '{package}' is not installed. Run 'npm install --prefix tests/clients'.");
        return ClientScript.RunAsync("node", script, arguments);
    }
}
