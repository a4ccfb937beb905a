namespace HtmxFlows.Schemas;

/// <summary>Finds references that lead back to where they stand without going into the value: following them would not end.</summary>
static class SchemaLoops
{
    /// <exception cref="SchemaException">There is such a loop.</exception>
    public static void Check(IEnumerable<SchemaNode> nodes)
    {
        HashSet<SchemaNode> done = [];
        foreach (var node in nodes)
            Walk(node, done);
    }

    // It keeps its own way, since references may follow each other thousands of times.
    static void Walk(SchemaNode from, HashSet<SchemaNode> done)
    {
        List<(SchemaNode Node, IEnumerator<SchemaNode> Next)> way = [(from, from.InPlace.GetEnumerator())];
        HashSet<SchemaNode> open = [from];
        while (way.Count > 0)
        {
            var (node, next) = way[^1];
            if (done.Contains(node) || !next.MoveNext())
            {
                done.Add(node);
                open.Remove(node);
                way.RemoveAt(way.Count - 1);
                continue;
            }
            if (!open.Add(next.Current))
                throw Loop([.. way.Select(step => step.Node).SkipWhile(step => step != next.Current), next.Current]);
            way.Add((next.Current, next.Current.InPlace.GetEnumerator()));
        }
    }

    static SchemaException Loop(IReadOnlyList<SchemaNode> way)
    {
        var (node, target) = way.Zip(way.Skip(1)).First(step => ReferenceOf(step.First, step.Second) is not null);
        var reference = ReferenceOf(node, target)!;
        return new($"{node.Place}/{(reference == node.Reference ? "$ref" : "$dynamicRef")}",
            $"“{reference.Text}” refers to itself without entering the value, so checking would never end. Refer to it inside properties or items.");
    }

    static SchemaReference? ReferenceOf(SchemaNode from, SchemaNode to) =>
        from.Reference?.Targets.Contains(to) == true ? from.Reference : from.DynamicReference?.Targets.Contains(to) == true ? from.DynamicReference : null;
}
