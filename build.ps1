#requires -Version 5.1
<#
.SYNOPSIS
    Builds, tests, analyses and packs the module.
.EXAMPLE
    ./build.ps1 -Task Test
.EXAMPLE
    ./build.ps1 -Task Test -Filter 'Send-WxCloudFile*'
    Runs the Pester tests whose full name matches.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Analyze', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = $(if ($Task -contains 'Package') { 'Release' } else { 'Debug' }),

    [string] $Filter
)

$ErrorActionPreference = 'Stop'
$package = Join-Path $PSScriptRoot 'out/WxCloud'

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE) {
        throw "dotnet $args ended with $LASTEXITCODE."
    }
}

function Build {
    Invoke-Dotnet build (Join-Path $PSScriptRoot module) --configuration $Configuration
}

# The Pester suite alone; `dotnet test` runs it together with everything else.
function Test {
    Build
    Invoke-Dotnet build (Join-Path $PSScriptRoot tests/module/OtherModule) --configuration $Configuration
    $shell = (Get-Process -Id $PID).Path
    $arguments = @('-NoProfile', '-File', (Join-Path $PSScriptRoot tests/module/Run.ps1), '-PackagePath', $package)
    if ($Filter) {
        $arguments += '-Filter', $Filter
    }

    & $shell @arguments
    if ($LASTEXITCODE) {
        throw "The tests ended with $LASTEXITCODE."
    }
}

function Analyze {
    # The manifest's paths are those of the package.
    Build
    Import-Module PSScriptAnalyzer -MinimumVersion 1.20
    $settings = Join-Path $PSScriptRoot PSScriptAnalyzerSettings.psd1
    $findings = @('build.ps1', 'out/WxCloud/WxCloud.psd1', 'out/WxCloud/WxCloud.psm1', 'tests/module' | ForEach-Object {
        Invoke-ScriptAnalyzer -Path (Join-Path $PSScriptRoot $_) -Recurse -Settings $settings
    })
    $findings | Format-Table -AutoSize | Out-Host
    if ($findings) {
        throw "$($findings.Count) findings."
    }
}

function Package {
    Build
    $version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot WxCloud.psd1)).ModuleVersion
    $archive = Join-Path $PSScriptRoot "artifacts/WxCloud-$version.zip"
    $null = New-Item -ItemType Directory -Force (Split-Path $archive)
    Compress-Archive -Path $package -DestinationPath $archive -Force
    Get-Item $archive
}

$Task | ForEach-Object { & $_ }
