#Requires -Version 5.1
<#
.SYNOPSIS
    Sends a folder to cloud storage under today's date, for a scheduled task.
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File nightly-upload.ps1 -Path D:\Reports -ProfileName nightly
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [string] $ProfileName,
    [string] $LogPath = (Join-Path ([IO.Path]::GetTempPath()) 'nightly-upload.log')
)

Import-Module WxCloud -ErrorAction Stop
Start-Transcript -Path $LogPath -Append | Out-Null
try {
    # Without a profile the WXCLOUD_* environment variables are used.
    $to = @{}
    if ($ProfileName) { $to.ProfileName = $ProfileName }
    $connection = Connect-WxCloud @to -ErrorAction Stop

    # One failed file is one error; the others are uploaded.
    $sent = Send-WxCloudFile -Path $Path -Recurse -Prefix "nightly/$(Get-Date -Format yyyy-MM-dd)" -SkipExisting -Connection $connection -ErrorVariable failed
    "{0} sent, {1} failed" -f @($sent).Count, @($failed).Count
    exit [int][bool]$failed
}
catch {
    # No connection, or not authorised: the message says what to do.
    Write-Warning $_
    exit 3
}
finally {
    Stop-Transcript | Out-Null
}
