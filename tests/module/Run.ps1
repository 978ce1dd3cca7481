#requires -Version 5.1
<#
.SYNOPSIS
    Runs the Pester suite on a packaged module and writes one line of JSON per test.
.DESCRIPTION
    Both `dotnet test` and `build.ps1 -Task Test` come through here.
.PARAMETER PesterPath
    The folder of the Pester module; restoring tests/WxCloud.Module.Tests brings the pinned one.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $PackagePath,

    [Parameter(Mandatory)]
    [string] $PesterPath,

    [string] $ResultPath,

    [string] $Filter
)

$ErrorActionPreference = 'Stop'

# What went wrong and where, without the way through Pester itself.
function Get-Text ($Records) {
    ($Records | ForEach-Object { $_; $_.ScriptStackTrace -split "`n" -notmatch 'Pester' }) -join "`n"
}

# Pester gives no reason for tests that -Skip left out.
function Add-Reason ($Test) {
    process {
        if ($_.outcome -eq 'Skipped' -and -not $_.message) {
            $_.message = "not for this edition or system: -Skip in $(Split-Path -Leaf $Test.ScriptBlock.File), at or above line $($Test.StartLine)"
        }

        $_
    }
}

if ($PSEdition -eq 'Desktop') {
    # Windows PowerShell has no variables for the system.
    $global:IsWindows = $true
    $global:IsLinux = $global:IsMacOS = $false
}

Import-Module (Join-Path $PesterPath Pester.psd1)
$env:WXCLOUD_TEST_PACKAGE = (Resolve-Path -LiteralPath $PackagePath).ProviderPath

# The user's own settings must not reach the tests, nor the tests the user's data where the system lets us choose.
$env:XDG_DATA_HOME = Join-Path ([System.IO.Path]::GetTempPath()) "wxcloud-tests-$PID"
Get-ChildItem Env:WXCLOUD_* | Where-Object Name -ne 'WXCLOUD_TEST_PACKAGE' | Remove-Item

# Tests of features that a build does not have are excluded: the older one has no file modes, without which it keeps no secret on disk outside
# Windows, and brings assemblies that the newest one leaves to the runtime.
Import-Module (Join-Path $PSScriptRoot Testing.psm1)
$older = Test-OlderBuild
$keepsSecrets = $IsWindows -or -not $older
$excludedTags = @(
    if ($older) { 'NewestBuild' }
    if ($PSEdition -eq 'Desktop') { 'PowerShell7' }
    if ($keepsSecrets) { 'KeepsNoSecrets' } else { 'KeepsSecrets' }
)

$configuration = New-PesterConfiguration
$configuration.Filter.ExcludeTag = $excludedTags
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = if ($ResultPath) { 'None' } else { 'Detailed' }
$configuration.Output.RenderMode = 'Plaintext'
if ($Filter) {
    $configuration.Filter.FullName = $Filter
}

$run = Invoke-Pester -Configuration $configuration
Remove-Item -LiteralPath $env:XDG_DATA_HOME -Recurse -Force -ErrorAction Ignore
if ($ResultPath) {
    $lines = @(
        foreach ($test in $run.Tests | Where-Object ShouldRun) {
            [ordered]@{
                name    = $test.ExpandedPath
                outcome = "$($test.Result)"
                seconds = $test.Duration.TotalSeconds
                message = Get-Text $test.ErrorRecord
            } | Add-Reason $test | ConvertTo-Json -Compress
        }

        # A file or block that cannot even start has no tests to report it.
        foreach ($broken in @($run.FailedContainers) + @($run.FailedBlocks)) {
            [ordered]@{
                name    = if ($broken.PSObject.Properties['ExpandedPath']) { $broken.ExpandedPath } else { "$($broken.Item)" }
                outcome = 'Failed'
                seconds = 0
                message = Get-Text $broken.ErrorRecord
            } | ConvertTo-Json -Compress
        }
    )
    [System.IO.File]::WriteAllLines($ResultPath, [string[]]$lines)
}

exit $(if ($run.Result -eq 'Passed') { 0 } else { 1 })
