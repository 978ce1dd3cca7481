using System.Collections.Generic;
using System.Linq;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Geometry;
using WxCloud.Emulator.Database.Queries;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Pipelines;

/// <summary>Documents by their distance from a point, the nearest first; distances are in metres.</summary>
internal sealed class GeoNearStage(FieldPath key, NearTest near, Filter query, FieldPath distanceField, double multiplier, FieldPath? locationField, int limit) : Stage
{
    public static GeoNearStage Compile(DocumentValue arguments, PipelineContext context)
    {
        var key = arguments["key"] is TextValue named ? named.Text : context.GeoField;
        if (key is null)
        {
            throw DatabaseErrors.RequestFailed("Aggregate", "$geoNear requires a 2dsphere index, or 'key' with the field");
        }

        if (GeoShape.Parse(arguments["near"]) is not { Points: [var centre], Lines: [], Polygons: [] })
        {
            throw DatabaseErrors.InvalidOperator("$geoNear requires 'near' to be a Point");
        }

        if (arguments["distanceField"] is not TextValue distance)
        {
            throw DatabaseErrors.InvalidOperator("$geoNear requires a 'distanceField'");
        }

        var limit = arguments["limit"].IsMissing ? arguments["num"] : arguments["limit"];
        return new GeoNearStage(
            FieldPath.Parse(key),
            new NearTest(centre, Number(arguments["minDistance"], 0), Number(arguments["maxDistance"], double.PositiveInfinity)),
            arguments["query"] is DocumentValue query ? new FilterCompiler(context.Scope).Compile(query) : Filter.All,
            FieldPath.Parse(distance.Text),
            Number(arguments["distanceMultiplier"], 1),
            arguments["includeLocs"] is TextValue location ? FieldPath.Parse(location.Text) : null,
            limit.IsMissing ? int.MaxValue : ArrayOperators.Whole("$geoNear 'limit'", limit));
    }

    public override IEnumerable<DocumentValue> Apply(IEnumerable<DocumentValue> input)
    {
        return input
            .Where(query.Matches)
            .Select(document => (document, Place: key.Evaluate(document)))
            .Where(item => near.AcceptsItself(item.Place))
            .Select(item => (item.document, item.Place, Metres: near.DistanceOf(item.Place)!.Value))
            .OrderBy(item => item.Metres)
            .Take(limit)
            .Select(item =>
            {
                var document = PathEditor.Edit(item.document, distanceField, _ => NumberValue.Of(item.Metres * multiplier), isCreating: true);
                return locationField is null ? document : PathEditor.Edit(document, locationField, _ => item.Place, isCreating: true);
            });
    }

    private static double Number(DbValue value, double otherwise)
    {
        return value switch
        {
            { IsNullish: true } => otherwise,
            NumberValue number => number.ToDouble(),
            _ => throw DatabaseErrors.InvalidOperator("$geoNear requires numbers for distances"),
        };
    }
}
