using System.Text.Json;

namespace Moderation.Comments;

/// <summary>What a JSON reader says of a fault, for people: without the place, which it counts from 0 and in bytes.</summary>
public static class JsonSaid
{
    /// <summary>The reader's sentence, with its full stop.</summary>
    public static string Of(JsonException fault) => fault.Message.Split(" Path:", 2)[0].Split(" LineNumber", 2)[0];
}
