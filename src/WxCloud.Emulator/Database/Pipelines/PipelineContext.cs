using System;
using System.Collections.Generic;
using WxCloud.Emulator.Database.Expressions;
using WxCloud.Emulator.Database.Values;

namespace WxCloud.Emulator.Database.Pipelines;

/// <summary>What stages see of the database.</summary>
/// <param name="Collection">The documents of a collection; none for an unknown one, as in MongoDB's <c>$lookup</c>.</param>
/// <param name="GeoField">The field that the 2dsphere index of the pipeline's collection is on; null when there is none.</param>
/// <param name="Scope">The variables, <c>NOW</c> among them.</param>
/// <param name="Random">The random numbers of <c>$sample</c>.</param>
internal sealed record PipelineContext(Func<string, IEnumerable<DocumentValue>> Collection, string? GeoField, Scope Scope, Random Random);
