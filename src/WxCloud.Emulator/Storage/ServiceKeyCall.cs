using System.Threading;
using WxCloud.Emulator.Api;
using WxCloud.Emulator.Model;
using WxCloud.Emulator.Objects.Signatures;
using WxCloud.Emulator.Tokens;

namespace WxCloud.Emulator.Storage;

/// <summary><c>POST tcb/getqcloudtoken</c>: temporary keys, ten times an hour.</summary>
internal sealed class ServiceKeyCall(EmulatorClock clock, KeyPairs keyPairs) : IApiCall
{
    public const int MaxLifetime = 7200;
    public const int CallsPerHour = 10;

    private readonly Lock _lock = new();
    private readonly CallQuota _quota = new(clock, perHour: CallsPerHour);

    public string Path => "tcb/getqcloudtoken";

    public ApiTraits Traits => ApiTraits.Post | ApiTraits.Token;

    public ApiReply Answer(ApiRequest request)
    {
        var lifetime = request.Arguments.RequiredNumber("lifespan");
        if (lifetime is not (>= 1 and <= MaxLifetime) || lifetime % 1 != 0)
        {
            throw ApiErrors.ParameterOfWrongType("lifespan");
        }

        lock (_lock)
        {
            _quota.Count();
        }

        var pair = keyPairs.Issue((int)lifetime);
        return new ServiceKeyReply(pair.SecretId, pair.SecretKey, pair.Token!, pair.ExpiresAt!.Value);
    }

    public void Reset()
    {
        lock (_lock)
        {
            _quota.Reset();
        }
    }
}

/// <summary>The keys; they expire at a second of the unix epoch.</summary>
internal sealed record ServiceKeyReply(string Secretid, string Secretkey, string Token, long ExpiredTime) : CloudReply;
