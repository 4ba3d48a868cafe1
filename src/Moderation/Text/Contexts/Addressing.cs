namespace Moderation.Text;

/// <summary>Finds for each clause whom it is about, by its pronouns and identity terms; a clause without any takes over from the one before it in the sentence.</summary>
internal static class Addressing
{
    internal static void Mark(TokenBuffer buffer, int from)
    {
        var start = from;
        var found = Addressee.None;
        var before = Addressee.None;
        for (var i = from; i < buffer.Count; i++)
        {
            ref var token = ref buffer[i];
            var ends = Clauses.EndsAt(token, buffer.Text(token));
            if ((ends || token.Role == WordRole.ClauseBreak) && i > start)
            {
                Close(buffer, start, ends ? i + 1 : i, found == Addressee.None ? before : found);
                before = Clauses.EndsSentence(token, buffer.Text(token)) ? Addressee.None : found == Addressee.None ? before : found;
                found = Addressee.None;
                start = ends ? i + 1 : i;
            }

            found = Stronger(found, Of(token));
        }

        if (start < buffer.Count)
        {
            Close(buffer, start, buffer.Count, found == Addressee.None ? before : found);
        }
    }

    private static void Close(TokenBuffer buffer, int from, int to, Addressee addressee)
    {
        for (var i = from; i < to; i++)
        {
            buffer[i].Addressee = addressee;
        }

        buffer[to - 1].Flags |= TokenFlags.EndsClause;
    }

    private static Addressee Of(in Token token) => token.Role switch
    {
        WordRole.You => Addressee.You,
        WordRole.ThirdPerson => Addressee.ThirdPerson,
        WordRole.They => Addressee.Group,
        WordRole.We => Addressee.Ourselves,
        WordRole.Self => Addressee.Self,
        WordRole.Thing => Addressee.Object,
        _ when token.Kind == TokenKind.Mention => Addressee.You,
        _ when token.Identity != IdentityGroup.None => Addressee.Group,
        _ => Addressee.None,
    };

    // "I hate you" is about you, "they hate us" about them: the writer's own pronouns give way to all others.
    private static Addressee Stronger(Addressee one, Addressee other) => Strength(other) > Strength(one) ? other : one;

    private static int Strength(Addressee addressee) => addressee switch
    {
        Addressee.You => 6,
        Addressee.ThirdPerson => 5,
        Addressee.Group => 4,
        Addressee.Ourselves => 3,
        Addressee.Self => 2,
        Addressee.Object => 1,
        _ => 0,
    };
}
