BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
    $folder = (New-Item -ItemType Directory (Join-Path $TestDrive photos)).FullName
    $names = 0..11 | ForEach-Object { "图 $_.txt" }
    $names | ForEach-Object { Set-Content "$folder/$_" $_ -NoNewline }
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe '-Shard' {
    It 'of Send-WxCloudFile divides the files among the jobs' {
        $shards = 1..3 | ForEach-Object { , @(Send-WxCloudFile "$folder/*" -Prefix p -Shard "$_/3") }
        $shards.ForEach({ $_.Count }) | Should -Not -Contain 0
        @($shards.ForEach({ $_.CloudPath }) | Sort-Object) | Should -Be @($names | ForEach-Object { "p/$_" } | Sort-Object)
    }

    It 'of Send-WxCloudFile depends on the cloud path of each item' {
        $rows = 'a.txt', 'docs/a.md' | ForEach-Object { [pscustomobject]@{ Path = "$folder/$($names[0])"; CloudPath = $_ } }
        ($rows | Send-WxCloudFile -Shard 1/2).CloudPath | Should -Be 'docs/a.md'
        ($rows | Send-WxCloudFile -Shard 2/2).CloudPath | Should -Be 'a.txt'
    }

    It 'of Receive-WxCloudFile divides the files among the jobs' {
        $sent = Get-ChildItem $folder | Send-WxCloudFile -Prefix down
        $received = 1..3 | ForEach-Object { $sent | Receive-WxCloudFile -Destination "$TestDrive/down$_" -Shard "$_/3" }
        @($received.CloudPath | Sort-Object) | Should -Be @($sent.CloudPath | Sort-Object)
        @(1..3 | ForEach-Object { Get-ChildItem "$TestDrive/down$_" -Recurse -File }) | Should -HaveCount $names.Count
    }

    It 'makes no call for files of other shards' {
        $sent = Get-ChildItem $folder | Send-WxCloudFile -Prefix asked
        $shown = Invoke-Fresh -Environment @{ WXCLOUD_TEST_ENDPOINT = $emulator.Endpoint; WXCLOUD_TEST_FILES = $sent.FileId -join '|' } {
            Import-Module $package
            $null = Connect-WxCloud -Emulator -Endpoint $env:WXCLOUD_TEST_ENDPOINT
            $env:WXCLOUD_TEST_FILES -split '\|' | Receive-WxCloudFile -Shard 2/3 -WhatIf
        }
        $shown | Where-Object { $_ -like 'What if*' } | Should -HaveCount @($sent | Where-Object { Send-WxCloudFile -LiteralPath $_.LocalPath -CloudPath $_.CloudPath -Shard 2/3 }).Count
    }

    It 'is checked, with the reason: <_>' -ForEach '0/3', '4/3', '3', 'x/3' {
        $failure = Get-ErrorOf { Send-WxCloudFile "$folder/*" -Shard $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*'
        "$failure" | Should -Match "'$_'"
        (Get-ErrorOf { Receive-WxCloudFile cloud://a.b/c -Shard $_ }).FullyQualifiedErrorId | Should -BeLike 'CannotConvertArgument*'
    }

    It 'is completed when the number of shards is typed' {
        (TabExpansion2 'Send-WxCloudFile x -Shard /3').CompletionMatches.CompletionText | Should -Be '1/3', '2/3', '3/3'
        (TabExpansion2 'Receive-WxCloudFile x -Shard 1/12').CompletionMatches.CompletionText | Should -Be '1/12', '10/12', '11/12', '12/12'
    }
}
