using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;

namespace HtmxFlows.Api;

/// <summary>The servers of the Model Context Protocol that this app offers.</summary>
public sealed class McpServers(IDatabase database, TimeProvider time)
{
    const string Columns = "SELECT s.name, s.title, t.workflow_id FROM mcp_servers s LEFT JOIN mcp_tools t ON t.server = s.name";

    /// <summary>All servers, by their names.</summary>
    public IReadOnlyList<McpServerContent> List() => Read("", new { });

    /// <summary>The server of a name; null if there is none.</summary>
    public McpServerContent? Find(string name) => Read("WHERE s.name = @name", new { name }).SingleOrDefault();

    /// <summary>Adds a server, or changes the one that has the name.</summary>
    /// <param name="isNew">Refuses a name that another server has.</param>
    public Task<McpServerOutcome> Save(McpServerContent server, bool isNew, Actor actor)
    {
        if (server.FindProblems().ToArray() is { Length: > 0 } problems)
            return Task.FromResult<McpServerOutcome>(new McpServerOutcome.Refused(problems));
        return database.Write<McpServerOutcome>(writer =>
        {
            var (connection, now) = (writer.Connection, time.GetUtcNow());
            if (isNew && connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM mcp_servers WHERE name = @Name)", server))
                return new McpServerOutcome.Refused([new("name", "Another server has this name. Use another one.")]);
            connection.Execute("INSERT INTO mcp_servers (name, title, created_at) VALUES (@Name, @Title, @now) ON CONFLICT (name) DO UPDATE SET title = excluded.title", new { server.Name, server.Title, now });
            connection.Execute("DELETE FROM mcp_tools WHERE server = @Name", server);
            foreach (var workflow in server.Workflows.Distinct())
                connection.Execute("INSERT INTO mcp_tools (server, workflow_id) SELECT @Name, id FROM workflows WHERE id = @workflow AND deleted_at IS NULL", new { server.Name, workflow });
            AuditLog.Write(writer, actor, AuditAction.McpServerSaved, new(null, server.Name), now, new { workflows = server.Workflows });
            return new McpServerOutcome.Saved();
        });
    }

    /// <returns>False if there was none.</returns>
    public Task<bool> Delete(string name, Actor actor) => database.Write(writer =>
    {
        if (writer.Connection.Execute("DELETE FROM mcp_servers WHERE name = @name", new { name }) == 0)
            return false;
        AuditLog.Write(writer, actor, AuditAction.McpServerDeleted, new(null, name), time.GetUtcNow());
        return true;
    });

    IReadOnlyList<McpServerContent> Read(string where, object values) =>
    [
        .. database.Read(connection => connection.Query<Row>($"{Columns} {where} ORDER BY s.name, t.workflow_id", values))
            .GroupBy(row => (row.Name, row.Title)).Select(rows => new McpServerContent(rows.Key.Name, rows.Key.Title, [.. rows.Select(row => row.WorkflowId).OfType<Guid>()])),
    ];

    sealed record Row
    {
        public required string Name { get; init; }

        public required string Title { get; init; }

        public Guid? WorkflowId { get; init; }
    }
}
