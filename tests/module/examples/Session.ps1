# Prepares a session in which examples run as they stand: connections to the emulator of the tests, whose endpoint and empty
# environment it gets, and the files, documents, functions and variables that examples name.
param([string] $Endpoint, [uri] $WebAddress, [string] $Code)

$global:ErrorActionPreference = 'Stop'

# Connections that an example makes lead to the emulator of the tests, and emulators that it starts take any free port.
$global:PSDefaultParameterValues = @{ 'Connect-WxCloud:Endpoint' = $Endpoint }
if ($Code -notmatch '-Port') {
    $global:PSDefaultParameterValues['Start-WxCloudEmulator:Port'] = 0
}

# SecretManagement, of which examples take a secret, is another module.
function global:Get-Secret {
    param($Name, [switch] $AsPlainText)

    if ($AsPlainText) { 'emulator-secret' } else { ConvertTo-SecureString emulator-secret -AsPlainText -Force }
}

$null = Connect-WxCloud -Emulator -Name test
$null = Connect-WxCloud -Emulator -Name local
$global:credential = [pscredential]::new('wx0000000000000001', (ConvertTo-SecureString emulator-secret -AsPlainText -Force))
$global:token = 'token'
$global:uri = $WebAddress
$global:id = 'id1'

if ($Code -match '-ProfileName (\w+)') {
    foreach ($name in [regex]::Matches($Code, '-ProfileName (\w+)').ForEach{ $_.Groups[1].Value } | Select-Object -Unique) {
        Save-WxCloudConnection $name -Force
    }
}

if ($Code -match '[GS]et-WxCloudEmulator|Stop-WxCloudEmulator') {
    $null = Start-WxCloudEmulator -Port 0 -InMemory
}

# Stored files.
$null = New-Item -ItemType Directory seed
Set-Content seed/text 'text' -NoNewline
$global:sent = @(
    'images/a.png', 'images/b.png', 'images/30.png', 'images/2024-05/c.png', 'logs/1.log', 'logs/2.log', 'docs/a.md', 'www/index.html', 'www/old.html' |
        ForEach-Object { [pscustomobject]@{ LocalPath = 'seed/text'; CloudPath = $_ } } | Send-WxCloudFile | Where-Object CloudPath -like images/*
)
$global:file = $sent | Where-Object CloudPath -eq images/a.png
Remove-Item seed -Recurse

# Documents. Each collection that New-WxCloudCollection makes in an example has another name.
if ($Code -match 'Document|Collection|Aggregate|Index|Migration|Backup|Orphan|Environment') {
    New-WxCloudCollection image, user, people, todo, order, settings, copy, old, tmp-1, log-2024
    $null = & {
        @{ _id = 'i1'; _openid = 'id1'; fileID = $file.FileId; CloudPath = 'images/a.png' } | Add-WxCloudDocument image
        @{ _id = 'u1'; name = 'Wang'; age = 31; country = 'CN'; phone = '1' } | Add-WxCloudDocument user
        @{ _id = 'id1'; name = 'Wang'; age = 31; at = @{ city = '广州' } }, @{ _id = 'id2'; name = 'Li'; age = 17; at = @{ city = '上海' } } | Add-WxCloudDocument people
        @{ _id = 'id1'; title = 'milk'; done = $true; due = [datetime]'2020-01-01'; reminders = 0; n = 5 }, @{ _id = 'id2'; title = 'bread'; done = $false; reminders = 1; n = 1 } | Add-WxCloudDocument todo
        @{ paid = $true; city = '广州'; price = 10; userId = 'u1'; n = 5 }, @{ paid = $false; city = '上海'; price = 20; userId = 'u1'; n = 1 } | Add-WxCloudDocument order
        @{ _id = 'main'; theme = 'dark'; level = 1 } | Add-WxCloudDocument settings
    }
    if ($Code -match '-Drop who') {
        Update-WxCloudIndex user -Create @{ name = 'who'; keys = @{ country = 1 } }
    }

    if ($Code -match '\$job' -and $Code -notmatch '\$job =') {
        $global:job = Export-WxCloudCollection people ./started.json -NoWait
        while (($job | Get-WxCloudMigration).Status -ne 'success') {
            Start-Sleep -Milliseconds 10
        }
    }
}

# Codes that wx.login gave to a Mini Program.
if ($Code -match 'LoginSession') {
    function New-LoginCode {
        (Invoke-RestMethod "$Endpoint/_emulator/login/codes" -Method Post -ContentType application/json -Body '{"openid":"id1"}').code
    }

    $global:code = New-LoginCode
    Set-Content codes.txt (New-LoginCode), (New-LoginCode)
}

$global:ErrorActionPreference = 'Continue'
