using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Security.Cryptography;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using WxCloud.Emulator.Console.Replies;
using WxCloud.Emulator.Http;

namespace WxCloud.Emulator.Console;

/// <summary>The files of the console, which are embedded in the assembly and read when a browser first requests them.</summary>
internal sealed class ConsolePages(ConsoleAccessKey key)
{
    public const string Folder = "_emulator/console/";

    private const string ResourcePrefix = "console/";

    /// <summary>Allows no script but the console's own files, no foreign address, no frame around it.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly FrozenDictionary<string, string> s_types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    /// <summary>The page on which the key is entered.</summary>
    private static readonly byte[] s_keyPage =
        """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>WxCloud emulator</title>
        <p>The emulator listens beyond this machine: enter the key that it printed at its start.<br>模拟器对外监听：请输入启动时显示的密钥。</p>
        <form method="get" action="/"><label>Key / 密钥 <input name="key" autocomplete="off" autofocus></label> <button>OK</button></form></html>
        """u8.ToArray();

    /// <summary>Answers with a file; the index page is the empty name.</summary>
    public async Task HandleAsync(HttpContext context, string name)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            await context.SendErrorAsync(StatusCodes.Status405MethodNotAllowed, "The console's files can only be read.").ConfigureAwait(false);
            return;
        }

        SetPolicy(context.Response);
        if (key.TryTakeFromAddress(context))
        {
            return;
        }

        if (!key.Accepts(context.Request))
        {
            await context.Response.SendBodyAsync(StatusCodes.Status401Unauthorized, s_types[".html"], s_keyPage).ConfigureAwait(false);
            return;
        }

        name = name.Length == 0 ? "index.html" : name;
        if (!s_types.TryGetValue(Path.GetExtension(name), out var type) || await ReadAsync(name).ConfigureAwait(false) is not { } file)
        {
            await context.SendErrorAsync(StatusCodes.Status404NotFound, $"The console has no file '{name}'.").ConfigureAwait(false);
            return;
        }

        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, 8))}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentType = type;
            context.Response.ContentLength = file.Length;
            return;
        }

        await context.Response.SendBodyAsync(StatusCodes.Status200OK, type, file).ConfigureAwait(false);
    }

    private static void SetPolicy(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static async Task<byte[]?> ReadAsync(string name)
    {
        var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourcePrefix + name);
        if (stream is null)
        {
            return null;
        }

        await using (stream.ConfigureAwait(false))
        {
            var file = new byte[stream.Length];
            await stream.ReadExactlyAsync(file).ConfigureAwait(false);
            return file;
        }
    }
}
