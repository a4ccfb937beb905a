using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>The commonest jobs in JavaScript, to learn <see cref="CodeNode"/> from.</summary>
static class CodeExamples
{
    const string Orders =
        """
        {"input": [
          {"id": 1, "customer": "Ada", "city": "Bern", "day": "2030-01-05", "total": 120},
          {"id": 2, "customer": "Ben", "city": "Basel", "day": "2030-01-07", "total": 80},
          {"id": 3, "customer": "Ada", "city": "Bern", "day": "2030-02-10", "total": 40},
          {"id": 4, "customer": "Cleo", "city": "Bern", "day": "2030-02-11", "total": 200}
        ]}
        """;

    public static IReadOnlyList<NodeExample> All { get; } =
    [
        Of("A sum", Orders, "return input.reduce((sum, order) => sum + order.total, 0);"),
        Of("Filter: the items that match", Orders, "return input.filter(order => order.city === 'Bern' && order.total >= 100);"),
        Of("Pick and rename fields", Orders, "return input.map(({ id, customer }) => ({ number: id, name: customer }));"),
        Of("Change one field of each item", Orders, "return input.map(order => ({ ...order, total: order.total * 2 }));"),
        Of("Count, sum, average and extremes", Orders,
            """
            const totals = input.map(order => order.total);
            const sum = totals.reduce((a, b) => a + b, 0);
            return { orders: totals.length, total: sum, average: sum / totals.length, least: Math.min(...totals), most: Math.max(...totals) };
            """),
        Of("Group: totals by city", Orders,
            """
            const groups = Object.groupBy(input, order => order.city);
            return Object.entries(groups).map(([city, orders]) => ({
              city, orders: orders.length, total: orders.reduce((sum, order) => sum + order.total, 0),
            }));
            """),
        Of("Sort by two fields", Orders, "return input.toSorted((a, b) => a.city.localeCompare(b.city) || b.total - a.total).map(order => order.id);"),
        Of("Top n per group: the largest order of each customer", Orders,
            """
            const best = {};
            for (const order of input) {
              if (!(order.customer in best) || order.total > best[order.customer].total) best[order.customer] = order;
            }
            return Object.values(best);
            """),
        Of("Remove duplicates: the first item of each city", Orders,
            """
            const seen = new Set();
            return input.filter(order => !seen.has(order.city) && seen.add(order.city));
            """),
        Of("Distinct values", Orders, "return [...new Set(input.map(order => order.city))].sort();"),
        Of("Join the outputs of two nodes",
            """
            {"nodes": {"orders": [{"id": 1, "customer": 7}, {"id": 2, "customer": 9}], "customers": [{"id": 7, "name": "Ada"}, {"id": 8, "name": "Ben"}]}}
            """,
            """
            const names = new Map(nodes.customers.map(customer => [customer.id, customer.name]));
            return nodes.orders.map(order => ({ id: order.id, name: names.get(order.customer) ?? null }));
            """),
        Of("New items: in one list and not in the other", """{"nodes": {"now": ["a", "b", "c"], "before": ["a", "c"]}}""",
            "return nodes.now.filter(item => !nodes.before.includes(item));"),
        Of("Running total", Orders,
            """
            let soFar = 0;
            return input.map(order => ({ day: order.day, soFar: soFar += order.total }));
            """),
        Of("Share of the total, in percent", Orders,
            """
            const sum = input.reduce((sum, order) => sum + order.total, 0);
            return input.map(({ id, total }) => ({ id, percent: Math.round(total / sum * 1000) / 10 }));
            """),
        Of("Pivot: a row per month, a column per city", Orders,
            """
            const months = {};
            for (const { day, city, total } of input) {
              const row = months[day.slice(0, 7)] ??= { month: day.slice(0, 7) };
              row[city] = (row[city] ?? 0) + total;
            }
            return Object.values(months);
            """),
        Of("Rows from an object, and an object from rows", """{"input": {"apples": 3, "pears": 5}}""",
            """
            const rows = Object.entries(input).map(([fruit, amount]) => ({ fruit, amount }));
            return { rows, back: Object.fromEntries(rows.map(row => [row.fruit, row.amount])) };
            """),
        Of("Flatten nested lists", """{"input": [{"id": 1, "tags": ["red", "big"]}, {"id": 2, "tags": ["blue"]}]}""",
            "return input.flatMap(({ id, tags }) => tags.map(tag => ({ id, tag })));"),
        Of("Build a tree from rows", """{"input": [{"id": 1, "parent": null}, {"id": 2, "parent": 1}, {"id": 3, "parent": 1}, {"id": 4, "parent": 3}]}""",
            """
            const below = parent => input.filter(row => row.parent === parent).map(row => ({ id: row.id, children: below(row.id) }));
            return below(null);
            """),
        Of("Split a list into batches", """{"input": [1, 2, 3, 4, 5]}""",
            """
            const batches = [];
            for (let at = 0; at < input.length; at += 2) batches.push(input.slice(at, at + 2));
            return batches;
            """),
        Of("Text: extract by a regular expression", """{"prompt": "Invoices 2030-17 and 2030-18 are open."}""",
            "return [...prompt.matchAll(/(?<year>\\d{4})-(?<number>\\d+)/g)].map(match => ({ ...match.groups }));"),
        Of("Text: lines of names and values", """{"input": "host: example.com\nport: 8080\n\n# a remark"}""",
            """
            return Object.fromEntries(input.split('\n')
              .map(line => line.match(/^(\w+):\s*(.*)$/))
              .filter(Boolean)
              .map(([, name, value]) => [name, value]));
            """),
        Of("Text: a Markdown table", """{"input": [{"name": "Figs", "price": 4.9}, {"name": "Dates", "price": 7}]}""",
            """
            const columns = Object.keys(input[0]);
            const row = cells => `| ${cells.join(' | ')} |`;
            return [row(columns), row(columns.map(() => '---')), ...input.map(item => row(columns.map(name => item[name])))].join('\n');
            """),
        Of("Dates: days between, and a month later", """{"input": {"from": "2030-03-01", "to": "2030-03-30"}}""",
            """
            const [from, to] = [new Date(input.from), new Date(input.to)];
            const later = new Date(from);
            later.setUTCMonth(later.getUTCMonth() + 1);
            return { days: (to - from) / 86_400_000, later: later.toISOString().slice(0, 10), weekday: from.getUTCDay() };
            """),
        Of("Defaults for missing fields", """{"input": {"name": "Ada", "address": {}}}""",
            "return { name: input.name, city: input.address?.city ?? 'unknown', tags: input.tags ?? [] };"),
        Of("Check values, and fail with a reason", """{"input": [{"id": 1, "total": 5}, {"id": 2, "total": 7}]}""",
            """
            const wrong = input.filter(order => !(order.total > 0));
            if (wrong.length > 0) throw new Error(`Orders without a total: ${wrong.map(order => order.id).join(', ')}`);
            return input.length;
            """),
        Of("Write to the log of the node", """{"input": [3, 1, 2]}""",
            """
            console.log('got', input.length, 'numbers');
            const sorted = input.toSorted((a, b) => a - b);
            console.log(sorted);
            return sorted[0];
            """),
    ];

    static NodeExample Of(string title, string names, string script) => new(title, Json.From(new { script }).GetRawText(), names);
}
