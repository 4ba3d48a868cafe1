using System.Xml.Linq;
using Moderation.Tests.Support;

namespace Moderation.Tests.House;

public sealed class RunFolderTests
{
    [Fact]
    public void Dotnet_run_works_in_the_folder_it_is_called_from_so_that_the_readme_finds_models_and_data()
    {
        var project = XDocument.Load(Repository.PathOf("src", "Moderation.Service", "Moderation.Service.csproj"));

        // The web SDK would otherwise run in the project's folder, where there is neither.
        Assert.Equal("false", project.Descendants("EnableDefaultRunWorkingDirectory").Single().Value);
    }
}
