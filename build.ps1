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
    Writes to artifacts/packages the module as a gallery takes it, the .NET tool of wxcloud, the archive of the native program for this system, and
    SHA256SUMS. Native programs need a C linker (README, "Command line").
.EXAMPLE
    ./build.ps1 -Task Package -Kind Module -EmulatorPath artifacts/emulator
    Packs the module alone, with the native emulators of that folder, one subfolder per runtime identifier; with an empty folder, none.
.EXAMPLE
    ./build.ps1 -Task Package -ReadyToRunFor linux-x64
    Packs the module with assemblies that are compiled for that system alone, beside those that run everywhere.
.EXAMPLE
    ./build.ps1 -Task Package -Kind Module, Tool -NoBuild -Configuration Debug
    Packs what `dotnet build` made, without native emulators and compiled assemblies, in a few seconds.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Analyze', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = $(if ($Task -contains 'Package') { 'Release' } else { 'Debug' }),

    [string] $Filter,

    [ValidateSet('Module', 'Tool', 'Program')]
    [string[]] $Kind = @('Module', 'Tool', 'Program'),

    [string] $EmulatorPath,

    [string[]] $ReadyToRunFor = @('win-x64', 'linux-x64', 'linux-arm64', 'osx-arm64'),

    [string] $OutputPath = (Join-Path $PSScriptRoot 'artifacts/packages'),

    [switch] $NoBuild
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
    if (-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
        throw 'PSScriptAnalyzer is not installed: Install-PSResource PSScriptAnalyzer'
    }

    Import-Module PSScriptAnalyzer -MinimumVersion 1.20
    $settings = Join-Path $PSScriptRoot PSScriptAnalyzerSettings.psd1
    $findings = @('build.ps1', 'out/WxCloud/WxCloud.psd1', 'out/WxCloud/WxCloud.psm1', 'tests/module' | ForEach-Object {
        Invoke-ScriptAnalyzer -Path (Join-Path $PSScriptRoot $_) -Recurse -Settings $settings
    })
    # What the gallery looks for in the package, with no rule left out.
    $findings += @(Invoke-ScriptAnalyzer -Path $package -Recurse -Settings PSGallery)
    $findings | Format-Table -AutoSize | Out-Host
    if ($findings) {
        throw "$($findings.Count) findings."
    }
}

# The runtime identifier of this system; see learn.microsoft.com/dotnet/core/rid-catalog.
function Get-RuntimeIdentifier {
    $system = if ($env:OS -eq 'Windows_NT') { 'win' } elseif ($IsMacOS) { 'osx' } else { 'linux' }
    "$system-$([Runtime.InteropServices.RuntimeInformation]::OSArchitecture.ToString().ToLowerInvariant())"
}

# The emulators that need no .NET runtime are in emulator/<runtime identifier>; a build of the module alone has none.
function Add-NativeEmulator {
    $folder = Join-Path $package emulator
    if ($EmulatorPath) {
        Get-ChildItem -LiteralPath $EmulatorPath -Directory | Copy-Item -Destination $folder -Recurse -Force
        return
    }

    Invoke-Dotnet publish (Join-Path $PSScriptRoot src/WxCloud.Emulator) --configuration $Configuration --output (Join-Path $folder (Get-RuntimeIdentifier))
}

# Compiled assemblies start sooner, but those of one system do not load on another: WxCloud.psm1 selects the folder. Their
# intermediate files have a folder of their own, so that the next build finds its own as they were.
function Add-CompiledAssembly {
    foreach ($system in $ReadyToRunFor) {
        foreach ($project in 'WxCloud.Cmdlets', 'WxCloud.Feedback', 'WxCloud.Loader') {
            Invoke-Dotnet publish (Join-Path $PSScriptRoot "src/$project") --framework net10.0 --runtime $system --no-self-contained `
                --configuration $Configuration '-p:PublishAot=false' '-p:PublishReadyToRun=true' '-p:GenerateDependencyFile=false' `
                '-p:PublishDocumentationFile=false' '-p:PublishReferencesDocumentationFiles=false' '-p:DebugType=none' `
                --artifacts-path (Join-Path $PSScriptRoot artifacts/compiled) --output (Join-Path $package "bin/net10.0-$system")
        }
    }
}

function New-ModulePackage {
    if (-not (Get-Command Compress-PSResource -ErrorAction Ignore)) {
        throw 'Packing the module needs PSResourceGet 1.1 or later, which is part of PowerShell 7.5 and later: dotnet tool restore; dotnet pwsh build.ps1 -Task Package'
    }

    if (-not $NoBuild) {
        Build
        Add-NativeEmulator
        Add-CompiledAssembly
    }

    Remove-Item (Join-Path $OutputPath "WxCloud.$version.nupkg") -ErrorAction Ignore
    Compress-PSResource -Path $package -DestinationPath $OutputPath
}

# For the .NET runtime, on every system.
function New-ToolPackage {
    $options = @(if ($NoBuild) { '--no-build' })
    Invoke-Dotnet pack (Join-Path $PSScriptRoot src/WxCloud.Cli) --configuration $Configuration --output $OutputPath @options
}

# The native program for this system with the licences of what it is linked from.
function New-ProgramArchive {
    $name = "wxcloud-$version-$(Get-RuntimeIdentifier)"
    $folder = Join-Path $PSScriptRoot "artifacts/programs/$name"
    Remove-Item $folder -Recurse -ErrorAction Ignore
    Invoke-Dotnet publish (Join-Path $PSScriptRoot src/WxCloud.Cli) --configuration $Configuration --output $folder
    Copy-Item (Join-Path $PSScriptRoot LICENSE), (Join-Path $PSScriptRoot THIRD-PARTY-NOTICES.txt) $folder
    if ($env:OS -eq 'Windows_NT') {
        Compress-Archive -Path (Join-Path $folder *) -DestinationPath (Join-Path $OutputPath "$name.zip") -Force
        return
    }

    # A zip file made here would lose the right to execute.
    & tar -czf (Join-Path $OutputPath "$name.tar.gz") -C $folder .
    if ($LASTEXITCODE) {
        throw "tar ended with $LASTEXITCODE."
    }
}

# As `sha256sum --check` reads it.
function Write-Checksum {
    $lines = Get-ChildItem -LiteralPath $OutputPath -File | Where-Object Name -ne SHA256SUMS | Sort-Object Name | ForEach-Object {
        "$((Get-FileHash -LiteralPath $_.FullName -Algorithm SHA256).Hash.ToLowerInvariant())  $($_.Name)`n"
    }
    [IO.File]::WriteAllText((Join-Path $OutputPath SHA256SUMS), -join $lines)
}

function Package {
    $version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot WxCloud.psd1)).ModuleVersion
    $OutputPath = (New-Item -ItemType Directory -Force $OutputPath).FullName

    # Packages of another version do not belong to this one's checksums.
    Get-ChildItem -LiteralPath $OutputPath -File | Where-Object Name -notlike "*$version*" | Remove-Item
    foreach ($each in $Kind) {
        switch ($each) {
            Module { New-ModulePackage }
            Tool { New-ToolPackage }
            Program { New-ProgramArchive }
        }
    }

    Write-Checksum
    Get-ChildItem -LiteralPath $OutputPath
}

$Task | ForEach-Object { & $_ }
