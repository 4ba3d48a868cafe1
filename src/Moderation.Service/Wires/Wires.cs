using Moderation.Service.Wires.Akismet;
using Moderation.Service.Wires.Coral;
using Moderation.Service.Wires.OpenAi;
using Moderation.Service.Wires.Perspective;

namespace Moderation.Service.Wires;

/// <summary>A door for other people's software: it translates their format, and the same screening decides as for our own API.</summary>
/// <param name="Name">Lower-case name, as in <c>Comment.Source</c> and the manual.</param>
/// <param name="Speaks">One sentence: whose format it speaks and for which clients; the manual's table is made from it.</param>
/// <param name="Add">Adds its services and settings.</param>
/// <param name="Map">Maps its endpoints.</param>
public sealed record Wire(string Name, string Speaks, Action<WebApplicationBuilder> Add, Action<IEndpointRouteBuilder> Map);

/// <summary>
/// How a wire words the refusals that happen before its endpoint runs, such as too many requests: metadata of its endpoints, so
/// that its clients hear them in their own format.
/// </summary>
/// <param name="Write">Writes the answer: status, body, and after how long to try again.</param>
public sealed record WireRefusal(Func<HttpContext, int, TimeSpan, Task> Write);

/// <summary>Every wire. Add one by writing it in a folder of its own and naming it here.</summary>
public static class WireList
{
    /// <summary>All wires.</summary>
    public static IReadOnlyList<Wire> All { get; } =
    [
        PerspectiveApi.Wire,
        OpenAiApi.Wire,
        AkismetApi.Wire,
        CoralApi.Wire,
    ];

    /// <summary>Adds the services and settings of all wires.</summary>
    public static void AddWires(this WebApplicationBuilder builder)
    {
        foreach (var wire in All)
        {
            wire.Add(builder);
        }
    }

    /// <summary>Maps the endpoints of all wires.</summary>
    public static void MapWires(this IEndpointRouteBuilder routes)
    {
        foreach (var wire in All)
        {
            wire.Map(routes);
        }
    }
}
