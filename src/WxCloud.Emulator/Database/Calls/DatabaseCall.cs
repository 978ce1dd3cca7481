using System;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Database.Errors;
using WxCloud.Emulator.Database.Statements;
using WxCloud.Emulator.Database.Store;
using WxCloud.Emulator.Model;

namespace WxCloud.Emulator.Database.Calls;

/// <summary>What the database calls of the HTTP API see of the emulator.</summary>
/// <param name="Environments">The environments that exist.</param>
/// <param name="Store">Their databases.</param>
/// <param name="Clock">The time of commands.</param>
/// <param name="Random">The random numbers of <c>$sample</c>.</param>
internal sealed record DatabaseServices(EnvironmentCatalog Environments, DocumentStore Store, EmulatorClock Clock, Random Random)
{
    public long Now => Clock.UtcNow.ToUnixTimeMilliseconds();
}

/// <summary>A call of the database: its errors are those of the database, by number.</summary>
internal abstract class DatabaseCall(string name, DatabaseServices services, string area = "tcb") : IApiCall
{
    private const int InvalidQuery = -602002;

    public string Path => $"{area}/{name}";

    public ApiTraits Traits => ApiTraits.Post | ApiTraits.Token;

    protected DatabaseServices Services => services;

    public ApiReply Answer(ApiRequest request)
    {
        var environmentId = request.Arguments.RequiredText("env");
        try
        {
            return Answer(request, environmentId);
        }
        catch (StatementException e)
        {
            throw new ApiException(InvalidQuery, $"invalid query string: {e.Message} (line {e.Line}, column {e.Column})");
        }
        catch (DatabaseException e)
        {
            throw new ApiException(e.Errcode, e.Message);
        }
    }

    /// <exception cref="ApiException">The service refuses.</exception>
    /// <exception cref="DatabaseException">The database refuses.</exception>
    /// <exception cref="StatementException">The statement is malformed.</exception>
    protected abstract ApiReply Answer(ApiRequest request, string environmentId);

    /// <exception cref="ApiException">There is no such environment.</exception>
    protected CloudEnvironment Environment(string environmentId) => services.Environments.Find(environmentId) ?? throw ApiErrors.EnvironmentUnknown();
}
