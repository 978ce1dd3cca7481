BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator --environment local-env --environment other-env
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
    $root = 'cloud://local-env.6c6f-local-env-1250000000'

    function Set-Stored ([string[]] $Path, [string] $Text = 'text') {
        Set-Content "$TestDrive/content" $Text -NoNewline
        $null = $Path | ForEach-Object { [pscustomobject]@{ LocalPath = "$TestDrive/content"; CloudPath = $_ } } | Send-WxCloudFile
    }

    function Get-Path ($Rows) {
        ($Rows.CloudPath | Sort-Object) -join ' '
    }
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'Find-WxCloudOrphan' {
    BeforeEach {
        Reset-TestEmulator $emulator
        Set-Stored a.txt, in/b.txt, in/c.txt, 'my photo.txt'
        New-WxCloudCollection posts, empty
        $null = @{ _id = 'one'; cover = "$root/a.txt"; body = "<p>Text <img src=`"$root/my photo.txt`"></p>"; list = @(@{ url = "$root/in/gone.txt" }) } | Add-WxCloudDocument posts
        $null = @{ _id = 2; link = 'https://img.example.com/in/c.txt' } | Add-WxCloudDocument posts
    }

    It 'finds files without document and documents without file' {
        $found = Find-WxCloudOrphan
        $files = $found | Where-Object Kind -eq FileWithoutDocument
        Get-Path $files | Should -Be 'in/b.txt in/c.txt'
        $files[0].FileId | Should -Be "$root/in/b.txt"
        $files[0].Length | Should -Be 4
        $files[0].LastModified | Should -Not -BeNullOrEmpty
        $files[0].Age.TotalHours | Should -BeLessThan 1
        $document = $found | Where-Object Kind -eq DocumentWithoutFile
        @($document).Count | Should -Be 1
        $document.FileId, $document.Collection, $document.DocumentId, $document.Property | Should -Be "$root/in/gone.txt", 'posts', 'one', 'list[0].url'
    }

    It 'reads the collections of -Collection' {
        Get-Path (Find-WxCloudOrphan empty) | Should -Be 'a.txt in/b.txt in/c.txt my photo.txt'
        Get-Path (Find-WxCloudOrphan -Collection empty, posts) | Should -Be 'in/b.txt in/c.txt in/gone.txt'
    }

    It 'looks at the fields of -Property' {
        Get-Path (Find-WxCloudOrphan -Property cover, list.url) | Should -Be 'in/b.txt in/c.txt in/gone.txt my photo.txt'
    }

    It 'looks at the files of -Prefix' {
        Get-Path (Find-WxCloudOrphan -Prefix in/) | Should -Be 'in/b.txt in/c.txt in/gone.txt'
        Find-WxCloudOrphan -Prefix a | Should -BeNullOrEmpty
    }

    It 'leaves out files that are younger than -MinimumAge, in seconds or as a TimeSpan' {
        Get-Path (Find-WxCloudOrphan -MinimumAge 3600) | Should -Be 'in/gone.txt'
        Get-Path (Find-WxCloudOrphan -MinimumAge ([timespan]::FromDays(1))) | Should -Be 'in/gone.txt'
    }

    It 'takes further hosts with -Domain' {
        Get-Path (Find-WxCloudOrphan -Domain img.example.com) | Should -Be 'in/b.txt in/gone.txt'
    }

    It 'looks at the environment of -EnvironmentId' {
        Find-WxCloudOrphan -EnvironmentId other-env | Should -BeNullOrEmpty
    }

    It 'calls no file an orphan when a collection cannot be read, and says so' {
        $found = Find-WxCloudOrphan posts, none -ErrorAction SilentlyContinue -ErrorVariable failed
        Get-Path $found | Should -Be 'in/gone.txt'
        $failed | Should -HaveCount 1
        $failed.FullyQualifiedErrorId | Should -Be 'WxCloud.Orphan.CollectionNotRead,WxCloud.Cmdlets.Commands.FindWxCloudOrphanCommand'
        $failed.TargetObject | Should -Be 'none'
    }

    It 'pipes files into Remove-WxCloudFile, which refuses documents' {
        Find-WxCloudOrphan | Remove-WxCloudFile -Force -ErrorAction SilentlyContinue -ErrorVariable refused
        (Get-WxCloudFile -Recurse).CloudPath | Should -Be 'a.txt', 'my photo.txt'
        $refused | Should -HaveCount 1
        "$refused" | Should -BeLike '*in/gone.txt*'
    }

    It 'pipes rows from another process in the same way' {
        $found = Find-WxCloudOrphan
        $foreign = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($found, 2))
        Set-Stored in/gone.txt
        $foreign | Remove-WxCloudFile -Force -ErrorAction SilentlyContinue
        (Get-WxCloudFile -Recurse).CloudPath | Should -Be 'a.txt', 'in/gone.txt', 'my photo.txt'
    }

    It 'stops at the first row that is enough' {
        @(Find-WxCloudOrphan | Select-Object -First 1).Count | Should -Be 1
    }

    It 'shows what it has seen' {
        Set-TestFault $emulator @{ route = 'tcb/databasequery'; kind = 'delay'; value = 500 }
        $records = @(Get-ProgressOf $emulator Find-WxCloudOrphan 'Comparing files and documents')
        $records.StatusDescription | Should -Contain '4 files listed, 0 documents read, now posts'
        $records[-1].RecordType | Should -Be Completed
    }
}

Describe 'Measure-WxCloudStorage' {
    BeforeAll {
        Reset-TestEmulator $emulator
        Set-Stored a.txt, images/b.PNG, images/2024/c.png
    }

    It 'adds up by folder and type' {
        $rows = Measure-WxCloudStorage
        $rows | ForEach-Object { "$($_.Folder)|$($_.Type)|$($_.Count)|$($_.Length)" } | Should -Be '|.txt|1|4', 'images/|.png|2|8'
        ($rows.Share | Measure-Object -Sum).Sum | Should -Be 1
        $rows[0].LastModified | Should -Not -BeNullOrEmpty
    }

    It 'goes as deep as -Depth' {
        Measure-WxCloudStorage -Depth 0 | ForEach-Object Count | Should -Be 2, 1
        (Measure-WxCloudStorage -Depth 2).Folder | Should -Be '', 'images/', 'images/2024/'
    }

    It 'measures what begins with -Prefix' {
        (Measure-WxCloudStorage images/2).Length | Should -Be 4
        (Measure-WxCloudStorage -Prefix images/).Folder | Should -Be 'images/', 'images/2024/'
    }

    It 'measures the environment of -EnvironmentId' {
        Measure-WxCloudStorage -EnvironmentId other-env | Should -BeNullOrEmpty
    }

    It 'shows sizes and bars' {
        $text = Measure-WxCloudStorage | Out-String -Width 200
        $text | Should -Match "8 B +2 +\.png +images/ +67 ?% $([char]0x2588)+"
    }

    It 'shows progress' {
        Set-TestFault $emulator @{ route = 'object:LIST'; kind = 'delay'; value = 500 }
        $records = @(Get-ProgressOf $emulator Measure-WxCloudStorage 'Measuring storage')
        Set-TestFault $emulator
        $records.Count | Should -BeGreaterThan 1
        $records[-1].RecordType | Should -Be Completed
    }

    It 'needs keys' {
        Set-TestFault $emulator @{ route = 'tcb/getqcloudtoken'; kind = 'errcode'; value = 48001 }
        $secret = ConvertTo-SecureString emulator-secret -AsPlainText -Force
        $connection = Connect-WxCloud -AppId wx0000000000000001 -AppSecret $secret -Endpoint $emulator.Endpoint -EnvironmentId local-env -Name without-keys
        (Get-ErrorOf { Measure-WxCloudStorage -Connection $connection }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Object.KeysMissing,*'
        Set-TestFault $emulator
        Disconnect-WxCloud without-keys
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
    }
}

Describe 'Measure-WxCloudTransfer' {
    BeforeAll {
        Reset-TestEmulator $emulator
    }

    It 'measures both directions, advises a throttle limit and leaves nothing behind' {
        $rows = Measure-WxCloudTransfer -Length 1000 -Count 2
        "$($rows.Direction)" | Should -Be 'Upload Download'
        $rows | ForEach-Object Length | Should -Be 1000, 1000
        $rows | ForEach-Object Count | Should -Be 2, 2
        foreach ($row in $rows) {
            $row.AdvisedThrottleLimit | Should -BeIn 1, 2
            $row.BytesPerSecond | Should -BeGreaterThan 0
            $row.FilesPerSecond | Should -BeGreaterThan 0
            $row.Trials[0].ThrottleLimit | Should -Be 1
        }

        Get-WxCloudFile -Recurse | Should -BeNullOrEmpty
    }

    It 'uses the environment of -EnvironmentId' {
        Set-TestFault $emulator @{ route = 'tcb/batchdeletefile'; kind = 'errcode'; value = -501007 }
        $null = Measure-WxCloudTransfer -Length 10 -Count 1 -EnvironmentId other-env -ErrorAction SilentlyContinue -ErrorVariable kept
        $kept | Should -Not -BeNullOrEmpty
        Set-TestFault $emulator
        @(Get-WxCloudFile -Recurse -EnvironmentId other-env).Count | Should -Be 1
        Get-WxCloudFile -Recurse | Should -BeNullOrEmpty
    }

    It 'sends nothing with -WhatIf' {
        Reset-TestEmulator $emulator
        Measure-WxCloudTransfer -WhatIf | Should -BeNullOrEmpty
        (Get-TestRequest $emulator).routes.'tcb/uploadfile' | Should -BeNullOrEmpty
        $null = Measure-WxCloudTransfer -Length 10 -Count 1
        (Get-TestRequest $emulator).routes.'tcb/uploadfile' | Should -BeGreaterThan 0
    }

    It 'shows progress' {
        Set-TestFault $emulator @{ route = 'object:POST'; kind = 'delay'; value = 400 }
        $records = @(Get-ProgressOf $emulator 'Measure-WxCloudTransfer -Length 1000 -Count 1' 'Measuring transfers')
        Set-TestFault $emulator
        $records[0].StatusDescription | Should -Match '^\d+ files, .+/s$'
        $records[-1].RecordType | Should -Be Completed
    }

    It 'removes its files when it is interrupted' {
        Reset-TestEmulator $emulator
        $stopped = Measure-Stop "`$null = Connect-WxCloud -Emulator -Endpoint $($emulator.Endpoint); Measure-WxCloudTransfer -Length 1MB -Count 200" -When {
            (Get-TestRequest $emulator).routes.'object:POST' -gt 5
        }
        $stopped.Seconds | Should -BeLessThan 10
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        while (Get-WxCloudFile -Recurse) {
            [datetime]::UtcNow | Should -BeLessThan $deadline
            Start-Sleep -Milliseconds 50
        }
    }

    It 'refuses -<Name> <Value>' -ForEach @(@{ Name = 'Count'; Value = 0 }, @{ Name = 'Count'; Value = 257 }, @{ Name = 'Length'; Value = 0 }) {
        $options = @{ $Name = $Value }
        { Measure-WxCloudTransfer @options } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }
}
