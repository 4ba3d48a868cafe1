using System.Reflection;
using Moderation.Learning;
using Moderation.Service.Verbs;

namespace Moderation.Tests.House;

/// <summary>The directions between the rooms: who may see whom.</summary>
public sealed class RoomTests
{
    [Fact]
    public void The_core_sees_no_package_and_no_other_room() =>
        Assert.All(References(typeof(Moderator)), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Fact]
    public void Learning_does_not_see_the_store() =>
        Assert.DoesNotContain(References(typeof(ModelShelf)), name => name.Contains("Store", StringComparison.Ordinal) || name.Contains("EntityFramework", StringComparison.Ordinal));

    [Fact]
    public void Only_learning_sees_the_learning_library()
    {
        Assert.DoesNotContain(References(typeof(VerbList)), name => name.StartsWith("Microsoft.ML", StringComparison.Ordinal));
        Assert.DoesNotContain(References(typeof(Moderator)), name => name.StartsWith("Microsoft.ML", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_type_is_sealed_static_or_abstract() => Assert.Empty(
        from type in new[] { typeof(Moderator), typeof(ModelShelf), typeof(VerbList) }.SelectMany(room => room.Assembly.GetTypes())
        where type is { IsClass: true, IsSealed: false, IsAbstract: false } && !Generated(type)
        select type.FullName);

    [Fact]
    public void No_source_file_is_longer_than_400_lines() => Assert.Empty(
        from file in Directory.EnumerateFiles(Support.Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !file.Contains("Migrations", StringComparison.Ordinal)
        let lines = File.ReadLines(file).Count()
        where lines > 400
        select $"{file}: {lines}");

    private static IEnumerable<string> References(Type type) =>
        type.Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!);

    private static bool Generated(Type type) =>
        type.Name.Contains('<', StringComparison.Ordinal)
        || type.FullName!.Contains("Migrations", StringComparison.Ordinal)
        || type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is not null
        || type.Name is "Program" or "_Imports"
        || typeof(Microsoft.AspNetCore.Components.ComponentBase).IsAssignableFrom(type);
}
