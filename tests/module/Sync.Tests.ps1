BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint

    # A local folder with these files, an hour old.
    function New-Folder {
        param([hashtable] $File = @{})

        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive (New-Guid))).FullName
        foreach ($name in $File.Keys) {
            $path = Join-Path $folder $name
            $null = New-Item -ItemType Directory (Split-Path $path) -Force
            Set-Content -LiteralPath $path $File[$name] -NoNewline
            (Get-Item -LiteralPath $path).LastWriteTime = (Get-Date).AddHours(-1)
        }

        $folder
    }

    # A new cloud folder with these files.
    function New-CloudFolder {
        param([hashtable] $File = @{})

        $prefix = "$(New-Guid)"
        if ($File.Count) {
            $null = Sync-WxCloudFolder (New-Folder $File) $prefix
        }

        $prefix
    }

    # A plan in short form.
    function Get-Text {
        param($Plan)

        @($Plan | Sort-Object CloudPath | ForEach-Object { "$($_.Action) $($_.CloudPath.Substring($_.CloudPath.IndexOf('/') + 1)) $($_.Reason)" })
    }

    function Get-CloudName {
        param([string] $Prefix)

        @((Compare-WxCloudFolder (New-Folder) $Prefix).CloudPath | ForEach-Object { $_.Substring($Prefix.Length + 1) } | Sort-Object)
    }

    function Get-Request {
        (Get-TestRequest $emulator).routes
    }
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'Compare-WxCloudFolder' {
    It 'emits one action per file and changes nothing' {
        $folder = New-Folder @{ 'same.txt' = 'same'; 'longer.txt' = 'longer'; 'sub/图 1.txt' = 'new' }
        $prefix = New-CloudFolder @{ 'same.txt' = 'same'; 'longer.txt' = 'short'; 'extra.txt' = 'extra' }
        $before = Get-Request
        $plan = Compare-WxCloudFolder $folder $prefix
        Get-Text $plan | Should -Be 'Skip extra.txt Extra', 'Upload longer.txt LengthDiffers', 'Skip same.txt Unchanged', 'Upload sub/图 1.txt New'
        $new = $plan | Where-Object Reason -eq New
        $new.LocalPath | Should -Be (Join-Path $folder 'sub/图 1.txt')
        $new.FileId | Should -Be "cloud://local-env.6c6f-local-env-1250000000/$prefix/sub/图 1.txt"
        $new.Length | Should -Be 3
        $new.LastModified | Should -BeNullOrEmpty
        ($plan | Where-Object Reason -eq Unchanged).LastModified | Should -BeOfType [DateTimeOffset]
        (Get-Request).'object:POST' | Should -Be $before.'object:POST'
    }

    It 'takes named parameters, and a prefix with a slash as the same' {
        $folder = New-Folder @{ 'a.txt' = 'a' }
        (Compare-WxCloudFolder -Path $folder -Prefix p/).CloudPath | Should -Be 'p/a.txt'
        (Compare-WxCloudFolder -Path $folder -Prefix p).CloudPath | Should -Be 'p/a.txt'
        (Compare-WxCloudFolder -Path $folder | Where-Object Reason -eq New).CloudPath | Should -Be 'a.txt'
    }

    It 'takes a path relative to the current location, and literally' {
        $folder = New-Folder @{ '[a]/b.txt' = 'b' }
        Push-Location $folder
        try {
            (Compare-WxCloudFolder '[a]' p).CloudPath | Should -Be 'p/b.txt'
            (Compare-WxCloudFolder . p).CloudPath | Should -Be 'p/[a]/b.txt'
        }
        finally {
            Pop-Location
        }
    }

    It 'compares for a download' {
        $prefix = New-CloudFolder @{ 'a.txt' = 'a'; 'b.txt' = 'longer' }
        Get-Text (Compare-WxCloudFolder (New-Folder @{ 'b.txt' = 'b'; 'c.txt' = 'c' }) $prefix -Direction Download) |
            Should -Be 'Download a.txt New', 'Download b.txt LengthDiffers', 'Skip c.txt Extra'
    }

    It 'plans deletions only with -Delete, and last' {
        $folder = New-Folder @{ 'z.txt' = 'z' }
        $prefix = New-CloudFolder @{ 'a.txt' = 'a' }
        (Compare-WxCloudFolder $folder $prefix).Action | Should -Not -Contain Delete
        (Compare-WxCloudFolder $folder $prefix -Delete).Action | Should -Be 'Upload', 'Delete'
    }

    It 'refuses -Delete at the root without -AllowRoot' {
        $failure = Get-ErrorOf { Compare-WxCloudFolder (New-Folder) -Delete }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Sync.RootNotAllowed,*'
        (Get-ErrorOf { Compare-WxCloudFolder (New-Folder) '' -Delete }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Sync.RootNotAllowed,*'
        Compare-WxCloudFolder (New-Folder) -Delete -AllowRoot -Include none | Should -BeNullOrEmpty
    }

    It 'filters by -Include and -Exclude' {
        $folder = New-Folder @{ 'a.txt' = 'a'; 'b.tmp' = 'b'; 'sub/c.txt' = 'c'; 'sub/d.md' = 'd' }
        $prefix = New-CloudFolder @{ 'kept.tmp' = 'k'; 'gone.txt' = 'gone' }
        Get-Text (Compare-WxCloudFolder $folder $prefix -Delete -Include *.txt, *.tmp -Exclude *.tmp, sub/*) | Should -Be 'Upload a.txt New', 'Delete gone.txt Extra'
    }

    It 'compares by checksum' {
        $prefix = New-CloudFolder @{ 'a.txt' = '12345'; 'b.txt' = '12345' }
        $folder = New-Folder @{ 'a.txt' = '54321'; 'b.txt' = '12345' }
        Get-Text (Compare-WxCloudFolder $folder $prefix) | Should -Be 'Skip a.txt Unchanged', 'Skip b.txt Unchanged'
        Get-Text (Compare-WxCloudFolder $folder $prefix -CompareBy Checksum) | Should -Be 'Upload a.txt ContentDiffers', 'Skip b.txt Unchanged'
        Get-Text (Compare-WxCloudFolder $folder $prefix -CompareBy SizeAndTime) | Should -Be 'Skip a.txt Unchanged', 'Skip b.txt Unchanged'
    }

    It 'divides files by -Shard' {
        $folder = New-Folder @{ 'a' = ''; 'b' = ''; 'c' = ''; 'd' = ''; 'e' = ''; 'f' = ''; 'g' = ''; 'h' = '' }
        $shards = 1..2 | ForEach-Object { , @(Compare-WxCloudFolder $folder p -Shard "$_/2") }
        $shards.ForEach({ $_.Count }) | Should -Not -Contain 0
        @($shards.ForEach({ $_.CloudPath }) | Sort-Object) | Should -Be @('a'..'h' | ForEach-Object { "p/$_" })
    }

    It 'limits its requests by -ThrottleLimit' {
        $files = @{}
        1..6 | ForEach-Object { $files["$_.txt"] = "$_" }
        $prefix = New-CloudFolder $files
        Set-TestFault $emulator @{ route = 'object:HEAD'; kind = 'delay'; value = 200 }
        try {
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            $null = Compare-WxCloudFolder (New-Folder $files) $prefix -CompareBy Checksum -ThrottleLimit 2
            $clock.Elapsed.TotalMilliseconds | Should -BeGreaterThan 550
        }
        finally {
            Set-TestFault $emulator
        }

        { Compare-WxCloudFolder . -ThrottleLimit 0 } | Should -Throw
    }

    It 'uses the connection and the environment that are given' {
        $folder = New-Folder @{ 'a.txt' = 'a' }
        $connection = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Name other
        (Compare-WxCloudFolder $folder p -Connection $connection -EnvironmentId local-env).CloudPath | Should -Be 'p/a.txt'
        (Get-ErrorOf { Compare-WxCloudFolder $folder p -EnvironmentId no-such-env }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.*'
    }

    It 'ends with an error for <Case>' -ForEach @(
        @{ Case = 'a missing folder'; Path = 'missing'; Prefix = 'p'; Id = 'WxCloud.Local.NotFound' }
        @{ Case = 'a file'; Path = 'a.txt'; Prefix = 'p'; Id = 'WxCloud.Sync.NotAFolder' }
        @{ Case = 'a prefix with a leading slash'; Path = '.'; Prefix = '/p'; Id = 'WxCloud.CloudPath.LeadingSlash' }
    ) {
        $folder = New-Folder @{ 'a.txt' = 'a' }
        (Get-ErrorOf { Compare-WxCloudFolder (Join-Path $folder $Path) $Prefix }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'stops its work with Select-Object -First' {
        $files = @{}
        1..20 | ForEach-Object { $files["$_.txt"] = "$_" }
        (Compare-WxCloudFolder (New-Folder $files) p | Select-Object -First 1) | Should -HaveCount 1
    }
}

Describe 'Sync-WxCloudFolder' {
    It 'sends what differs, and nothing the second time' {
        $folder = New-Folder @{ 'a.txt' = 'a'; 'sub/图 1.txt' = 'b' }
        $prefix = New-CloudFolder @{ 'a.txt' = 'longer' }
        $done = Sync-WxCloudFolder $folder $prefix
        @($done | Sort-Object CloudPath | ForEach-Object { "$($_.Action) $($_.Result)" }) | Should -Be 'Upload Uploaded', 'Upload Uploaded'
        Get-CloudName $prefix | Should -Be 'a.txt', 'sub/图 1.txt'
        $before = Get-Request
        Sync-WxCloudFolder $folder $prefix | Should -BeNullOrEmpty
        (Get-Request).'object:POST' | Should -Be $before.'object:POST'
    }

    It 'receives what differs with its time, and nothing the second time' {
        $prefix = New-CloudFolder @{ 'a.txt' = 'a'; 'sub/图 1.txt' = 'b' }
        $folder = Join-Path $TestDrive "$(New-Guid)/new"
        (Sync-WxCloudFolder $folder $prefix -Direction Download).Result | Should -Be 'Downloaded', 'Downloaded'
        Get-Content (Join-Path $folder 'sub/图 1.txt') | Should -Be 'b'
        $action = Compare-WxCloudFolder $folder $prefix -Direction Download | Select-Object -First 1
        (Get-Item -LiteralPath $action.LocalPath).LastWriteTimeUtc | Should -Be $action.LastModified.UtcDateTime
        Sync-WxCloudFolder $folder $prefix -Direction Download | Should -BeNullOrEmpty
    }

    It 'shows everything with -WhatIf, and changes nothing' {
        $folder = New-Folder @{ 'new.txt' = 'new'; 'moved.txt' = 'content that moved' }
        $prefix = New-CloudFolder @{ 'old.txt' = 'content that moved'; 'gone.txt' = 'gone' }
        $shown = Invoke-Fresh -Environment @{ WXCLOUD_TEST_ENDPOINT = $emulator.Endpoint; WXCLOUD_TEST_FOLDER = $folder; WXCLOUD_TEST_PREFIX = $prefix } {
            Import-Module $package
            $null = Connect-WxCloud -Emulator -Endpoint $env:WXCLOUD_TEST_ENDPOINT
            Sync-WxCloudFolder $env:WXCLOUD_TEST_FOLDER $env:WXCLOUD_TEST_PREFIX -Delete -WhatIf
            $WhatIfPreference = $true
            Sync-WxCloudFolder $env:WXCLOUD_TEST_FOLDER $env:WXCLOUD_TEST_PREFIX -Delete -Force
        }
        foreach ($text in 'Upload (New)', 'Copy in the cloud (Moved)') {
            @($shown | Where-Object { $_ -like "What if*$text*" }) | Should -HaveCount 2
        }

        @($shown | Where-Object { $_ -like 'What if*"Delete"*' }) | Should -HaveCount 4
        Get-CloudName $prefix | Should -Be 'gone.txt', 'old.txt'
    }

    It 'copies a file that moved in the cloud' {
        $folder = New-Folder @{ 'new/photo.txt' = 'content that moved' }
        $prefix = New-CloudFolder @{ 'old/photo.txt' = 'content that moved' }
        (Sync-WxCloudFolder $folder $prefix -Delete -Force).Result | Should -Be 'Copied', 'Deleted'
        Get-CloudName $prefix | Should -Be 'new/photo.txt'
        $back = Join-Path $TestDrive (New-Guid)
        $null = Sync-WxCloudFolder $back $prefix -Direction Download
        Get-Content "$back/new/photo.txt" | Should -Be 'content that moved'
    }

    It 'deletes locally for a download' {
        $folder = New-Folder @{ 'extra.txt' = 'extra'; 'kept.tmp' = 'kept' }
        $prefix = New-CloudFolder @{ 'a.txt' = 'a' }
        (Sync-WxCloudFolder $folder $prefix -Direction Download -Delete -Force -Exclude *.tmp).Result | Should -Be 'Downloaded', 'Deleted'
        (Get-ChildItem $folder -File).Name | Sort-Object | Should -Be 'a.txt', 'kept.tmp'
    }

    It 'asks before it deletes, but not before it sends: without an answer nothing is deleted' {
        $folder = New-Folder @{ 'a.txt' = 'a' }
        $prefix = New-CloudFolder @{ 'extra.txt' = 'extra' }
        $shown = Invoke-Fresh -Environment @{ WXCLOUD_TEST_ENDPOINT = $emulator.Endpoint; WXCLOUD_TEST_FOLDER = $folder; WXCLOUD_TEST_PREFIX = $prefix } {
            Import-Module $package
            $null = Connect-WxCloud -Emulator -Endpoint $env:WXCLOUD_TEST_ENDPOINT
            (Sync-WxCloudFolder $env:WXCLOUD_TEST_FOLDER $env:WXCLOUD_TEST_PREFIX).Result
            try { Sync-WxCloudFolder $env:WXCLOUD_TEST_FOLDER $env:WXCLOUD_TEST_PREFIX -Delete } catch { $_.FullyQualifiedErrorId }
        }
        $shown | Should -Contain 'Uploaded'
        @($shown | Where-Object { $_ -like 'WxCloud.Confirmation.NotPossible*' }) | Should -HaveCount 1
        Get-CloudName $prefix | Should -Be 'a.txt', 'extra.txt'
        (Sync-WxCloudFolder $folder $prefix -Delete -Confirm:$false).Result | Should -Be 'Deleted'
    }

    It 'deletes nothing beyond -MaxDelete, and does the rest: <Limit>' -ForEach @{ Limit = '1' }, @{ Limit = '49%' } {
        $folder = New-Folder @{ 'a.txt' = 'a'; '1' = ''; '2' = '' }
        $prefix = New-CloudFolder @{ '1' = ''; '2' = ''; '3' = ''; '4' = '' }
        $done = Sync-WxCloudFolder $folder $prefix -Delete -Force -MaxDelete $Limit -ErrorAction SilentlyContinue -ErrorVariable refused
        $done.Result | Should -Be 'Uploaded'
        $refused.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Sync.TooManyDeletions,*'
        Get-CloudName $prefix | Should -Be '1', '2', '3', '4', 'a.txt'
    }

    It 'deletes up to -MaxDelete: <Limit>' -ForEach @{ Limit = 2 }, @{ Limit = '50%' } {
        $prefix = New-CloudFolder @{ '1' = ''; '2' = ''; '3' = ''; '4' = '' }
        (Sync-WxCloudFolder (New-Folder @{ '1' = ''; '2' = '' }) $prefix -Delete -Force -MaxDelete $Limit).Result | Should -Be 'Deleted', 'Deleted'
    }

    It 'refuses a malformed limit' {
        (Get-ErrorOf { Sync-WxCloudFolder (New-Folder) p -MaxDelete many }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Sync.MaxDeleteInvalid,*'
    }

    It 'refuses -Delete at the root without -AllowRoot' {
        (Get-ErrorOf { Sync-WxCloudFolder (New-Folder) -Delete -Force }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Sync.RootNotAllowed,*'
        $prefix = New-CloudFolder @{ 'a.txt' = 'a' }
        (Sync-WxCloudFolder (New-Folder) -Delete -AllowRoot -Include "$prefix/*" -Force).Result | Should -Be 'Deleted'
    }

    It 'takes -Include, -CompareBy, -Shard and -ThrottleLimit as the comparison does' {
        $folder = New-Folder @{ 'a.txt' = '54321'; 'b.md' = 'b' }
        $prefix = New-CloudFolder @{ 'a.txt' = '12345' }
        (Sync-WxCloudFolder $folder $prefix -Include *.txt -CompareBy Checksum -Shard 1/1 -ThrottleLimit 2).CloudPath | Should -Be "$prefix/a.txt"
        Get-CloudName $prefix | Should -Be 'a.txt'
    }

    It 'continues after one item that fails' {
        $folder = New-Folder @{ 'a.txt' = 'a'; 'b.txt' = 'b'; 'c.txt' = 'c' }
        $prefix = New-CloudFolder
        $plan = Compare-WxCloudFolder $folder $prefix
        Remove-Item "$folder/b.txt"
        $done = $plan | Sync-WxCloudFolder -ErrorAction SilentlyContinue -ErrorVariable failed
        $done | Should -HaveCount 2
        $failed.TargetObject | Should -Be (Join-Path $folder b.txt)
    }
}

Describe 'A plan' {
    BeforeEach {
        $folder = New-Folder @{ 'new.txt' = 'new'; 'both.txt' = 'longer'; 'moved.txt' = 'content that moved' }
        $prefix = New-CloudFolder @{ 'both.txt' = 'short'; 'gone.txt' = 'gone'; 'old.txt' = 'content that moved' }
        $plan = Compare-WxCloudFolder $folder $prefix -Delete
    }

    It 'is applied from <Case>' -ForEach @(
        @{ Case = 'the pipeline'; Read = { $plan } }
        @{ Case = 'a parameter'; Read = { , $plan } }
        @{ Case = 'a table'; Read = { $plan | Export-Csv "$TestDrive/plan.csv"; Import-Csv "$TestDrive/plan.csv" } }
        @{ Case = 'CLIXML'; Read = { $plan | Export-Clixml "$TestDrive/plan.xml"; Import-Clixml "$TestDrive/plan.xml" } }
        @{ Case = 'JSON'; Read = { $plan | ConvertTo-Json | ConvertFrom-Json } }
    ) {
        $read = & $Read
        $done = if ($Case -eq 'a parameter') { Sync-WxCloudFolder -InputObject $plan -Force } else { $read | Sync-WxCloudFolder -Force }
        @($done.Result | Sort-Object { "$_" }) | Should -Be 'Copied', 'Deleted', 'Deleted', 'Uploaded', 'Uploaded'
        Get-CloudName $prefix | Should -Be 'both.txt', 'moved.txt', 'new.txt'
        Sync-WxCloudFolder $folder $prefix -Delete -Force | Should -BeNullOrEmpty
    }

    It 'is applied from a table of another culture' {
        $saved = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'zh-CN'
            $plan | Export-Csv "$TestDrive/plan.csv"
            (Import-Csv "$TestDrive/plan.csv" | Sync-WxCloudFolder -Force) | Should -HaveCount 5
        }
        finally {
            [cultureinfo]::CurrentCulture = $saved
        }
    }

    It 'is applied only for the actions that are piped' {
        ($plan | Where-Object Action -eq Upload | Sync-WxCloudFolder).Result | Should -Be 'Uploaded', 'Uploaded'
        Get-CloudName $prefix | Should -Be 'both.txt', 'gone.txt', 'new.txt', 'old.txt'
    }

    It 'is not applied to a file that has changed since' {
        Set-Content "$folder/new.txt" 'written since'
        $done = $plan | Sync-WxCloudFolder -Force -ErrorAction SilentlyContinue -ErrorVariable failed
        $done | Should -HaveCount 4
        $failed.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Sync.FileChanged,*'
        $failed.TargetObject | Should -Be (Join-Path $folder new.txt)
        Get-CloudName $prefix | Should -Not -Contain 'new.txt'
    }

    It 'changes nothing with -WhatIf' {
        $plan | Sync-WxCloudFolder -WhatIf
        Get-CloudName $prefix | Should -Be 'both.txt', 'gone.txt', 'old.txt'
    }

    It 'deletes nothing beyond -MaxDelete' {
        $done = $plan | Sync-WxCloudFolder -Force -MaxDelete 1 -ErrorAction SilentlyContinue -ErrorVariable refused
        $done | Should -HaveCount 3
        $refused.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Sync.TooManyDeletions,*'
        Get-CloudName $prefix | Should -Contain 'gone.txt'
    }

    It 'refuses the action <_>' -ForEach '99', '-1', 'Upload, Delete', 'Move', '' {
        $row = [pscustomobject]@{ Action = $_; Reason = 'New'; CloudPath = "$prefix/new.txt"; LocalPath = "$folder/new.txt" }
        (Get-ErrorOf { Sync-WxCloudFolder -InputObject $row -Force }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        Get-CloudName $prefix | Should -Not -Contain 'new.txt'
    }

    It 'with other objects gives an error for each of them, and the rest is applied' {
        $done = @([pscustomobject]@{ Name = 'x' }) + @($plan | Where-Object Reason -eq New) | Sync-WxCloudFolder -ErrorAction SilentlyContinue -ErrorVariable refused
        $done.Result | Should -Be 'Uploaded'
        $refused.Count | Should -Be 1
        "$refused" | Should -BeLike '*Action*'
    }

    It 'pipes its deletions into Remove-WxCloudFile' {
        $plan | Where-Object Action -eq Delete | Remove-WxCloudFile -Force
        Get-CloudName $prefix | Should -Be 'both.txt'
    }

    It 'fits into 80 columns' {
        $lines = ($plan | Out-String -Width 80) -split '\r?\n'
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 80
        $lines -match '^Action +Reason +Length +CloudPath' | Should -HaveCount 1
    }
}

Describe 'Completion of the folder cmdlets' {
    It 'offers directions, comparisons and shards' {
        (TabExpansion2 'Compare-WxCloudFolder . p -Direction ').CompletionMatches.CompletionText | Should -Be 'Download', 'Upload'
        (TabExpansion2 'Sync-WxCloudFolder . p -CompareBy C').CompletionMatches.CompletionText | Should -Be 'Checksum'
        (TabExpansion2 'Sync-WxCloudFolder . p -Shard /2').CompletionMatches.CompletionText | Should -Be '1/2', '2/2'
    }
}
