using System.Data;
using System.Globalization;
using Dapper;

namespace HtmxFlows.Data;

/// <summary>How the app's types stand in columns: ids as lower-case text, times as fixed-width UTC text that sorts as time does.</summary>
public static class DatabaseTypes
{
    const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffffffZ";

    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(Guid));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.AddTypeHandler(new GuidHandler());
        SqlMapper.AddTypeHandler(new TimeHandler());
    }

    public static string ToText(Guid id) => id.ToString("D");

    public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    sealed class GuidHandler : SqlMapper.TypeHandler<Guid>
    {
        public override void SetValue(IDbDataParameter parameter, Guid value) => parameter.Value = ToText(value);

        public override Guid Parse(object value) => Guid.Parse((string)value);
    }

    sealed class TimeHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = ToText(value);

        public override DateTimeOffset Parse(object value) =>
            DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }
}
