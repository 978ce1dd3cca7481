<#
Imports the module and calls its cmdlets in a session that did neither before. Prints the milliseconds of each step as JSON.
#>
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [string] $Endpoint,
    [Parameter(Mandatory)] [string] $FileId,
    [Parameter(Mandatory)] [string] $Folder
)

$ErrorActionPreference = 'Stop'

function Measure-Step([scriptblock] $Step) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = . $Step
    $watch.Elapsed.TotalMilliseconds
}

# The first import of a session pays for what every import needs.
$first, $empty = 'first', 'empty' | ForEach-Object { Join-Path $Folder "$_.psm1" }
Set-Content -LiteralPath $first, $empty -Value '# nothing'
$null = Measure-Step { Import-Module $first }

[ordered]@{
    empty         = Measure-Step { Import-Module $empty }
    import        = Measure-Step { Import-Module $Module }
    connectFirst  = Measure-Step { Connect-WxCloud -Emulator -Endpoint $Endpoint }
    connectSecond = Measure-Step { Connect-WxCloud -Emulator -Endpoint $Endpoint }
    linkFirst     = Measure-Step { Get-WxTempFileUrl -FileId $FileId }
    linkSecond    = Measure-Step { Get-WxTempFileUrl -FileId $FileId }
} | ConvertTo-Json -Compress
