using System.Text.RegularExpressions;

namespace HtmxFlows.Tests.Rules;

/// <summary>One database seam: no type of SQLite outside <c>Data/</c> and the sealed SQLite of <c>Sql/</c>, and none in the seam itself.</summary>
public sealed partial class StorageRule
{
    [Fact]
    public void Only_Data_and_Sql_name_types_of_SQLite()
    {
        string[] sources = [.. Source.Files.Where(file => Path.GetExtension(file) is ".cs" or ".cshtml" && FolderOf(file) is not ("Data" or "Sql"))];

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, file => OfSqlite().IsMatch(Source.Read(file)));
    }

    [Fact]
    public void In_Data_only_the_SQLite_database_and_its_registration_name_types_of_SQLite() => Assert.All(
        Source.Files.Where(file => FolderOf(file) == "Data" && OfSqlite().IsMatch(Source.Read(file))),
        file => Assert.True(file.StartsWith("Data/Sqlite/", StringComparison.Ordinal) || file == "Data/DatabaseSetup.cs", file));

    [Theory]
    [InlineData("using Microsoft.Data.Sqlite;", true)]
    [InlineData("SqliteException error", true)]
    [InlineData("SQLitePCL.raw.sqlite3_libversion()", true)]
    [InlineData("new SqliteDatabase(file)", true)]
    [InlineData("DbConnection connection", false)]
    [InlineData("/// SQLite would read all runs", false)]
    public void A_type_of_SQLite_is_recognized(string code, bool isOfSqlite) => Assert.Equal(isOfSqlite, OfSqlite().IsMatch(code));

    static string FolderOf(string file) => file.Split('/')[0];

    [GeneratedRegex(@"\bSqlite\w*|\bSQLitePCL\b|\bsqlite3_\w+")]
    private static partial Regex OfSqlite();
}
