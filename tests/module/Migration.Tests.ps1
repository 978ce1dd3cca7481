BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'Import and export of collections' {
    BeforeEach {
        Reset-TestEmulator $emulator
        New-WxCloudCollection things, copy
    }

    It 'keeps documents and their types in JSON Lines' {
        $null = Add-WxCloudDocument things ([ordered]@{ _id = 'a'; n = 5; long = [long]5000000000; f = 0.5; at = [DateTimeOffset]'2024-01-01T00:00:00Z'; bytes = [byte[]](1, 2); text = "中`n`"文"; list = @(1, @{ x = $null }); flag = $true })
        $exported = Export-WxCloudCollection things "$TestDrive/things.json"
        $exported.Status, $exported.Succeeded, $exported.LocalPath | Should -Be 'success', 1, "$TestDrive/things.json"
        @(Get-Content "$TestDrive/things.json") | Should -HaveCount 1
        $imported = Import-WxCloudCollection copy "$TestDrive/things.json"
        $imported.Succeeded, $imported.Failed, $imported.Collection | Should -Be 1, 0, 'copy'
        $read = Get-WxCloudDocument copy -Id a
        $read.long | Should -BeOfType [long]
        $read.f | Should -Be 0.5
        $read.at | Should -Be ([DateTimeOffset]'2024-01-01T00:00:00Z')
        $read.bytes | Should -Be 1, 2
        $read.text | Should -Be "中`n`"文"
        $read.list[1].PSObject.Properties.Name | Should -Be 'x'
    }

    It 'reads and writes CSV by the extension or by -FileType' {
        Set-Content "$TestDrive/people.csv" '_id,name', '1,安娜', '2,"b, c"'
        (Import-WxCloudCollection things "$TestDrive/people.csv").Succeeded | Should -Be 2
        (Get-WxCloudDocument things).name | Should -Be '安娜', 'b, c'
        $null = Export-WxCloudCollection things "$TestDrive/table.txt" -FileType Csv
        (Import-Csv "$TestDrive/table.txt").name | Should -Be '安娜', 'b, c'
    }

    It 'exports the documents that match a filter' {
        1..5 | ForEach-Object { @{ _id = "$_"; n = $_ } } | Add-WxCloudDocument things | Out-Null
        (Export-WxCloudCollection things "$TestDrive/some.json" -Filter @{ n = @{ '$gt' = 3 } }).Succeeded | Should -Be 2
        @(Get-Content "$TestDrive/some.json") | Should -HaveCount 2
    }

    It 'leaves nothing in cloud storage' {
        $null = Add-WxCloudDocument things @{ n = 1 }
        $null = Export-WxCloudCollection things "$TestDrive/clean.json"
        $null = Import-WxCloudCollection copy "$TestDrive/clean.json"
        (Get-TestRequest $emulator).routes.'tcb/batchdeletefile' | Should -Be 2
        Get-WxCloudFile -Recurse | Should -BeNullOrEmpty
    }

    It 'starts no job for a file that cannot be written, and names the file' {
        Set-Content "$TestDrive/file" 'not a folder'
        $failure = Get-ErrorOf { Export-WxCloudCollection things "$TestDrive/file/out.json" }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Target.Unwritable,*'
        "$failure" | Should -BeLike '*out.json: *'
        (Get-TestRequest $emulator).routes.'tcb/databasemigrateexport' | Should -BeNullOrEmpty
    }

    It 'leaves nothing in cloud storage when the result cannot be fetched' {
        $null = Add-WxCloudDocument things @{ n = 1 }
        Set-TestFault $emulator @{ route = 'object:GET'; kind = 'status'; value = 403 }
        Get-ErrorOf { Export-WxCloudCollection things "$TestDrive/refused.json" } | Should -Not -BeNullOrEmpty
        Set-TestFault $emulator
        Get-WxCloudFile -Recurse | Should -BeNullOrEmpty
    }

    It 'shows the state of the job as progress, and completes it' {
        Set-Content "$TestDrive/shown.json" '{"_id":"a"}', '{"_id":"b"}'
        foreach ($code in "Import-WxCloudCollection things '$TestDrive/shown.json'", "Export-WxCloudCollection things '$TestDrive/shown-out.json'") {
            # What follows the job takes its time, so that the record of the job is seen.
            Set-TestFault $emulator @{ route = 'tcb/batchdeletefile'; kind = 'delay'; value = 500 }
            $records = @(Get-ProgressOf $emulator $code '*things*')
            $records.Count | Should -BeGreaterThan 1
            $records[-2].StatusDescription | Should -Match '^2\b.*\b0\b'
            $records[-1].RecordType | Should -Be Completed
            @($records[0..($records.Count - 2)].RecordType | Select-Object -Unique) | Should -Be Processing
        }
    }

    It 'replaces an existing local file only with -Force' {
        Set-Content "$TestDrive/there.json" 'mine'
        (Get-ErrorOf { Export-WxCloudCollection things "$TestDrive/there.json" }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Target.Exists,*'
        Get-Content "$TestDrive/there.json" | Should -Be 'mine'
        $null = Add-WxCloudDocument things @{ _id = 'a' }
        $null = Export-WxCloudCollection things "$TestDrive/there.json" -Force
        Get-Content "$TestDrive/there.json" | Should -Match '"a"'
    }

    It 'inserts or replaces as -ConflictMode says' {
        $null = Add-WxCloudDocument things @{ _id = 'a'; n = 1 }
        Set-Content "$TestDrive/conflict.json" '{"_id":"a","n":2}', '{"_id":"b","n":2}'
        $job = Import-WxCloudCollection things "$TestDrive/conflict.json" -WarningAction SilentlyContinue -WarningVariable warned
        $job.Succeeded, $job.Failed | Should -Be 1, 1
        "$warned" | Should -Match '^1 document'
        (Get-WxCloudDocument things -Id a).n | Should -Be 1
        (Import-WxCloudCollection things "$TestDrive/conflict.json" -ConflictMode Upsert).Failed | Should -Be 0
        (Get-WxCloudDocument things -Id a).n | Should -Be 2
    }

    It 'ends at the first bad document with -StopOnError, and names the collection' {
        Set-Content "$TestDrive/bad.json" '{"_id":"a"}', 'not json', '{"_id":"b"}'
        $failure = $null
        Import-WxCloudCollection things "$TestDrive/bad.json" -StopOnError -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.MigrationFailed,*'
        $failure[0].TargetObject | Should -Be 'things'
    }

    It 'imports several files and reports a missing one' {
        Set-Content "$TestDrive/p1.json" '{"_id":"1"}'
        Set-Content "$TestDrive/p2.json" '{"_id":"2"}'
        Import-WxCloudCollection things "$TestDrive/p*.json", "$TestDrive/gone.json" -ErrorAction SilentlyContinue -ErrorVariable missing | Should -HaveCount 2
        $missing[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Local.NotFound,*'
        Get-Item "$TestDrive/p1.json" | Import-WxCloudCollection copy | Should -HaveCount 1
        Set-Content -LiteralPath "$TestDrive/p[3].json" '{"_id":"3"}'
        Import-WxCloudCollection copy -LiteralPath "$TestDrive/p[3].json" | Should -HaveCount 1
        Measure-WxCloudDocument copy | Should -Be 2
    }

    It 'starts a job with -NoWait, which Get-WxCloudMigration returns' {
        Set-Content "$TestDrive/later.json" '{"_id":"1"}'
        $job = Import-WxCloudCollection things "$TestDrive/later.json" -NoWait
        $job.Status | Should -Be 'started'
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        do { $state = $job | Get-WxCloudMigration } until ($state.Status -eq 'success' -or $clock.Elapsed.TotalSeconds -gt 60)
        $state.Succeeded | Should -Be 1
        $export = Export-WxCloudCollection things "$TestDrive/never.json" -NoWait
        "$TestDrive/never.json" | Should -Not -Exist
        do { $state = Get-WxCloudMigration $export.JobId } until ($state.Status -eq 'success' -or $clock.Elapsed.TotalSeconds -gt 60)
        (Invoke-RestMethod $state.FileUrl)._id | Should -Be '1'
        Get-WxCloudMigration 99999 -ErrorAction SilentlyContinue -ErrorVariable unknown
        $unknown[0].TargetObject | Should -Be '99999'
    }

    It 'starts nothing twice and nothing with -WhatIf' {
        Set-Content "$TestDrive/once.json" '{"n":1}'
        Import-WxCloudCollection things "$TestDrive/once.json" -WhatIf
        Export-WxCloudCollection things "$TestDrive/once2.json" -WhatIf
        Measure-WxCloudDocument things | Should -Be 0
        Set-TestFault $emulator @{ route = 'tcb/databasemigrateimport'; kind = 'reset'; value = 5; times = 1 }
        Import-WxCloudCollection things "$TestDrive/once.json" -ErrorAction SilentlyContinue -ErrorVariable failed
        Set-TestFault $emulator
        $failed[0].ErrorDetails.RecommendedAction | Should -Match 'not repeated'
        (Get-TestRequest $emulator).routes.'tcb/databasemigrateimport' | Should -Be 1
    }

    It 'names a missing collection' {
        Set-Content "$TestDrive/x.json" '{"n":1}'
        Import-WxCloudCollection nowhere "$TestDrive/x.json" -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Database.CollectionMissing,*'
        $failed[0].TargetObject | Should -Be 'nowhere'
    }
}
