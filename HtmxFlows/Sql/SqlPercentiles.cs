using SQLitePCL;

namespace HtmxFlows.Sql;

/// <summary>
/// The median and the percentiles, as SQLite has them (sqlite.org/percentile.html) but for windows. SQLite's own sort the values within
/// one operation, in a time that grows with the square of their number if their order is made for it.
/// </summary>
static class SqlPercentiles
{
    /// <summary>The most numbers of one group.</summary>
    const int MostNumbers = 1 << 20;

    public static void Define(sqlite3 db, Func<bool> isOver)
    {
        Define("median", 1, (sorted, _) => Between(sorted, 0.5));
        Define("percentile", 2, (sorted, fraction) => Between(sorted, fraction / 100), largest: 100);
        Define("percentile_cont", 2, Between);
        Define("percentile_disc", 2, (sorted, fraction) => sorted[(int)(fraction * (sorted.Count - 1))]);

        void Define(string name, int count, Func<List<double>, double, double> pick, double largest = 1) =>
            raw.sqlite3_create_function(db, name, count, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null,
                (context, _, arguments) =>
                {
                    if (isOver()) raw.sqlite3_result_error_code(context, raw.SQLITE_INTERRUPT);
                    else if (((Group)(context.state ??= new Group())).Add(name, arguments, largest) is { } problem) raw.sqlite3_result_error(context, problem);
                },
                (context, _) =>
                {
                    var group = context.state as Group;
                    context.state = null;
                    if (group is null || group.IsEmpty) raw.sqlite3_result_null(context);
                    else raw.sqlite3_result_double(context, group.Pick(pick));
                });
    }

    static double Between(List<double> sorted, double fraction)
    {
        var place = fraction * (sorted.Count - 1);
        var (low, high) = (sorted[(int)place], sorted[Math.Min((int)place + 1, sorted.Count - 1)]);
        return low + (high - low) * (place - (int)place);
    }

    sealed class Group
    {
        readonly List<double> numbers = [];
        double? fraction;

        public bool IsEmpty => numbers.Count == 0;

        public string? Add(string name, sqlite3_value[] arguments, double largest)
        {
            if (arguments.Length > 1)
            {
                var given = raw.sqlite3_value_type(arguments[1]) is raw.SQLITE_INTEGER or raw.SQLITE_FLOAT ? raw.sqlite3_value_double(arguments[1]) : -1;
                if (given < 0 || given > largest) return $"the fraction argument to {name}() is not between 0.0 and {largest:0.0}";
                if (fraction is { } before && before != given) return $"the fraction argument to {name}() is not the same for all input rows";
                fraction = given;
            }
            switch (raw.sqlite3_value_type(arguments[0]))
            {
                case raw.SQLITE_NULL: return null;
                case raw.SQLITE_INTEGER or raw.SQLITE_FLOAT: break;
                default: return $"input to {name}() is not numeric";
            }
            var number = raw.sqlite3_value_double(arguments[0]);
            if (!double.IsFinite(number)) return $"Inf input to {name}()";
            if (numbers.Count == MostNumbers) return $"{name}() has more than {MostNumbers:N0} numbers";
            numbers.Add(number);
            return null;
        }

        public double Pick(Func<List<double>, double, double> pick)
        {
            numbers.Sort();
            return pick(numbers, fraction ?? 0);
        }
    }
}
