using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using WxCloud.Emulator.Database.Commands;
using WxCloud.Emulator.Database.Values;
using WxCloud.Emulator.Database.Values.ExtendedJson;
using WxCloud.Emulator.Tests.Support;
using Xunit;

namespace WxCloud.Emulator.Tests.Database.Judges;

/// <summary>
/// Thousands of generated cases against mingo, which was not written by us. Where mingo is known to differ from MongoDB the generators stay
/// clear of it, or <see cref="IsKnownDifference"/> names the reason.
/// </summary>
public sealed class MingoTests
{
    private const int CasesPerSeed = 1500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Filters_sorts_and_pages_find_what_mingo_finds(int seed)
    {
        ValueGenerator values = new(new Random(seed));
        FilterGenerator filters = new(values, new ExpressionGenerator(values));
        await JudgeAsync(Enumerable.Range(0, CasesPerSeed).Select(_ => FindCase(values, filters)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Updates_change_what_mingo_changes(int seed)
    {
        ValueGenerator values = new(new Random(seed));
        UpdateGenerator updates = new(values);
        await JudgeAsync(Enumerable.Range(0, CasesPerSeed).Select(id =>
        {
            var document = values.Document(id);
            return new Case.Update(document, updates.Update(document));
        }));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Pipelines_give_what_mingo_gives(int seed)
    {
        ValueGenerator values = new(new Random(seed));
        ExpressionGenerator expressions = new(values);
        PipelineGenerator pipelines = new(values, new FilterGenerator(values, expressions), expressions);
        await JudgeAsync(Enumerable.Range(0, CasesPerSeed).Select(_ => new Case.Pipeline(values.Documents(), pipelines.Pipeline())));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Positions_in_arrays_are_those_of_mingo(int seed)
    {
        ValueGenerator values = new(new Random(seed));
        UpdateGenerator updates = new(values);
        await JudgeAsync(Enumerable.Range(0, CasesPerSeed).Select(id =>
        {
            var document = values.Document(id);
            var (condition, update) = updates.Positional(document);
            return new Case.MatchedUpdate(document, condition, update);
        }));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    public async Task Expressions_have_the_values_of_mingo(int seed)
    {
        ValueGenerator values = new(new Random(seed));
        ExpressionGenerator expressions = new(values);
        await JudgeAsync(Enumerable.Range(0, CasesPerSeed).Select(_ => new Case.Pipeline(
            values.Documents(), [DocumentValue.Of("$project", DocumentValue.Of("v", new DocumentValue(new Field("w", expressions.Any()))))])));
    }

    /// <summary>
    /// The operators of cloudbase-admin.md, section 4. Not among them: <c>$geoNear</c>, <c>$nearSphere</c>, <c>$geoWithin</c> and <c>$geoIntersects</c>, which mingo has not
    /// (d3-geo judges them); <c>$indexOfCP</c>, <c>$meta</c> and <c>$sample</c>; <c>$week</c>, whose weeks it begins otherwise than MongoDB; <c>$setOnInsert</c>.
    /// </summary>
    [Fact]
    public void Every_operator_is_in_the_cases()
    {
        const string Filters = "eq ne gt gte lt lte in nin exists mod all size elemMatch expr and or nor not type regex bitsAllSet bitsAllClear bitsAnySet bitsAnyClear";
        const string Updates = "set unset inc mul min max rename push each position slice sort pop pull pullAll addToSet bit";
        const string Stages = "addFields bucket bucketAuto count group limit lookup match project replaceRoot skip sort sortByCount unwind facet unset set replaceWith";
        const string Expressions =
            "abs add ceil divide exp floor ln log log10 mod multiply pow sqrt subtract trunc arrayElemAt arrayToObject concatArrays filter in indexOfArray isArray map range reduce reverseArray "
            + "size slice zip and not or cmp eq gt gte lt lte ne cond ifNull switch dateFromParts dateFromString dateToString dayOfMonth dayOfWeek dayOfYear isoDayOfWeek isoWeek isoWeekYear "
            + "millisecond second minute hour month year literal let mergeObjects objectToArray allElementsTrue anyElementTrue setDifference setEquals setIntersection setIsSubset setUnion concat "
            + "indexOfBytes split strLenBytes strLenCP strcasecmp substr substrBytes substrCP toLower toUpper addToSet avg first last max min push stdDevPop stdDevSamp sum isNumber";
        ValueGenerator values = new(new Random(12));
        ExpressionGenerator expressions = new(values);
        FilterGenerator filters = new(values, expressions);
        UpdateGenerator updates = new(values);
        PipelineGenerator pipelines = new(values, filters, expressions);
        HashSet<string> used = [];
        for (var i = 0; i < CasesPerSeed; i++)
        {
            OperatorUsage.Collect(filters.Filter(), used);
            OperatorUsage.Collect(updates.Update(values.Document(i)), used);
            OperatorUsage.Collect(new ArrayValue(pipelines.Pipeline()), used);
        }

        Assert.Empty($"{Filters} {Updates} {Stages} {Expressions}".Split(' ').Select(name => $"${name}").Except(used));
    }

    private static Case.Find FindCase(ValueGenerator values, FilterGenerator filters)
    {
        var command = new FindCommand("c") { Filter = filters.Filter() };
        if (values.Chance(0.3))
        {
            // The id makes the order complete, so that both sides must agree on every place.
            command = command with
            {
                Sort = new DocumentValue(new Field(values.OneOf("a", "b"), NumberValue.Of(values.OneOf(1, -1))), new Field("_id", NumberValue.Of(1))),
                Skip = values.Next(3),
                Limit = values.Next(4) + 1,
            };
        }

        return new Case.Find(values.Documents(), values.Chance(0.3) ? command with { Projection = Projection(values) } : command);
    }

    private static DocumentValue Projection(ValueGenerator values)
    {
        static DocumentValue Flag(string name, int flag) => DocumentValue.Of(name, NumberValue.Of(flag));
        return values.Next(7) switch
        {
            0 => new DocumentValue(new Field("a", NumberValue.Of(1)), new Field("b", NumberValue.Of(1))),
            1 => new DocumentValue(new Field("a", NumberValue.Of(1)), new Field("_id", NumberValue.Of(0))),
            2 => Flag(values.OneOf("a", "c", "d.x"), 0),
            3 => Flag("d.x", 1),

            // Alone $slice keeps all other fields, which mingo does not know; nor does it know operators in $elemMatch here.
            4 or 5 => new DocumentValue(new Field("a", NumberValue.Of(1)), new Field("c", DocumentValue.Of("$slice", NumberValue.Of(values.OneOf(1, -2, 2))))),
            _ => DocumentValue.Of("d", DocumentValue.Of("$elemMatch", DocumentValue.Of("x", DocumentValue.Of("$gte", values.Number())))),
        };
    }

    private static async Task JudgeAsync(IEnumerable<Case> generated)
    {
        Case[] cases = [.. generated];
        using TemporaryFolder folder = new();
        var file = folder.Combine("cases.jsonl");
        await File.WriteAllLinesAsync(file, cases.Select(item => ExtendedJsonWriter.ToText(item.ToDocument())), TestEmulator.Cancellation);
        var output = await NodePackages.RunAsync("mingo.js", null, file);
        ExtendedJsonReader reader = new(now: 0);
        DocumentValue[] verdicts = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(reader.ReadDocument)];
        Assert.Equal(cases.Length, verdicts.Length);

        List<string> differences = [];
        var refused = 0;
        foreach (var (item, verdict) in cases.Zip(verdicts))
        {
            var expected = verdict["ok"] as ArrayValue;
            var actual = item.Run();
            refused += actual is null ? 1 : 0;
            var isSame = expected is null || actual is null ? expected is null && actual is null : Sameness.Are(new ArrayValue(actual), expected);
            if (!isSame && !IsKnownDifference(item, verdict, actual))
            {
                differences.Add($"""
                    case    {ExtendedJsonWriter.ToText(item.ToDocument())}
                    mingo   {ExtendedJsonWriter.ToText(verdict)}
                    we      {(actual is null ? "refused" : ExtendedJsonWriter.ToText(new ArrayValue(actual)))}
                    """);
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} of {cases.Length} differ ({refused} refused):\n{string.Join('\n', differences.Take(12))}");
        Assert.True(refused < cases.Length / 10, $"{refused} of {cases.Length} cases are refused, so they judge little.");
    }

    private static bool IsKnownDifference(Case item, DocumentValue verdict, IReadOnlyList<DbValue>? actual)
    {
        return item switch
        {
            // $addToSet makes the whole array a set, or adds nothing to one that is none.
            Case.Update { Document: var document } => document["c"] is ArrayValue array && array.Distinct(ValueOrder.Instance).Count() < array.Count,

            // $count counts to zero, where MongoDB gives no document.
            Case.Pipeline => actual is [] && verdict["ok"] is ArrayValue { Count: 1 } counted && counted[0] is DocumentValue count && count["total"] is NumberValue { IsTrue: false },
            _ => false,
        };
    }
}
