# What the tests of the module share.

$script:PackagePath = if ($env:WXCLOUD_TEST_PACKAGE) { $env:WXCLOUD_TEST_PACKAGE } else { [System.IO.Path]::GetFullPath("$PSScriptRoot/../../out/WxCloud") }

function Get-PackagePath {
    $script:PackagePath
}

# Whether the netstandard2.0 build is under test: in Windows PowerShell, or where it is in the place of PowerShell 7.6's own.
function Test-OlderBuild {
    $PSEdition -eq 'Desktop' -or (Test-Path "$script:PackagePath/bin/net10.0/Microsoft.Bcl.TimeProvider.dll")
}

function Get-OtherModulePath {
    (Get-ChildItem -Path "$PSScriptRoot/OtherModule/bin" -Filter OtherModule.dll -Recurse | Select-Object -First 1).FullName
}

# The help of all cmdlets in a language, as the package has it.
function Get-HelpFile {
    param([string] $Culture)

    [xml](Get-Content -LiteralPath "$script:PackagePath/$Culture/WxCloud.Cmdlets.dll-Help.xml" -Raw -Encoding utf8)
}

# The examples of a cmdlet, with Title and Code.
function Get-HelpExample {
    param([string] $Name, [string] $Culture)

    $command = (Get-HelpFile $Culture).helpItems.command | Where-Object { $_.details.name -eq $Name }
    foreach ($example in $command.examples.example) {
        [pscustomobject]@{ Title = $example.title.Trim('-', ' '); Code = $example.code }
    }
}

# Starts another shell of the kind that runs this. PowerShell as a .NET tool is a library that the dotnet host runs.
function Invoke-Shell {
    $program = (Get-Process -Id $PID).Path
    if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') {
        & $program "$PSHOME/pwsh.dll" @args
    }
    else {
        & $program @args
    }
}

# Runs a script in its own PowerShell, with $package set, and returns its output.
function Invoke-Fresh {
    param(
        [Parameter(Mandatory)]
        [scriptblock] $Script,

        [hashtable] $Environment = @{},

        [string[]] $Arguments = @('-NonInteractive')
    )

    $text = "`$ErrorActionPreference = 'Stop'; `$package = '$script:PackagePath'; `$other = '$(Get-OtherModulePath)'; `$testing = '$PSScriptRoot/Testing.psm1'`n$Script"
    $encoded = [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($text))
    $saved = @{}
    try {
        foreach ($name in $Environment.Keys) {
            $saved[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $Environment[$name])
        }

        Invoke-Shell -NoProfile @Arguments -OutputFormat Text -EncodedCommand $encoded 2>&1 | ForEach-Object { "$_" }
    }
    finally {
        foreach ($name in $saved.Keys) {
            [Environment]::SetEnvironmentVariable($name, $saved[$name])
        }
    }
}

# Starts an emulator in memory on a free port, for the tests alone. Further arguments are options of its program.
function Start-TestEmulator {
    $options = ($args | ForEach-Object { "`"$_`"" }) -join ' '
    $start = [System.Diagnostics.ProcessStartInfo]::new('dotnet', "`"$script:PackagePath/emulator/WxCloud.Emulator.dll`" --port 0 --in-memory $options")
    $start.RedirectStandardOutput = $true
    $start.UseShellExecute = $false
    $process = [System.Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLine()
    if ($line -notmatch '(http://\S+)') {
        throw "The emulator did not start: $line"
    }

    [pscustomobject]@{ Process = $process; Endpoint = $Matches[1].TrimEnd('/') }
}

function Stop-TestEmulator {
    param($Emulator)

    $Emulator.Process.Kill()
    $Emulator.Process.WaitForExit()
}

# The counts of requests by route since the last reset, and the highest number in flight; see docs/emulator.md.
function Get-TestRequest {
    param($Emulator)

    Invoke-RestMethod "$($Emulator.Endpoint)/_emulator/requests"
}

# Empties the emulator, its counters and its faults.
function Reset-TestEmulator {
    param($Emulator)

    $null = Invoke-RestMethod "$($Emulator.Endpoint)/_emulator/reset" -Method Post
}

# Replaces the rules by which the emulator breaks things; none ends all faults.
function Set-TestFault {
    param($Emulator, [hashtable[]] $Rule = @())

    $null = Invoke-RestMethod "$($Emulator.Endpoint)/_emulator/faults" -Method Put -Body (@{ seed = 1; rules = $Rule } | ConvertTo-Json -Depth 4)
}

# Stores a file under each cloud path, with a text that names it.
function Set-Stored ([string[]] $Path) {
    $source = New-TemporaryFile
    foreach ($cloudPath in $Path) {
        [System.IO.File]::WriteAllText($source, "text of $cloudPath")
        $null = Send-WxCloudFile $source -CloudPath $cloudPath
    }

    Remove-Item $source
}

# Writes an object as another COS tool does, signed but without the fileID metadata.
function Set-ForeignObject {
    param($Emulator, [string] $CloudPath)

    function ConvertTo-Hex ([byte[]] $Bytes) { -join ($Bytes | ForEach-Object { $_.ToString('x2') }) }
    function Get-Hmac ([string] $Key, [string] $Text) {
        $hmac = [System.Security.Cryptography.HMACSHA1]::new([System.Text.Encoding]::UTF8.GetBytes($Key))
        ConvertTo-Hex $hmac.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Text))
    }

    $path = "/6c6f-local-env-1250000000/$CloudPath"
    $now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
    $time = "$($now - 60);$($now + 600)"
    $sha1 = ConvertTo-Hex ([System.Security.Cryptography.SHA1]::Create().ComputeHash([System.Text.Encoding]::UTF8.GetBytes("put`n$path`n`n`n")))
    $signature = Get-Hmac (Get-Hmac 'emulator-secret-key' $time) "sha1`n$time`n$sha1`n"
    $authorization = "q-sign-algorithm=sha1&q-ak=emulator-secret-id&q-sign-time=$time&q-key-time=$time&q-header-list=&q-url-param-list=&q-signature=$signature"
    $client = [System.Net.Http.HttpClient]::new()
    $request = [System.Net.Http.HttpRequestMessage]::new('PUT', "$($Emulator.Endpoint)$path")
    $null = $request.Headers.TryAddWithoutValidation('Authorization', $authorization)
    $request.Content = [System.Net.Http.StringContent]::new('foreign')
    $null = $client.SendAsync($request).GetAwaiter().GetResult().EnsureSuccessStatusCode()
}

# Compiles a file of this folder, once for all that use a type of it.
function Add-TestType {
    param([string] $Path, [string] $Name)

    if (-not ($Name -as [type])) {
        Add-Type -Path "$PSScriptRoot/$Path"
    }
}

# A server that stops responding; see UnresponsiveServer.cs.
function Start-UnresponsiveServer {
    Add-TestType UnresponsiveServer.cs UnresponsiveServer
    [UnresponsiveServer]::new()
}

# Runs a script in its own runspace, stops it as Ctrl+C does once a condition is true, and returns how long that took.
function Measure-Stop {
    param(
        [Parameter(Mandatory)]
        [string] $Script,

        [Parameter(Mandatory)]
        [scriptblock] $When
    )

    $shell = [powershell]::Create()
    try {
        $running = $shell.AddScript("Import-Module '$script:PackagePath'`n$Script").BeginInvoke()
        $waited = [System.Diagnostics.Stopwatch]::StartNew()
        while (-not (& $When)) {
            if ($running.IsCompleted -or $waited.Elapsed.TotalSeconds -gt 60) {
                throw "The condition was not met: $($shell.Streams.Error) $($shell.InvocationStateInfo.Reason)"
            }

            Start-Sleep -Milliseconds 20
        }

        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        [pscustomobject]@{ Seconds = $clock.Elapsed.TotalSeconds; State = $shell.InvocationStateInfo.State; Errors = @($shell.Streams.Error) }
    }
    finally {
        $shell.Dispose()
    }
}

# Runs a script in its own runspace, connected to an emulator, and returns the progress records of one activity.
function Get-ProgressOf {
    param($Emulator, [string] $Script, [string] $Activity)

    $shell = [powershell]::Create()
    try {
        $null = $shell.AddScript("Import-Module '$script:PackagePath'; `$null = Connect-WxCloud -Emulator -Endpoint $($Emulator.Endpoint) -NoTokenCache; $Script").Invoke()
        if ($shell.HadErrors) {
            throw "The script failed: $($shell.Streams.Error)"
        }

        $shell.Streams.Progress | Where-Object Activity -like $Activity
    }
    finally {
        $shell.Dispose()
    }
}

# Runs a script block, catching what ends it; for assertions about the error.
function Get-ErrorOf {
    param(
        [Parameter(Mandatory)]
        [scriptblock] $Script
    )

    try {
        $null = & $Script
    }
    catch {
        $_
    }
}

Export-ModuleMember -Function *
