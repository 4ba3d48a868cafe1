using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Moderation.Store.PostgresMigrations
{
    /// <inheritdoc />
    public partial class ParentIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
            migrationBuilder.DropIndex(
                name: "ix_comments_site_section_parent_id",
                table: "comments");

            migrationBuilder.CreateIndex(
                name: "ix_comments_site_section_parent_id",
                table: "comments",
                columns: new[] { "site", "section", "parent_id" });
        }
    }
}
