#requires -Version 7.4
<#
.SYNOPSIS
    Makes the pictures of a session that README shows.
.DESCRIPTION
    Types the lines of $session into a real PowerShell in a terminal of 100 columns, on an emulator in memory, and draws what the terminal
    shows as docs/images/session.svg and session.zh-CN.svg. Needs tmux:

        dotnet build; dotnet tool restore; dotnet pwsh docs/images/make-session.ps1
#>
[CmdletBinding()]
param(
    [string[]] $Culture = @('en-US', 'zh-CN')
)

$ErrorActionPreference = 'Stop'
$root = (Resolve-Path "$PSScriptRoot/../..").Path
$columns, $rows = 100, 60
$cell = @{ Width = 8.4; Height = 18 }

$session = @(
    'Start-WxCloudEmulator -Port 0 -InMemory | Connect-WxCloud -Emulator | Out-Null'
    '$files = Send-WxCloudFile ./photos -Recurse -Prefix album'
    '$files'
    'New-WxCloudCollection image; $files | Add-WxCloudDocument -Collection image | Out-Null'
    'Get-WxCloudDocument -Collection image | Receive-WxCloudFile -Destination ./back'
    '($files | Get-WxTempFileUrl -MaxAge 3600)[0] | Format-List FileId, ExpiresOn'
    'Remove-Item ./photos/2.jpg; Sync-WxCloudFolder ./photos album/photos -Delete -WhatIf'
    "'cloud://other-env/x.jpg' | Remove-WxCloudFile -Force"
)

function Invoke-Tmux {
    & tmux -L wxcloud-session -f /dev/null @args
    if ($LASTEXITCODE) {
        throw "tmux $args ended with $LASTEXITCODE."
    }
}

# What the terminal shows, without the empty lines at its end.
function Get-Screen([switch] $Colour) {
    $options = @(if ($Colour) { '-e' })
    ((Invoke-Tmux capture-pane -p @options) -join "`n").TrimEnd() -split "`n"
}

function Wait-Screen([scriptblock] $Condition) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    do {
        Start-Sleep -Milliseconds 100
        $screen = @(Get-Screen)
        if ($watch.Elapsed.TotalSeconds -gt 120) {
            throw "The terminal does not show what was expected:`n$($screen -join "`n")"
        }
    } until (& $Condition $screen)
}

# A prompt that is alone on the last line, after as many others as lines were typed.
function Wait-Prompt([int] $Count) {
    Wait-Screen { $args[0][-1] -eq 'PS>' -and @($args[0] -match '^PS>').Count -eq $Count + 1 }
}

# What is typed has to be on the screen before it is entered.
function Enter-Line([string] $Line, [int] $Number) {
    Invoke-Tmux send-keys -l $Line
    Wait-Screen { (-join $args[0]).EndsWith($Line) }
    Invoke-Tmux send-keys Enter
    Wait-Prompt $Number
}

function Get-Screenshot([string] $Language) {
    $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) wx-shop)).FullName
    try {
        $photos = New-Item -ItemType Directory "$folder/photos"
        foreach ($photo in @{ '1.jpg' = 48213; '2.jpg' = 151907; '春天 [3].jpg' = 2310447 }.GetEnumerator()) {
            $bytes = [byte[]]::new($photo.Value)
            [Random]::new($photo.Value).NextBytes($bytes)
            [IO.File]::WriteAllBytes("$photos/$($photo.Key)", $bytes)
        }

        @"
[cultureinfo]::CurrentUICulture = '$Language'
Import-Module '$root/out/WxCloud'
Set-Location '$folder'
Set-PSReadLineOption -PredictionSource None -HistorySaveStyle SaveNothing
function prompt { 'PS> ' }
Clear-Host
"@ | Set-Content "$folder/start.ps1"

        $shell = (Get-ChildItem "$PSHOME/pwsh.dll").FullName
        Invoke-Tmux new-session -d -x $columns -y $rows "HOME='$folder' TERM=xterm-256color LANG=C.UTF-8 dotnet '$shell' -NoProfile -NoLogo -NoExit -File '$folder/start.ps1'"
        Wait-Prompt 0
        foreach ($number in 1..$session.Count) {
            Enter-Line $session[$number - 1] $number
        }

        Get-Screen -Colour | Select-Object -SkipLast 1
        Enter-Line 'Stop-WxCloudEmulator' ($session.Count + 1)
    }
    finally {
        & tmux -L wxcloud-session kill-server 2>$null
        Remove-Item -LiteralPath $folder -Recurse -Force
    }
}

# East Asian letters take two cells.
function Get-Width([string] $Text) {
    $width = 0
    foreach ($letter in $Text.ToCharArray()) {
        $width += if ([int]$letter -ge 0x2E80 -and [int]$letter -lt 0xFFE7) { 2 } else { 1 }
    }

    $width
}

# The colours that PowerShell and PSReadLine use, on a dark ground.
$colours = @{
    30 = '#484f58'; 31 = '#ff7b72'; 32 = '#3fb950'; 33 = '#d29922'; 34 = '#58a6ff'; 35 = '#bc8cff'; 36 = '#39c5cf'; 37 = '#c9d1d9'
    90 = '#8b949e'; 91 = '#ff7b72'; 92 = '#56d364'; 93 = '#e3b341'; 94 = '#79c0ff'; 95 = '#d2a8ff'; 96 = '#56d4dd'; 97 = '#f0f6fc'
}

# Reads one line of the terminal with its escape sequences; $state goes on from line to line.
function ConvertTo-SvgText([string] $Line, [int] $Row, [hashtable] $State) {
    $column = 0
    foreach ($part in [regex]::Matches($Line, '\x1b\[(?<codes>[\d;]*)m|(?<text>[\u2E80-\uFFE6]+|[^\x1b\u2E80-\uFFE6]+)')) {
        if (-not $part.Groups['text'].Success) {
            foreach ($code in $part.Groups['codes'].Value -split ';' | ForEach-Object { [int]('0' + $_) }) {
                switch ($code) {
                    0 { $State.Colour = $colours[37]; $State.Bold = $false }
                    1 { $State.Bold = $true }
                    22 { $State.Bold = $false }
                    39 { $State.Colour = $colours[37] }
                    { $colours.ContainsKey($_) } { $State.Colour = $colours[$_] }
                }
            }

            continue
        }

        $text = $part.Groups['text'].Value
        $width = Get-Width $text
        if ($text.Trim()) {
            $x, $y, $length = (20 + $column * $cell.Width), (52 + $Row * $cell.Height), ($width * $cell.Width)
            $weight = if ($State.Bold) { ' font-weight="bold"' }
            # Spaces that an image viewer does not collapse.
            '<text x="{0:0.#}" y="{1}" textLength="{2:0.#}" fill="{3}"{4}>{5}</text>' -f $x, $y, $length, $State.Colour, $weight, ([Security.SecurityElement]::Escape($text) -replace ' ', '&#160;')
        }

        $column += $width
    }
}

foreach ($language in $Culture) {
    $lines = @(Get-Screenshot $language)
    $state = @{ Colour = $colours[37]; Bold = $false }
    $text = for ($row = 0; $row -lt $lines.Count; $row++) {
        ConvertTo-SvgText $lines[$row] $row $state
    }

    $width, $height = ($columns * $cell.Width + 40), ($lines.Count * $cell.Height + 56)
    $name = if ($language -eq 'en-US') { 'session.svg' } else { "session.$language.svg" }
    $title = if ($language -eq 'en-US') { 'A session of WxCloud in PowerShell' } else { 'PowerShell 中的 WxCloud 会话' }
    @"
<svg xmlns="http://www.w3.org/2000/svg" width="$width" height="$height" viewBox="0 0 $width $height" font-family="Cascadia Mono, Consolas, Menlo, DejaVu Sans Mono, monospace" font-size="14">
<title>$title</title>
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<circle cx="22" cy="20" r="6" fill="#ff5f57"/><circle cx="42" cy="20" r="6" fill="#febc2e"/><circle cx="62" cy="20" r="6" fill="#28c840"/>
$($text -join "`n")
</svg>

"@ -replace "`r" | Set-Content -NoNewline "$PSScriptRoot/$name"
    Get-Item "$PSScriptRoot/$name"
}
