using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Moderation.Store.SqliteMigrations
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
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            // Rows that are here already: what came with imported comments, as it was told until now. None of them may be changed but for this.
            migrationBuilder.Sql("DROP TRIGGER annotations_no_update;");
            migrationBuilder.Sql("UPDATE annotations SET imported = 1 WHERE decision_id IS NULL AND comment_key IN (SELECT key FROM comments WHERE source LIKE 'import:%');");
            migrationBuilder.Sql(Store.AppendOnly.SqliteTriggers("annotations").First());
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // In place: to make the table anew, as it would be done otherwise, would lose its triggers.
            migrationBuilder.Sql("ALTER TABLE annotations DROP COLUMN imported;");
        }
    }
}
