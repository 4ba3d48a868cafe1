using Moderation.Scoring;

namespace Moderation.Service.Places;

/// <summary>What the model took the latest comments of a site for: as many as say what a place is like, and nothing of their text.</summary>
internal sealed class SiteGuesses
{
    private readonly Lock _lock = new();
    private readonly DomainGuess[] _latest = new DomainGuess[DomainPrior.EnoughComments];
    private int _next;
    private int _count;
    private int _new;

    /// <summary>How many came since the last <see cref="Take"/>.</summary>
    public int New => Volatile.Read(ref _new);

    /// <summary>Whether something was known of the site when it was last looked after; only the worker asks.</summary>
    public bool WasKnown { get; set; }

    /// <summary>Takes a guess in; the oldest one goes. Safe on any thread, and allocates nothing.</summary>
    public void Add(DomainGuess guess)
    {
        lock (_lock)
        {
            // Another model is another language: what its predecessor took comments for says nothing beside it.
            if (_count > 0 && !ReferenceEquals(_latest[0].Domains, guess.Domains))
            {
                Forget();
            }

            _latest[_next] = guess;
            _next = (_next + 1) % _latest.Length;
            _count = Math.Min(_count + 1, _latest.Length);
            _new++;
        }
    }

    /// <summary>All that are kept, the latest; from now on new ones are counted anew.</summary>
    public DomainGuess[] Take()
    {
        lock (_lock)
        {
            _new = 0;
            return _latest[.._count];
        }
    }

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Forget();
        }
    }

    private void Forget()
    {
        Array.Clear(_latest);
        (_next, _count, _new) = (0, 0, 0);
    }
}
