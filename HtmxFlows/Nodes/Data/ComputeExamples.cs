using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>The commonest jobs in SQL, to learn <see cref="ComputeNode"/> from.</summary>
static class ComputeExamples
{
    const string Orders =
        """
        {"input": {"items": [
          {"id": 1, "customer": "Ada", "city": "Bern", "day": "2030-01-05", "total": 120},
          {"id": 2, "customer": "Ben", "city": "Basel", "day": "2030-01-07", "total": 80},
          {"id": 3, "customer": "Ada", "city": "Bern", "day": "2030-02-10", "total": 40},
          {"id": 4, "customer": "Cleo", "city": "Bern", "day": "2030-02-11", "total": 200}
        ]}}
        """;

    public static IReadOnlyList<NodeExample> All { get; } =
    [
        Of("A sum", Orders, "SELECT sum(value ->> 'total') AS total FROM json_each(:input, '$.items')"),
        Of("Filter: the rows that match", Orders,
            """
            SELECT value FROM json_each(:input, '$.items')
            WHERE value ->> 'total' >= 100
            """),
        Of("Filter that always returns a list", Orders,
            """
            SELECT json_group_array(json(value)) FROM json_each(:input, '$.items')
            WHERE value ->> 'city' = 'Basel'
            """),
        Of("Pick and rename fields", Orders,
            """
            SELECT value ->> 'id' AS number, value ->> 'customer' AS name
            FROM json_each(:input, '$.items')
            """),
        Of("Count, sum, average and extremes", Orders,
            """
            SELECT count(*) AS orders, sum(value ->> 'total') AS total, round(avg(value ->> 'total'), 2) AS average,
              min(value ->> 'total') AS least, max(value ->> 'total') AS most
            FROM json_each(:input, '$.items')
            """),
        Of("Group", Orders,
            """
            SELECT value ->> 'city' AS city, count(*) AS orders, sum(value ->> 'total') AS total
            FROM json_each(:input, '$.items')
            GROUP BY city ORDER BY total DESC
            """),
        Of("Join the outputs of two nodes",
            """{"orders": [{"id": 1, "customer": 7}, {"id": 2, "customer": 8}, {"id": 3, "customer": 9}], "customers": [{"id": 7, "name": "Ada"}, {"id": 8, "name": "Ben"}]}""",
            """
            SELECT o.value ->> 'id' AS id, coalesce(c.value ->> 'name', 'nobody') AS name
            FROM json_each(:orders) AS o
            LEFT JOIN json_each(:customers) AS c ON c.value ->> 'id' = o.value ->> 'customer'
            """),
        Of("New items: in one list and not in the other",
            """{"now": ["a", "b", "c", "d"], "before": ["a", "c"]}""",
            "SELECT value FROM json_each(:now) WHERE value NOT IN (SELECT value FROM json_each(:before))"),
        Of("Pivot: a row per month, a column per city", Orders,
            """
            SELECT substr(value ->> 'day', 1, 7) AS month,
              coalesce(sum(value ->> 'total') FILTER (WHERE value ->> 'city' = 'Bern'), 0) AS bern,
              coalesce(sum(value ->> 'total') FILTER (WHERE value ->> 'city' = 'Basel'), 0) AS basel
            FROM json_each(:input, '$.items')
            GROUP BY month ORDER BY month
            """),
        Of("Rows from an object's fields", """{"input": {"apples": 3, "pears": 5}}""",
            "SELECT key AS fruit, value AS amount FROM json_each(:input)"),
        Of("An object from rows", Orders,
            "SELECT json_group_object(value ->> 'id', value ->> 'customer') FROM json_each(:input, '$.items')"),
        Of("Distinct values", Orders,
            "SELECT DISTINCT value ->> 'city' FROM json_each(:input, '$.items') ORDER BY 1"),
        Of("Remove duplicates: the latest row of each customer", Orders,
            """
            SELECT value FROM (
              SELECT value, row_number() OVER (PARTITION BY value ->> 'customer' ORDER BY value ->> 'day' DESC) AS place
              FROM json_each(:input, '$.items')
            ) WHERE place = 1
            """),
        Of("Top n per group: the two largest per city", Orders,
            """
            SELECT city, customer, total FROM (
              SELECT value ->> 'city' AS city, value ->> 'customer' AS customer, value ->> 'total' AS total,
                row_number() OVER (PARTITION BY value ->> 'city' ORDER BY value ->> 'total' DESC) AS place
              FROM json_each(:input, '$.items')
            ) WHERE place <= 2 ORDER BY city, total DESC
            """),
        Of("Running total", Orders,
            """
            SELECT value ->> 'day' AS day, sum(value ->> 'total') OVER (ORDER BY value ->> 'day') AS so_far
            FROM json_each(:input, '$.items')
            """),
        Of("Share of the total, in percent", Orders,
            """
            SELECT value ->> 'id' AS id, round(100.0 * (value ->> 'total') / sum(value ->> 'total') OVER (), 1) AS percent
            FROM json_each(:input, '$.items')
            """),
        Of("Change from the previous row", Orders,
            """
            SELECT value ->> 'day' AS day, (value ->> 'total') - lag(value ->> 'total') OVER (ORDER BY value ->> 'day') AS change
            FROM json_each(:input, '$.items')
            """),
        Of("Assign to classes", Orders,
            """
            SELECT value ->> 'id' AS id,
              CASE WHEN value ->> 'total' >= 150 THEN 'large' WHEN value ->> 'total' >= 75 THEN 'middle' ELSE 'small' END AS class
            FROM json_each(:input, '$.items')
            """),
        Of("Dates: days between, a month later, the day of the week", """{"input": {"from": "2030-01-31", "to": "2030-03-01"}}""",
            """
            SELECT CAST(julianday(:input ->> 'to') - julianday(:input ->> 'from') AS INTEGER) AS days,
              date(:input ->> 'to', '+1 month') AS month_later,
              CASE strftime('%w', :input ->> 'to') WHEN '0' THEN 'Sunday' WHEN '6' THEN 'Saturday' ELSE 'a working day' END AS falls_on
            """),
        Of("A row per day of a period", """{"input": {"from": "2030-02-27", "to": "2030-03-02"}}""",
            """
            WITH RECURSIVE days(day) AS (
              SELECT :input ->> 'from' UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < :input ->> 'to'
            ) SELECT day FROM days
            """),
        Of("Build nested JSON", """{"prompt": "Ada", "fetch": {"lines": [{"sku": "A", "n": 2}, {"sku": "B", "n": 1}]}}""",
            """
            SELECT json_object('customer', :prompt, 'lines', json((
              SELECT json_group_array(json_object('article', value ->> 'sku', 'amount', value ->> 'n')) FROM json_each(:fetch, '$.lines')
            )))
            """),
        Of("Change one field of each row", Orders,
            """
            SELECT json_set(value, '$.total', round((value ->> 'total') * 1.1, 2))
            FROM json_each(:input, '$.items')
            """),
        Of("Flatten nested lists", """{"input": [{"id": 1, "tags": ["red", "big"]}, {"id": 2, "tags": ["blue"]}]}""",
            """
            SELECT o.value ->> 'id' AS id, t.value AS tag
            FROM json_each(:input) AS o, json_each(o.value, '$.tags') AS t
            """),
        Of("Text: split at commas", """{"prompt": "red, green,blue"}""",
            """SELECT trim(value) FROM json_each('["' || replace(:prompt, ',', '","') || '"]')"""),
        Of("Text: join with commas", Orders,
            "SELECT group_concat(DISTINCT value ->> 'customer') AS customers FROM json_each(:input, '$.items')"),
        Of("Text: search, cut and replace", """{"prompt": "Invoice 2030-17 of Ada"}""",
            """
            SELECT substr(:prompt, instr(:prompt, ' ') + 1, 7) AS number, upper(:prompt) AS loud,
              replace(:prompt, 'Ada', 'Ben') AS other, :prompt LIKE '%invoice%' AS is_invoice
            """),
    ];

    static NodeExample Of(string title, string names, string sql) => new(title, Json.From(new { sql }).GetRawText(), names);
}
