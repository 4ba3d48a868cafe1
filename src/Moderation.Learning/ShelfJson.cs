using System.Text.Json.Serialization;
using Moderation.Models;

namespace Moderation.Learning;

/// <summary>How the files of the shelf are read and written, worked out when the program is built: reflection would cost every start a few milliseconds more.</summary>
[JsonSerializable(typeof(ModelCard))]
[JsonSerializable(typeof(Champion))]
internal sealed partial class ShelfJson : JsonSerializerContext;
