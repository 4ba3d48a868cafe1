using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Moderation.Store.SqliteMigrations
{
    /// <inheritdoc />
    public partial class PeoplesSites : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "sites",
                table: "users",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "sites",
                table: "users");
        }
    }
}
