using Microsoft.Extensions.Configuration;
using Moderation.Service.Retraining;

namespace Moderation.Tests.Service.Retraining;

public sealed class RetrainingProcessTests
{
    [Fact]
    public void The_process_gets_the_services_settings_and_no_secret_on_its_command_line()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Moderation:Data"] = "elsewhere", ["Moderation:Retraining:After"] = "7", ["ConnectionStrings:Moderation"] = "Host=db;Password=secret", ["Urls"] = "http://localhost:5080",
        }).Build();

        var command = new RetrainingProcess(configuration).Command();

        Assert.Equal(["retrain", "--when-due"], command.ArgumentList.TakeLast(2));
        Assert.DoesNotContain(command.ArgumentList, argument => argument.Contains("secret", StringComparison.Ordinal));
        Assert.Equal(("elsewhere", "7", "Host=db;Password=secret"),
            (command.Environment["Moderation__Data"], command.Environment["Moderation__Retraining__After"], command.Environment["ConnectionStrings__Moderation"]));
        Assert.False(command.Environment.ContainsKey("Urls"));
    }
}
