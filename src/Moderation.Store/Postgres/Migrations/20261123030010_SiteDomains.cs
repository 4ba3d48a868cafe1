using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Moderation.Store.PostgresMigrations
{
    /// <inheritdoc />
    public partial class SiteDomains : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "domains",
                table: "sites",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "domains",
                table: "sites");
        }
    }
}
