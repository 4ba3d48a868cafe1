using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Moderation.Store.PostgresMigrations
{
    /// <inheritdoc />
    public partial class AnnotationsImported : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "imported",
                table: "annotations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            // Rows that are here already: what came with imported comments, as it was told until now. None of them may be changed but for this.
            migrationBuilder.Sql(
                """
                ALTER TABLE annotations DISABLE TRIGGER annotations_append_only;
                UPDATE annotations SET imported = true WHERE decision_id IS NULL AND comment_key IN (SELECT key FROM comments WHERE source LIKE 'import:%');
                ALTER TABLE annotations ENABLE TRIGGER annotations_append_only;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "imported",
                table: "annotations");
        }
    }
}
