BeforeDiscovery {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $types = (Get-Command -Module WxCloud).OutputType.Name -like 'WxCloud.*' | Sort-Object -Unique
}

BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)

    # An object of an output type with something in every property.
    function New-Sample ([type] $Type, [hashtable] $Values = @{}) {
        if ($Type.Name -eq 'WxCloudConnection') {
            return $outputs.WxCloudConnection
        }

        $sample = [System.Runtime.Serialization.FormatterServices]::GetUninitializedObject($Type)
        foreach ($property in $Type.GetProperties()) {
            $kind = [Nullable]::GetUnderlyingType($property.PropertyType)
            if (-not $kind) {
                $kind = $property.PropertyType
            }

            $value = if ($Values.ContainsKey($property.Name)) { $Values[$property.Name] }
            elseif ($kind.IsEnum) { [enum]::GetValues($kind)[0] }
            elseif ($kind -eq [uri]) { [uri]'https://api.weixin.qq.com/' }
            elseif ($kind -eq [bool]) { $false }
            elseif ($kind -eq [DateTimeOffset]) { [DateTimeOffset]'2024-12-24T18:30:00+08:00' }
            elseif ($kind -eq [timespan]) { [timespan]'1.02:03:04' }
            elseif ($kind -eq [securestring]) { ConvertTo-SecureString planted -AsPlainText -Force }
            elseif ($kind.IsPrimitive) { [Convert]::ChangeType(99, $kind) }
            elseif ($kind -in [string], [object]) { "a-$($property.Name.ToLowerInvariant())-of-a-usual-length" }
            else { $null }
            $field = $Type.GetField("<$($property.Name)>k__BackingField", 'Instance, NonPublic')
            if ($field) {
                $field.SetValue($sample, $value)
            }
        }

        $sample
    }

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

Describe 'The output type <_>' -ForEach $types {
    BeforeAll {
        $type = (Get-Command -Module WxCloud).OutputType.Type | Where-Object FullName -eq $_ | Select-Object -First 1
        $formats = (Get-FormatData -TypeName $_).FormatViewDefinition.Control
        $sample = New-Sample $type
    }

    It 'has a table and a list' {
        $formats.Where({ $_ -is [System.Management.Automation.TableControl] }) | Should -HaveCount 1
        $formats.Where({ $_ -is [System.Management.Automation.ListControl] }) | Should -HaveCount 1
    }

    It 'shows every property in the list' {
        $text = $sample | Format-List | Out-String -Width 400
        foreach ($property in $type.GetProperties().Name) {
            $text | Should -Match "(?m)^$property\s*:"
        }
    }

    It 'fits <Width> columns, with the names of all columns' -ForEach 80, 120 {
        $lines = @($sample, $sample | Format-Table | Out-String -Width $_) -split '\r?\n' -replace '\x1b\[[0-9;]*m'
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual $_
        $head = $lines | Where-Object { $_ -match '\S' -and $_ -notmatch '^\s+\w+: ' } | Select-Object -First 1
        $table = $formats.Where({ $_ -is [System.Management.Automation.TableControl] })[0]
        for ($i = 0; $i -lt $table.Headers.Count; $i++) {
            $name = if ($table.Headers[$i].Label) { $table.Headers[$i].Label } else { $table.Rows[0].Columns[$i].DisplayEntry.Value }
            $head | Should -Match "\b$name\b"
        }
    }

    It 'has a text of its own' {
        "$($sample.ToString())" | Should -Match '\S'
        "$($sample.ToString())" | Should -Not -Match 'WxCloud\.Wx|SecureString'
    }
}

Describe 'The table of files' {
    It 'shows a folder in the colour that Get-ChildItem gives it, where there are colours' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $folder = New-Sample $outputs.WxCloudFile.GetType() @{ IsFolder = $true; CloudPath = 'docs/' }
        $rendering = $PSStyle.OutputRendering
        try {
            $PSStyle.OutputRendering = 'Ansi'
            $folder | Out-String | Should -Match "$([regex]::Escape($PSStyle.FileInfo.Directory))docs/"
            $outputs.WxCloudFile | Format-Table -HideTableHeaders | Out-String | Should -Not -Match "$([regex]::Escape($PSStyle.FileInfo.Directory))"
            $PSStyle.OutputRendering = 'PlainText'
            $folder | Out-String | Should -Not -Match '\x1b'
        }
        finally {
            $PSStyle.OutputRendering = $rendering
        }
    }

    It 'is grouped by environment' {
        $one, $two = 'one', 'two' | ForEach-Object { New-Sample $outputs.WxCloudFile.GetType() @{ EnvironmentId = $_ } }
        $text = $one, $two, $two | Out-String -Width 80
        [regex]::Matches($text, 'EnvironmentId: \w+').Value | Should -Be 'EnvironmentId: one', 'EnvironmentId: two'
    }

    It 'shows the whole path of a <Type>, in several lines where it is long' -ForEach @(
        @{ Type = 'WxCloudBackup'; Property = 'Path' }
        @{ Type = 'WxCloudOrphan'; Property = 'CloudPath' }
    ) {
        $path = 'photos/2024/05/' + ('x' * 60) + '.jpg'
        $sample = New-Sample $outputs[$Type][0].GetType() @{ $Property = $path }
        ($sample | Out-String -Width 80) -replace '\s' | Should -Match ([regex]::Escape('xxx.jpg'))
    }

    It 'shows a long path whole: in one line of 120 columns, and in two of 80' {
        $path = 'photos/2024/05/' + ('x' * 60) + '.jpg'
        $file = New-Sample $outputs.WxCloudFile.GetType() @{ CloudPath = $path }
        $file | Out-String -Width 120 | Should -Match ([regex]::Escape($path))
        ($file | Out-String -Width 80) -replace '\s' | Should -Match ([regex]::Escape($path))
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
        $connection | Out-String -Width 80 | Should -Match 'nightly +prod-1a2b3c4d5e6f7 +wx0123456789abcdef api\.weixin\.qq\.com'
        Disconnect-WxCloud nightly
    }
}
