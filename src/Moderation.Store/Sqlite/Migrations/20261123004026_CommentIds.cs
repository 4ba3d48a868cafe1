using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Moderation.Store.SqliteMigrations
{
    /// <inheritdoc />
    public partial class CommentIds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Filled by SqliteCommentIds, from rows whose key is above the last one's.
            migrationBuilder.Sql("CREATE TABLE comment_ids (hash INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (hash, key)) WITHOUT ROWID");
            migrationBuilder.Sql("CREATE TABLE comment_ids_until (until INTEGER NOT NULL)");
            migrationBuilder.Sql("INSERT INTO comment_ids_until (until) VALUES (0)");

            migrationBuilder.DropIndex(
                name: "ix_comments_site_comment_id_section_revision",
                table: "comments");

            migrationBuilder.DropIndex(
                name: "ix_comments_site_section_parent_id",
                table: "comments");

            migrationBuilder.CreateIndex(
                name: "ix_comments_site_section_parent_id",
                table: "comments",
                columns: new[] { "site", "section", "parent_id" },
                filter: "parent_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TABLE comment_ids_until");
            migrationBuilder.Sql("DROP TABLE comment_ids");

            migrationBuilder.DropIndex(
                name: "ix_comments_site_section_parent_id",
                table: "comments");

            migrationBuilder.CreateIndex(
                name: "ix_comments_site_comment_id_section_revision",
                table: "comments",
                columns: new[] { "site", "comment_id", "section", "revision" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_comments_site_section_parent_id",
                table: "comments",
                columns: new[] { "site", "section", "parent_id" });
        }
    }
}
