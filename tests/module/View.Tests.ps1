BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    Set-Content "$TestDrive/a.txt" 'text' -NoNewline
    $outputs = @{
        WxCloudConnection = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
        WxAccessToken     = Get-WxAccessToken
        WxConnectionCheck = Test-WxCloudConnection -Detailed
        WxCloudFile       = Send-WxCloudFile "$TestDrive/a.txt"
    }
    $outputs.WxTempFileUrl = $outputs.WxCloudFile | Get-WxTempFileUrl
    $outputs.WxCloudSyncAction = Compare-WxCloudFolder $TestDrive p | Select-Object -First 1
    $outputs.WxCloudBackup = Backup-WxCloudEnvironment "$TestDrive/backup"
    $outputs.WxCloudRestore = Restore-WxCloudEnvironment "$TestDrive/backup"
    Set-Content "$TestDrive/backup/files/extra.txt" ''
    $outputs.WxCloudBackupDamage = Test-WxCloudBackup "$TestDrive/backup" -Detailed
    $outputs.WxCloudDownload = $outputs.WxCloudFile | Receive-WxCloudFile -Destination "$TestDrive/down"
    $outputs.WxCloudOrphan = Find-WxCloudOrphan
    $outputs.WxCloudStorageUsage = Measure-WxCloudStorage
    $outputs.WxCloudTransferMeasure = Measure-WxCloudTransfer -Length 10 -Count 1 | Select-Object -First 1
    $outputs.WxCloudRemoval = $outputs.WxCloudFile | Remove-WxCloudFile -Force -PassThru
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'A <_>' -ForEach 'WxCloudConnection', 'WxConnectionCheck', 'WxAccessToken', 'WxCloudFile', 'WxTempFileUrl', 'WxCloudDownload', 'WxCloudRemoval', 'WxCloudSyncAction', 'WxCloudBackup', 'WxCloudBackupDamage', 'WxCloudRestore', 'WxCloudOrphan', 'WxCloudStorageUsage', 'WxCloudTransferMeasure' {
    It 'shows as a table' {
        $text = $outputs[$_] | Out-String -Width 200
        $text | Should -Match '----'
        $text | Should -Not -Match ' : '
    }

    It 'shows as a list with every property' {
        $text = $outputs[$_] | Format-List | Out-String -Width 400
        foreach ($property in $outputs[$_][0].GetType().GetProperties().Name) {
            $text | Should -Match "(?m)^$property\s*:"
        }
    }

    It 'is declared by its command' {
        $type = $outputs[$_][0].GetType().FullName
        (Get-Command -Module WxCloud).OutputType.Name | Should -Contain $type
    }
}

Describe 'A time' {
    It 'of a <_> is shown in the table, also of one from another process' -ForEach 'WxCloudFile', 'WxTempFileUrl', 'WxCloudOrphan' {
        $live = $outputs[$_] | Out-String -Width 200
        $foreign = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($outputs[$_], 1)) | Out-String -Width 200
        $live | Should -Match '\d{1,2}:\d{2}'
        $foreign | Should -Be $live
    }
}

Describe 'A table of 80 columns' {
    It 'shows a <_> whole' -ForEach 'WxCloudConnection', 'WxAccessToken', 'WxCloudFile', 'WxCloudRemoval', 'WxCloudSyncAction', 'WxCloudBackupDamage', 'WxCloudRestore', 'WxCloudOrphan', 'WxCloudStorageUsage', 'WxCloudTransferMeasure' {
        $text = $outputs[$_] | Out-String -Width 80
        $text | Should -Not -Match "$([char]0x2026)"
        ($text -split '\r?\n' | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
    }

    It 'shows the AppID, the environment and the host of a real connection' {
        $secret = ConvertTo-SecureString planted -AsPlainText -Force
        $connection = Connect-WxCloud -AppId wx0123456789abcdef -AppSecret $secret -EnvironmentId prod-1a2b3c4d5e6f7 -Name nightly
        $connection | Out-String -Width 80 | Should -Match 'nightly +wx0123456789abcdef prod-1a2b3c4d5e6f7 api\.weixin\.qq\.com'
        Disconnect-WxCloud nightly
    }
}
