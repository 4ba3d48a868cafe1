using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Moderation.Policies;

namespace Moderation.Store;

/// <summary>
/// Everything that is kept. Endpoints read it directly; what must be written under concurrency has its own class:
/// <see cref="DecisionLog"/>, <see cref="PendingComments"/>, <see cref="ReviewClaims"/>, <see cref="JobCursors"/>.
/// One context derives from it for each database, with its own migrations.
/// </summary>
public abstract class ModerationDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>Sites.</summary>
    public DbSet<SiteRow> Sites => Set<SiteRow>();

    /// <summary>API keys.</summary>
    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    /// <summary>People who sign in.</summary>
    public DbSet<UserRow> Users => Set<UserRow>();

    /// <summary>One-time sign-in links.</summary>
    public DbSet<SignInLinkRow> SignInLinks => Set<SignInLinkRow>();

    /// <summary>Browsers in which people are signed in.</summary>
    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    /// <summary>Comment sections.</summary>
    public DbSet<SectionRow> Sections => Set<SectionRow>();

    /// <summary>Comments, a row a revision.</summary>
    public DbSet<CommentRow> Comments => Set<CommentRow>();

    /// <summary>Decisions; append-only.</summary>
    public DbSet<DecisionRow> Decisions => Set<DecisionRow>();

    /// <summary>What waits, or waited, for a human.</summary>
    public DbSet<ReviewItemRow> ReviewItems => Set<ReviewItemRow>();

    /// <summary>Raters' judgements; append-only.</summary>
    public DbSet<AnnotationRow> Annotations => Set<AnnotationRow>();

    /// <summary>Who did what; append-only.</summary>
    public DbSet<AuditRow> Audit => Set<AuditRow>();

    /// <summary>How far background jobs have come.</summary>
    public DbSet<JobCursorRow> JobCursors => Set<JobCursorRow>();

    /// <summary>Who wants to hear of changed decisions.</summary>
    public DbSet<WebhookEndpointRow> WebhookEndpoints => Set<WebhookEndpointRow>();

    /// <summary>What they are still to hear, have heard, or could not be told.</summary>
    public DbSet<WebhookDeliveryRow> WebhookDeliveries => Set<WebhookDeliveryRow>();

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<IReadOnlyList<string>>().HaveConversion<NamesConverter, NamesComparer>();
        configurationBuilder.Properties<IReadOnlyDictionary<string, float>>().HaveConversion<SharesConverter, SharesComparer>();
        configurationBuilder.Properties<Policy>().HaveConversion<PolicyConverter>();
        configurationBuilder.Properties<SiteDomains>().HaveConversion<DomainsConverter>();
        configurationBuilder.Properties<Verdict>().HaveConversion<VerdictConverter>();
        configurationBuilder.Properties<UserRole>().HaveConversion<RoleConverter>();
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SiteRow>().HasKey(site => site.Id);
        modelBuilder.Entity<SectionRow>().HasKey(section => new { section.Site, section.Id });
        modelBuilder.Entity<JobCursorRow>().HasKey(cursor => cursor.Name);
        modelBuilder.Entity<AuditRow>(Audits);
        modelBuilder.Entity<ApiKeyRow>(Keys);
        modelBuilder.Entity<UserRow>().HasIndex(user => user.Name).IsUnique();
        modelBuilder.Entity<SignInLinkRow>(Links);
        modelBuilder.Entity<SessionRow>(SessionTable);
        modelBuilder.Entity<CommentRow>(CommentTable);
        modelBuilder.Entity<DecisionRow>(DecisionTable);
        modelBuilder.Entity<ReviewItemRow>(ReviewTable);
        modelBuilder.Entity<AnnotationRow>(AnnotationTable);
        modelBuilder.Entity<WebhookEndpointRow>().HasIndex(row => row.Site);
        modelBuilder.Entity<WebhookDeliveryRow>(DeliveryTable);
        SnakeCase.Apply(modelBuilder);
    }

    private static void Audits(EntityTypeBuilder<AuditRow> audit)
    {
        audit.HasKey(row => row.Key);
        audit.HasIndex(row => new { row.Subject, row.Key });
    }

    private static void Keys(EntityTypeBuilder<ApiKeyRow> keys)
    {
        keys.HasIndex(row => row.Hash).IsUnique();
        keys.HasOne<SiteRow>().WithMany().HasForeignKey(row => row.Site).OnDelete(DeleteBehavior.Restrict);
    }

    private static void Links(EntityTypeBuilder<SignInLinkRow> links)
    {
        links.HasKey(row => row.TokenHash);
        links.HasOne(row => row.User).WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    private static void SessionTable(EntityTypeBuilder<SessionRow> sessions)
    {
        sessions.Property(row => row.Id).ValueGeneratedNever();
        sessions.HasOne(row => row.User).WithMany().HasForeignKey(row => row.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    // Comment id before section: a wire that knows only the comment's id finds it by the same index.
    private static void CommentTable(EntityTypeBuilder<CommentRow> comments)
    {
        comments.HasKey(row => row.Key);
        comments.HasIndex(row => new { row.Site, row.CommentId, row.Section, row.Revision }).IsUnique();
        comments.HasIndex(row => new { row.Site, row.Section, row.ParentId }).HasFilter("parent_id IS NOT NULL");
        comments.HasIndex(row => row.PendingSince).HasFilter("pending_since IS NOT NULL");
    }

    private static void DecisionTable(EntityTypeBuilder<DecisionRow> decisions)
    {
        decisions.HasKey(row => row.Id);
        decisions.Property(row => row.Id).ValueGeneratedNever();
        decisions.HasOne(row => row.Comment).WithMany().HasForeignKey(row => row.CommentKey).OnDelete(DeleteBehavior.Restrict);
        decisions.HasIndex(row => row.CommentKey);
    }

    private static void ReviewTable(EntityTypeBuilder<ReviewItemRow> items)
    {
        items.HasKey(row => row.Key);
        items.HasOne(row => row.Comment).WithMany().HasForeignKey(row => row.CommentKey).OnDelete(DeleteBehavior.Restrict);
        items.HasIndex(row => new { row.Site, row.Section, row.CommentId }).IsUnique().HasFilter("resolved_at IS NULL");
        items.HasIndex(row => new { row.Priority, row.EnqueuedAt }).IsDescending(true, false).HasFilter("resolved_at IS NULL");
        items.Ignore(row => row.LabelNames);
    }

    private static void AnnotationTable(EntityTypeBuilder<AnnotationRow> annotations)
    {
        annotations.HasKey(row => row.Key);
        annotations.HasOne(row => row.Comment).WithMany().HasForeignKey(row => row.CommentKey).OnDelete(DeleteBehavior.Restrict);
        annotations.HasIndex(row => new { row.CommentKey, row.Rater });
    }

    private static void DeliveryTable(EntityTypeBuilder<WebhookDeliveryRow> deliveries)
    {
        deliveries.HasKey(row => row.Key);
        deliveries.HasOne(row => row.Endpoint).WithMany().HasForeignKey(row => row.EndpointId).OnDelete(DeleteBehavior.Restrict);
        deliveries.HasOne(row => row.Decision).WithMany().HasForeignKey(row => row.DecisionId).OnDelete(DeleteBehavior.Restrict);
        deliveries.HasIndex(row => row.DueAt).HasFilter("due_at IS NOT NULL");
    }
}
