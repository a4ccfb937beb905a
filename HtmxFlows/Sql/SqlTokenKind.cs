
namespace HtmxFlows.Sql;

enum SqlTokenKind { Word, Parameter, Text, Number, Symbol }
