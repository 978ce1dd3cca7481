#Requires -Version 5.1
<#
.SYNOPSIS
    Backs up an environment to one folder for each day of the week, and verifies what was saved. For a scheduled task.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File nightly-backup.ps1 -Path D:\Backups -ProfileName nightly
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [string] $ProfileName,
    [string] $LogPath = (Join-Path ([IO.Path]::GetTempPath()) 'nightly-backup.log')
)

Import-Module WxCloud -ErrorAction Stop
Start-Transcript -Path $LogPath -Append | Out-Null
try {
    # Without a profile the WXCLOUD_* environment variables are used.
    $to = @{}
    if ($ProfileName) { $to.ProfileName = $ProfileName }
    $connection = Connect-WxCloud @to -ErrorAction Stop

    # A file or collection that cannot be saved is one error; the rest is saved, and the manifest says what is missing.
    $target = Join-Path $Path (Get-Date).DayOfWeek
    $backup = Backup-WxCloudEnvironment $target -MaxDelete 20% -Connection $connection
    $backup | Format-List | Out-String
    $damage = @(Test-WxCloudBackup $target -Detailed)
    $damage | Format-Table | Out-String
    exit [int]($damage.Count -gt 0)
}
catch {
    # No connection, or not authorised: the message says what to do.
    Write-Warning $_
    exit 3
}
finally {
    Stop-Transcript | Out-Null
}
