#requires -Version 5.1
<#
.SYNOPSIS
    Builds, tests, analyses and packs the module.
.EXAMPLE
    ./build.ps1 -Task Test
    Runs every test, as `dotnet test` does.
.EXAMPLE
    ./build.ps1 -Task Test -Filter 'Send-WxCloudFile*'
    Runs the Pester tests whose full name matches, in a shell of the kind that runs this script.
.EXAMPLE
    ./build.ps1 -Task Package
    Packs the module with the emulator as a native program for this system, which needs a C linker (README, "Command line").
.EXAMPLE
    ./build.ps1 -Task Package -EmulatorPath artifacts/emulator
    Packs it with the native emulators of that folder instead, one subfolder per runtime identifier; with an empty folder, none.
.EXAMPLE
    ./build.ps1 -Task Package -ReadyToRunFor linux-x64
    Packs it with assemblies that are compiled for that system alone, beside those that run everywhere.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Analyze', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = $(if ($Task -contains 'Package') { 'Release' } else { 'Debug' }),

    [string] $Filter,

    [string] $EmulatorPath,

    [string[]] $ReadyToRunFor = @('win-x64', 'linux-x64', 'linux-arm64', 'osx-arm64')
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

# Everything, as `dotnet test` runs it; with -Filter those Pester tests alone, in a shell of the kind that runs this.
function Test {
    if (-not $Filter) {
        Invoke-Dotnet test $PSScriptRoot --configuration $Configuration
        return
    }

    $project = Join-Path $PSScriptRoot tests/WxCloud.Module.Tests
    Invoke-Dotnet build $project --configuration $Configuration
    $pester = Join-Path (& dotnet msbuild $project -getProperty:PkgPester) tools
    Import-Module (Join-Path $PSScriptRoot tests/module/Testing.psm1) -Force
    Invoke-Shell -NoProfile -File (Join-Path $PSScriptRoot tests/module/Run.ps1) -PackagePath $package -PesterPath $pester -Filter $Filter
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

# The emulators that need no .NET runtime lie in emulator/<runtime identifier>; a build of the module alone has none.
function Add-NativeEmulator {
    $folder = Join-Path $package emulator
    if ($EmulatorPath) {
        Get-ChildItem -LiteralPath $EmulatorPath -Directory | Copy-Item -Destination $folder -Recurse -Force
        return
    }

    $system = if ($env:OS -eq 'Windows_NT') { 'win' } elseif ($IsMacOS) { 'osx' } else { 'linux' }
    $processor = [Runtime.InteropServices.RuntimeInformation]::OSArchitecture.ToString().ToLowerInvariant()
    Invoke-Dotnet publish (Join-Path $PSScriptRoot src/WxCloud.Emulator) --configuration $Configuration --output (Join-Path $folder "$system-$processor")
}

# Compiled assemblies start sooner, but those of one system do not load on another: WxCloud.psm1 selects the folder. Their
# intermediate files have a folder of their own, so that the next build finds its own as they were.
function Add-CompiledAssembly {
    foreach ($system in $ReadyToRunFor) {
        foreach ($project in 'WxCloud.Cmdlets', 'WxCloud.Loader') {
            Invoke-Dotnet publish (Join-Path $PSScriptRoot "src/$project") --framework net10.0 --runtime $system --no-self-contained `
                --configuration $Configuration '-p:PublishAot=false' '-p:PublishReadyToRun=true' '-p:GenerateDependencyFile=false' `
                '-p:PublishDocumentationFile=false' '-p:PublishReferencesDocumentationFiles=false' `
                --artifacts-path (Join-Path $PSScriptRoot artifacts/compiled) --output (Join-Path $package "bin/net10.0-$system")
        }
    }
}

function Package {
    Build
    Add-NativeEmulator
    Add-CompiledAssembly
    $version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot WxCloud.psd1)).ModuleVersion
    $archive = Join-Path $PSScriptRoot "artifacts/WxCloud-$version.zip"
    $null = New-Item -ItemType Directory -Force (Split-Path $archive)
    Compress-Archive -Path $package -DestinationPath $archive -Force
    Get-Item $archive
}

$Task | ForEach-Object { & $_ }
