@{
    RootModule           = 'WxCloud.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '6a0c9d3e-4f7b-4c1e-9b52-7d0f3a8e51c6'
    Author               = 'WxCloud contributors'
    Copyright            = 'Copyright (c) WxCloud contributors. MIT licence.'
    Description          = 'Administers the cloud side of WeChat Mini Programs: cloud storage, database, functions and login through the server-side HTTP API.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Core', 'Desktop')
    DotNetFrameworkVersion = '4.7.2'
    HelpInfoUri          = 'https://github.com/wxcloud/WxCloud.Cmdlets/releases/latest/download/'
    FormatsToProcess     = @('WxCloud.format.ps1xml')
    TypesToProcess       = @('WxCloud.types.ps1xml')
    CmdletsToExport      = @(
        'Add-WxCloudDocument'
        'Backup-WxCloudEnvironment'
        'Compare-WxCloudFolder'
        'Connect-WxCloud'
        'Copy-WxCloudFile'
        'Disconnect-WxCloud'
        'Export-WxCloudCollection'
        'Find-WxCloudOrphan'
        'Get-WxAccessToken'
        'Get-WxCloudCollection'
        'Get-WxCloudConnection'
        'Get-WxCloudDocument'
        'Get-WxCloudEmulator'
        'Get-WxCloudFile'
        'Get-WxCloudMigration'
        'Get-WxLoginSession'
        'Get-WxTempFileUrl'
        'Import-WxCloudCollection'
        'Invoke-WxCloudAggregate'
        'Invoke-WxCloudFunction'
        'Measure-WxCloudDocument'
        'Measure-WxCloudStorage'
        'Measure-WxCloudTransfer'
        'Move-WxCloudFile'
        'New-WxCloudCollection'
        'Receive-WxCloudFile'
        'Receive-WxFile'
        'Remove-WxCloudCollection'
        'Remove-WxCloudDocument'
        'Remove-WxCloudFile'
        'Repair-WxCloudFile'
        'Restore-WxCloudEnvironment'
        'Save-WxCloudConnection'
        'Send-WxCloudFile'
        'Send-WxFile'
        'Set-WxCloudDocument'
        'Start-WxCloudEmulator'
        'Start-WxCloudFunction'
        'Stop-WxCloudEmulator'
        'Sync-WxCloudFolder'
        'Test-WxCloudBackup'
        'Test-WxCloudConnection'
        'Test-WxCloudFile'
        'Update-WxCloudDocument'
        'Update-WxCloudIndex'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            ProjectUri   = 'https://github.com/wxcloud/WxCloud.Cmdlets'
            LicenseUri   = 'https://github.com/wxcloud/WxCloud.Cmdlets/blob/main/LICENSE'
            IconUri      = 'https://github.com/wxcloud/WxCloud.Cmdlets/raw/main/docs/images/wxcloud.png'
            ReleaseNotes = 'https://github.com/wxcloud/WxCloud.Cmdlets/blob/main/CHANGELOG.md'
            Prerelease   = ''
            Tags         = @('PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS', 'WeChat', 'MiniProgram', 'CloudBase', 'CloudStorage', 'Tencent', 'COS', '微信', '小程序', '云开发', '云存储')
        }
    }
}
