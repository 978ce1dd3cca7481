#Requires -Version 5.1
<#
.SYNOPSIS
    Registers nightly-backup.ps1 with the Windows Task Scheduler, every day at three in the morning.
.NOTES
    Run it as the user that the task runs as, and save the profile as the same user: DPAPI seals it for that user alone.
#>
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $ProfileName,
    [string] $TaskName = 'WxCloud nightly backup'
)

$script = Join-Path $PSScriptRoot 'nightly-backup.ps1'
$action = New-ScheduledTaskAction -Execute 'pwsh.exe' -Argument (
    '-NoProfile -NonInteractive -File "{0}" -Path "{1}" -ProfileName "{2}"' -f $script, $Path, $ProfileName)
$trigger = New-ScheduledTaskTrigger -Daily -At '03:00'

# IgnoreNew: two backups cannot write one folder. An interrupted backup resumes the next time.
$settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -ExecutionTimeLimit (New-TimeSpan -Hours 20)

# S4U would run without a password, but then Windows cannot open what DPAPI sealed for the user: so ask for it.
$account = Get-Credential -UserName "$env:USERDOMAIN\$env:USERNAME" -Message 'The account that the task runs as'
Register-ScheduledTask -TaskName $TaskName -Action $action -Trigger $trigger -Settings $settings `
    -User $account.UserName -Password $account.GetNetworkCredential().Password
