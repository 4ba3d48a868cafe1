using Microsoft.EntityFrameworkCore.Migrations;

namespace Moderation.Store.PostgresMigrations;

/// <inheritdoc />
public partial class AppendOnly : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Store.AppendOnly.FirstTables)
        {
                migrationBuilder.Sql(Store.AppendOnly.PostgresTrigger(table));
        }
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Store.AppendOnly.FirstTables)
        {
                migrationBuilder.Sql(Store.AppendOnly.PostgresDrop(table));
        }
    }
}
