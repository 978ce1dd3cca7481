using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Database.Values.ExtendedJson;
using Xunit;

namespace WxCloud.Emulator.Tests.Database;

public sealed class ValueTests
{
    private static readonly ExtendedJsonReader s_reader = new(now: 1_000);

    [Theory]
    [InlineData("""{"$numberInt":"5"}""", "5")]
    [InlineData("""{"$numberLong":"5"}""", """{"$numberLong":"5"}""")]
    [InlineData("5000000000", """{"$numberLong":"5000000000"}""")]
    [InlineData("1e3", """{"$numberDouble":"1000.0"}""")]
    [InlineData("45.0", """{"$numberDouble":"45.0"}""")]
    [InlineData("""{"$numberDouble":"NaN"}""", """{"$numberDouble":"NaN"}""")]
    [InlineData("""{"$numberDouble":"-Infinity"}""", """{"$numberDouble":"-Infinity"}""")]
    [InlineData("""{"$numberDecimal":"1.10"}""", """{"$numberDecimal":"1.10"}""")]
    [InlineData("""{"$date":{"$numberLong":"1600000000000"}}""", """{"$date":"2020-09-13T12:26:40.000Z"}""")]
    [InlineData("""{"$date":"2020-09-13T20:26:40+08:00"}""", """{"$date":"2020-09-13T12:26:40.000Z"}""")]
    [InlineData("""{"$date":-1}""", """{"$date":{"$numberLong":"-1"}}""")]
    [InlineData("""{"$oid":"5e9f2b3c4d5e6f7a8b9c0d1e"}""", "\"5e9f2b3c4d5e6f7a8b9c0d1e\"")]
    [InlineData("""{"$binary":"AQI=","$type":"00"}""", """{"$binary":{"base64":"AQI=","subType":"00"}}""")]
    [InlineData("""{"$regularExpression":{"pattern":"a","options":"mi"}}""", """{"$regularExpression":{"pattern":"a","options":"im"}}""")]
    [InlineData("""{"$tcb_server_date":{"offset":{"$numberInt":"500"}}}""", """{"$date":"1970-01-01T00:00:01.500Z"}""")]
    [InlineData("""{"$date":{"offset":-1000}}""", """{"$date":"1970-01-01T00:00:00.000Z"}""")]
    [InlineData("""{"$minKey":1}""", """{"$minKey":1}""")]
    [InlineData("""{"b":1,"a":{"$gt":1},"b":2}""", """{"b":2,"a":{"$gt":1}}""")]
    public void Extended_JSON_keeps_types_and_the_order_of_keys(string json, string written)
    {
        Assert.Equal(written, ExtendedJsonWriter.ToText(s_reader.Read(json)));
    }

    [Theory]
    [InlineData("""{"$timestamp":{"t":1,"i":1}}""", "$timestamp")]
    [InlineData("""{"$numberDecimal":"1E+500"}""", "1E+500")]
    [InlineData("""{"$numberInt":"5000000000"}""", "5000000000")]
    [InlineData("""{"$date":"yesterday"}""", "$date")]
    [InlineData("""{"a":1""", "malformed")]
    [InlineData("1 2", "")]
    public void What_cannot_be_read_is_an_error_that_names_it(string json, string named)
    {
        Assert.Contains(named, Assert.Throws<DatabaseException>(() => s_reader.Read(json)).Message);
    }

    [Fact]
    public void Values_sort_by_class_and_then_by_value()
    {
        string[] ascending =
        [
            """{"$minKey":1}""", "null", """{"$numberDouble":"NaN"}""", """{"$numberDouble":"-Infinity"}""", "-1", """{"$numberDecimal":"-0.5"}""", "0", """{"$numberDouble":"0.5"}""",
            "9007199254740992", """{"$numberLong":"9007199254740993"}""", """{"$numberDouble":"9007199254740994.0"}""", "1e300",
            "\"\"", "\"B\"", "\"a\"", "\"ab\"", "\"b\"", "\"中\"", "\"\uFFFD\"", "\"😀\"",
            "{}", """{"a":1}""", """{"a":1,"b":0}""", """{"a":2}""", """{"b":1}""", """{"a":"x"}""",
            "[]", "[1]", "[1,0]", "[2]", """["a"]""",
            """{"$binary":{"base64":"AQ==","subType":"00"}}""", """{"$binary":{"base64":"AQI=","subType":"00"}}""", "false", "true",
            """{"$date":"1970-01-01T00:00:00Z"}""", """{"$date":"2020-01-01T00:00:00Z"}""", """{"$regularExpression":{"pattern":"a","options":""}}""", """{"$maxKey":1}""",
        ];
        var values = ascending.Select(s_reader.Read).ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
            {
                Assert.True(System.Math.Sign(ValueOrder.Compare(values[i], values[j])) == System.Math.Sign(i.CompareTo(j)), $"{ascending[i]} and {ascending[j]}");
            }
        }
    }

    [Theory]
    [InlineData("1", """{"$numberDouble":"1.0"}""")]
    [InlineData("1", """{"$numberLong":"1"}""")]
    [InlineData("""{"a":[1.5]}""", """{"a":[{"$numberDecimal":"1.5"}]}""")]
    public void Numbers_of_different_types_are_equal_and_share_a_hash(string left, string right)
    {
        DbValue a = s_reader.Read(left), b = s_reader.Read(right);

        Assert.True(ValueOrder.AreEqual(a, b));
        Assert.Equal(ValueOrder.Instance.GetHashCode(a), ValueOrder.Instance.GetHashCode(b));
    }
}
