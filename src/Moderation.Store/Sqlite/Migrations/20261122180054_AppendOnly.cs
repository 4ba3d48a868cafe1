using Microsoft.EntityFrameworkCore.Migrations;

namespace Moderation.Store.SqliteMigrations;

/// <inheritdoc />
public partial class AppendOnly : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Store.AppendOnly.FirstTables)
        {
            foreach (var trigger in Store.AppendOnly.SqliteTriggers(table))
            {
                migrationBuilder.Sql(trigger);
            }
        }
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        foreach (var table in Store.AppendOnly.FirstTables)
        {
            foreach (var trigger in Store.AppendOnly.SqliteTriggers(table, drop: true))
            {
                migrationBuilder.Sql(trigger);
            }
        }
    }
}
