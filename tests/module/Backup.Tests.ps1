BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator --environment local-env --environment other-env
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint

    # A folder that does not exist yet.
    function New-Path {
        Join-Path $TestDrive (New-Guid)
    }

    # Empties the emulator and stores two files and two documents.
    function Initialize-Cloud {
        Reset-TestEmulator $emulator
        $null = New-Item -ItemType Directory "$TestDrive/cloud/img" -Force
        Set-Content "$TestDrive/cloud/a.txt" 'a' -NoNewline
        Set-Content "$TestDrive/cloud/img/图.txt" '图' -NoNewline
        $files = Send-WxCloudFile "$TestDrive/cloud/*" -Recurse
        New-WxCloudCollection people, pets
        $null = @{ _id = '1'; file = $files[0].FileId }, @{ _id = '2'; n = 2 } | Add-WxCloudDocument people
    }

    # Stores some more files.
    function Add-File ([int] $Count) {
        $null = 1..$Count | ForEach-Object { [pscustomobject]@{ LocalPath = "$TestDrive/cloud/a.txt"; CloudPath = "more/$_.txt" } } | Send-WxCloudFile
    }
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'Backup-WxCloudEnvironment' {
    BeforeEach {
        Initialize-Cloud
        $path = New-Path
    }

    It 'saves everything, and receives nothing the second time' {
        $backup = Backup-WxCloudEnvironment $path
        $backup.Complete | Should -BeTrue
        $backup.Files, $backup.Bytes, $backup.FilesReceived, $backup.Collections, $backup.Documents | Should -Be 2, 4, 2, 2, 2
        $backup.FileSource | Should -Be 'Listing'
        $backup.Path | Should -Be $path
        Get-Content "$path/files/img/图.txt" | Should -Be '图'
        (Backup-WxCloudEnvironment -Path $path).FilesReceived | Should -Be 0
    }

    It 'takes a path relative to the current location' {
        Push-Location $TestDrive
        try {
            (Backup-WxCloudEnvironment relative).Path | Should -Be (Join-Path $TestDrive relative)
        }
        finally {
            Pop-Location
        }
    }

    It 'saves the folders and collections that are named, and an error names one that is missing' {
        $backup = Backup-WxCloudEnvironment $path -Prefix img -Collection peo*, none -ErrorAction SilentlyContinue -ErrorVariable failed
        $backup.Files, $backup.Collections, $backup.Failed | Should -Be 1, 1, 1
        $backup.Complete | Should -BeFalse
        $failed.FullyQualifiedErrorId | Should -Be 'WxCloud.Backup.CollectionMissing,WxCloud.Cmdlets.Commands.BackupWxCloudEnvironmentCommand'
        $failed.TargetObject | Should -Be 'none'
    }

    It 'leaves out documents with -FilesOnly, and files with -DocumentsOnly' {
        $files = Backup-WxCloudEnvironment $path -FilesOnly
        $files.Files, $files.Collections, $files.Documents | Should -Be 2, 0, 0
        $documents = Backup-WxCloudEnvironment (New-Path) -DocumentsOnly
        $documents.Files, $documents.Collections, $documents.Documents | Should -Be 0, 2, 2
        (Backup-WxCloudEnvironment (New-Path) -FilesOnly -Prefix img).Files | Should -Be 1
        (Backup-WxCloudEnvironment (New-Path) -DocumentsOnly -Collection peo*).Documents | Should -Be 2
        { Backup-WxCloudEnvironment $path -FilesOnly -Collection people } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        { Backup-WxCloudEnvironment $path -DocumentsOnly -Prefix img } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'counts with -WhatIf and writes nothing' {
        $text = Invoke-Fresh -Environment @{ WXCLOUD_TEST_ENDPOINT = $emulator.Endpoint; WXCLOUD_TEST_PATH = $path } {
            Import-Module $package
            $null = Connect-WxCloud -Emulator -Endpoint $env:WXCLOUD_TEST_ENDPOINT
            Backup-WxCloudEnvironment $env:WXCLOUD_TEST_PATH -WhatIf
            '>>>'
            $WhatIfPreference = $true
            Backup-WxCloudEnvironment $env:WXCLOUD_TEST_PATH
        }
        $counted = '2 of 2 files \(4 bytes\) received, 0 removed; 2 collections with 2 documents saved'
        $text -join '' | Should -Match "$counted.*>>>.*$counted"
        Test-Path $path | Should -BeFalse
    }

    It 'removes no more than -MaxDelete' {
        $null = Backup-WxCloudEnvironment $path
        Get-WxCloudFile -Recurse -File | Remove-WxCloudFile -Force
        $backup = Backup-WxCloudEnvironment $path -MaxDelete 50% -ErrorAction SilentlyContinue -ErrorVariable refused
        $refused.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Sync.TooManyDeletions,*'
        $backup.FilesRemoved | Should -Be 0
        (Backup-WxCloudEnvironment $path -MaxDelete 2).FilesRemoved | Should -Be 2
        (Get-ErrorOf { Backup-WxCloudEnvironment $path -MaxDelete some }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Sync.MaxDeleteInvalid,*'
    }

    It 'receives no more files at once than -ThrottleLimit' {
        Add-File 6
        Set-TestFault $emulator @{ route = 'object:GET'; kind = 'delay'; value = 100 }
        $null = Backup-WxCloudEnvironment $path -ThrottleLimit 1
        # One download, the links of the next ones, and the listing or the database.
        (Get-TestRequest $emulator).maxInFlight | Should -BeLessOrEqual 3
        Remove-Item $path -Recurse -Force
        $null = Backup-WxCloudEnvironment $path
        (Get-TestRequest $emulator).maxInFlight | Should -BeGreaterThan 3
        { Backup-WxCloudEnvironment $path -ThrottleLimit 0 } | Should -Throw
    }

    It 'takes another environment, and refuses the folder of this one for it' {
        $null = Backup-WxCloudEnvironment $path
        (Get-ErrorOf { Backup-WxCloudEnvironment $path -EnvironmentId other }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Backup.OtherEnvironment,*'
    }

    It 'shows progress' {
        Set-TestFault $emulator @{ route = 'object:GET'; kind = 'delay'; value = 400 }
        $records = @(Get-ProgressOf $emulator "Backup-WxCloudEnvironment '$path' -ThrottleLimit 1" 'Backing up local-env')
        $records[0].StatusDescription | Should -Match '^\d+ files, .+/s$'
        $records[-1].RecordType | Should -Be Completed
    }
}

Describe 'Test-WxCloudBackup' {
    BeforeAll {
        Initialize-Cloud
    }

    BeforeEach {
        $path = New-Path
        $backup = Backup-WxCloudEnvironment $path
    }

    It 'is true for a good backup, by position, by name and from the pipeline' {
        Test-WxCloudBackup $path | Should -BeTrue
        Test-WxCloudBackup -Path $path | Should -BeTrue
        $backup | Test-WxCloudBackup | Should -BeTrue
        Get-Item $path | Test-WxCloudBackup | Should -BeTrue
        Test-WxCloudBackup $path -Detailed | Should -BeNullOrEmpty
    }

    It 'takes a path relative to the current location' {
        Push-Location $path
        try {
            Test-WxCloudBackup . | Should -BeTrue
        }
        finally {
            Pop-Location
        }
    }

    It 'names what is damaged' {
        Add-Content "$path/files/a.txt" 'more' -NoNewline
        Remove-Item "$path/collections/people.jsonl"
        Test-WxCloudBackup $path | Should -BeFalse
        @(Test-WxCloudBackup $path -Verbose 4>&1).Message | Should -Be 'a.txt: LengthDiffers', 'people: Missing'
        $damage = Test-WxCloudBackup $path -Detailed
        $damage.Name | Should -Be 'a.txt', 'people'
        $damage.Problem | Should -Be 'LengthDiffers', 'Missing'
        $damage[0].Expected, $damage[0].Actual | Should -Be '1', '5'
        $damage[0].LocalPath | Should -Be (Join-Path $path files a.txt)
    }

    It 'refuses a folder that is no backup' {
        (Get-ErrorOf { Test-WxCloudBackup $TestDrive }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Backup.NotABackup,*'
    }
}

Describe 'Restore-WxCloudEnvironment' {
    BeforeEach {
        Initialize-Cloud
        $path = New-Path
        $backup = Backup-WxCloudEnvironment $path
    }

    It 'restores to the environment of -EnvironmentId' {
        (Restore-WxCloudEnvironment $path -EnvironmentId other-env).EnvironmentId | Should -Be other-env
        (Get-WxCloudFile -Recurse -File -EnvironmentId other-env).CloudPath | Should -Be 'a.txt', 'img/图.txt'
        (Get-WxCloudDocument people -Id '1' -EnvironmentId other-env).file | Should -BeLike 'cloud://other-env.*.txt'
    }

    It 'takes paths relative to the current location' {
        Push-Location $path
        try {
            $restore = Restore-WxCloudEnvironment . -ReportPath report.jsonl
            $restore.Path | Should -Be $path
            $restore.ReportPath | Should -Be (Join-Path $path report.jsonl)
        }
        finally {
            Pop-Location
        }
    }

    It 'leaves out documents with -FilesOnly, and files with -DocumentsOnly' {
        Remove-WxCloudFile cloud://local-env.6c6f-local-env-1250000000/a.txt -Force
        Remove-WxCloudCollection people -Force
        $documents = Restore-WxCloudEnvironment $path -DocumentsOnly
        $documents.FilesSent, $documents.FilesPresent, $documents.DocumentsInserted | Should -Be 0, 0, 2
        $files = Restore-WxCloudEnvironment $path -FilesOnly
        $files.FilesSent, $files.FilesPresent, $files.DocumentsPresent | Should -Be 1, 1, 0
        { Restore-WxCloudEnvironment $path -FilesOnly -Collection people } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'brings back what is missing, and leaves what is there' {
        Remove-WxCloudFile cloud://local-env.6c6f-local-env-1250000000/a.txt -Force
        Remove-WxCloudCollection people -Force
        $restore = $backup | Restore-WxCloudEnvironment
        $restore.FilesSent, $restore.FilesPresent, $restore.DocumentsInserted, $restore.CollectionsCreated, $restore.Failed | Should -Be 1, 1, 2, 1, 0
        $restore.ReportPath | Should -BeLike "$path*restore-local-env-*.jsonl"
        (Get-WxCloudDocument people -Id '2').n | Should -Be 2
        (Restore-WxCloudEnvironment -Path $path).DocumentsPresent | Should -Be 2
    }

    It 'restores the folders and collections that are named' {
        Reset-TestEmulator $emulator
        $restore = Restore-WxCloudEnvironment $path -Prefix img -Collection pe*s
        $restore.FilesSent, $restore.DocumentsInserted, $restore.CollectionsCreated | Should -Be 1, 0, 1
        (Get-WxCloudCollection).Name | Should -Be 'pets'
    }

    It 'names what differs, and replaces it with -ConflictMode Upsert' {
        $null = Update-WxCloudDocument people -Id '2' -Document @{ n = 9 }
        $null = Restore-WxCloudEnvironment $path -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Restore.DocumentDiffers,*'
        $failed.TargetObject | Should -Be 'people/2'
        (Restore-WxCloudEnvironment $path -ConflictMode Upsert).DocumentsReplaced | Should -Be 1
        (Get-WxCloudDocument people -Id '2').n | Should -Be 2
    }

    It 'counts with -WhatIf and changes nothing' {
        Reset-TestEmulator $emulator
        $text = Invoke-Fresh -Environment @{ WXCLOUD_TEST_ENDPOINT = $emulator.Endpoint; WXCLOUD_TEST_PATH = $path } {
            Import-Module $package
            $null = Connect-WxCloud -Emulator -Endpoint $env:WXCLOUD_TEST_ENDPOINT
            Restore-WxCloudEnvironment $env:WXCLOUD_TEST_PATH -WhatIf
        }
        $text -join '' | Should -Match '2 files \(4 bytes\) sent; 2 documents inserted, 0 replaced; fileIDs rewritten in 1 documents'
        Get-WxCloudCollection | Should -BeNullOrEmpty
    }

    It 'takes an incomplete backup only with -AllowIncomplete' {
        $other = New-Path
        $null = Backup-WxCloudEnvironment $other -Collection people, none -ErrorAction SilentlyContinue
        (Get-ErrorOf { Restore-WxCloudEnvironment $other }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Backup.Incomplete,*'
        (Restore-WxCloudEnvironment $other -AllowIncomplete).DocumentsPresent | Should -Be 2
    }

    It 'writes the report where -ReportPath says' {
        $restore = Restore-WxCloudEnvironment $path -ReportPath "$TestDrive/report.jsonl"
        $restore.ReportPath | Should -Be (Join-Path $TestDrive report.jsonl)
        (Get-Content $restore.ReportPath | ConvertFrom-Json).fields | Should -Be 'file'
    }

    It 'sends no more files at once than -ThrottleLimit' {
        Add-File 6
        $null = Backup-WxCloudEnvironment $path
        Reset-TestEmulator $emulator
        Set-TestFault $emulator @{ route = 'object:POST'; kind = 'delay'; value = 100 }
        $null = Restore-WxCloudEnvironment $path -Collection none* -ThrottleLimit 1
        (Get-TestRequest $emulator).maxInFlight | Should -BeLessOrEqual 2
        Get-WxCloudFile -Recurse -File | Remove-WxCloudFile -Force
        $null = Restore-WxCloudEnvironment $path -Collection none*
        (Get-TestRequest $emulator).maxInFlight | Should -BeGreaterThan 2
    }

    It 'shows progress' {
        Reset-TestEmulator $emulator
        Set-TestFault $emulator @{ route = 'object:POST'; kind = 'delay'; value = 400 }
        $records = @(Get-ProgressOf $emulator "Restore-WxCloudEnvironment '$path' -ThrottleLimit 1" 'Restoring to local-env')
        $records[0].StatusDescription | Should -Match '^\d+ files, .+/s$'
        $records[-1].RecordType | Should -Be Completed
    }
}

Describe 'Start-WxCloudEmulator -RestorePath' {
    BeforeAll {
        Initialize-Cloud
        $path = New-Path
        $null = Backup-WxCloudEnvironment $path
    }

    It 'has the files and documents of the backup when it is emitted' {
        $copy = Start-WxCloudEmulator -Port 0 -InMemory -RestorePath $path
        try {
            $connection = Connect-WxCloud -Emulator -Endpoint $copy.Endpoint -Name copy
            (Get-WxCloudFile -Recurse -File -Connection $connection).CloudPath | Should -Be 'a.txt', 'img/图.txt'
            (Get-WxCloudDocument people -Connection $connection)._id | Should -Be '1', '2'
        }
        finally {
            $copy | Stop-WxCloudEmulator
            Disconnect-WxCloud copy
        }
    }

    It 'starts no emulator for a folder that is no complete backup' {
        $before = @(Get-WxCloudEmulator).Count
        (Get-ErrorOf { Start-WxCloudEmulator -Port 0 -InMemory -RestorePath $TestDrive }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Backup.NotABackup,*'
        Set-Content "$path/files.jsonl" 'damaged'
        (Get-ErrorOf { Start-WxCloudEmulator -Port 0 -InMemory -RestorePath $path }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Backup.Damaged,*'
        @(Get-WxCloudEmulator).Count | Should -Be $before
    }
}
