# Tab, as PowerShell itself completes it, against the emulator.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $parameters = foreach ($command in Get-Command -Module WxCloud) {
        foreach ($parameter in $command.Parameters.Values | Where-Object Name -in Collection, FileId, CloudPath, Prefix, EnvironmentId, ProfileName, ContentType, Shard, Destination) {
            # These are local folders, names in a backup on the disk, or environments that do not exist yet.
            if ("$command $($parameter.Name)" -notin 'Receive-WxCloudFile Destination', 'Restore-WxCloudEnvironment Prefix', 'Restore-WxCloudEnvironment Collection', 'Start-WxCloudEmulator EnvironmentId') {
                @{ Command = $command.Name; Parameter = $parameter.Name }
            }
        }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $hasNode = [bool](Get-Command node -ErrorAction Ignore)
    $null = New-Item -ItemType Directory "$TestDrive/functions/sum", "$TestDrive/functions/summary", "$TestDrive/empty"
    Set-Content "$TestDrive/functions/sum/index.js", "$TestDrive/functions/summary/index.js" 'exports.main = async () => 1'
    $emulator = Start-TestEmulator --functions "$TestDrive/functions"
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Name completion
    Set-Content "$TestDrive/text" 'text' -NoNewline
    $sent = 'docs/a.md', 'docs/b c.md', 'docs/deep/d.md', 'docs2/e.md', "it's.md", 'x[1].md' |
        ForEach-Object { [pscustomobject]@{ LocalPath = "$TestDrive/text"; CloudPath = $_ } } | Send-WxCloudFile
    New-WxCloudCollection people, places, todo
    $null = Add-WxCloudDocument people @{ name = 'a' }, @{ name = 'b' }

    # Where no local file is, since PowerShell completes file names where a parameter has nothing.
    Push-Location "$TestDrive/empty"

    function Get-Match ($Line) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches
    }

    # The service has a short time for each key press. On a busy machine its answer may come for a later one.
    function Wait-Match ($Line) {
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        do {
            $found = Get-Match $Line
        } until ($found -or [datetime]::UtcNow -gt $deadline)
        $found
    }
}

AfterAll {
    Pop-Location
    Disconnect-WxCloud completion
    Stop-TestEmulator $emulator
}

Describe 'Completion of <Command> -<Parameter>' -ForEach $parameters {
    It 'is there' {
        (Get-Command $Command).Parameters[$Parameter].Attributes | Where-Object { $_ -is [ArgumentCompleter] } | Should -HaveCount 1
    }
}

Describe 'Completion of cloud paths' {
    It 'goes one level at a time below what is typed' {
        (Wait-Match 'Get-WxCloudFile do').CompletionText | Should -Be 'docs/', 'docs2/'
        (Wait-Match 'Get-WxCloudFile docs/').CompletionText | Should -Be 'docs/a.md', "'docs/b c.md'", 'docs/deep/'
        (Wait-Match 'Test-WxCloudFile -CloudPath docs2/').CompletionText | Should -Be 'docs2/e.md'
        (Wait-Match 'Sync-WxCloudFolder . do').CompletionText | Should -Be 'docs/', 'docs2/'
        (Wait-Match "Send-WxCloudFile x -Prefix 'docs/d").CompletionText | Should -Be 'docs/deep/'
    }

    It 'quotes what needs it, and escapes what would be a wildcard' {
        (Wait-Match 'Get-WxCloudFile it').CompletionText | Should -Be "'it''s.md'"
        (Wait-Match 'Get-WxCloudFile -CloudPath x').CompletionText | Should -Be "'x``[1].md'"
        (Wait-Match 'Test-WxCloudFile -CloudPath x').CompletionText | Should -Be "'x[1].md'"
    }

    It 'uses the connection on the line' {
        $global:other = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -EnvironmentId none -Name other
        try {
            (Wait-Match 'Get-WxCloudFile -Connection $other -EnvironmentId local-env do').CompletionText | Should -Be 'docs/', 'docs2/'
        }
        finally {
            Disconnect-WxCloud other
            Remove-Variable other -Scope Global
        }
    }
}

Describe 'Completion of names' {
    It 'lists collections, with the number of documents in the tooltip' {
        $found = Wait-Match 'Get-WxCloudDocument p'
        $found.CompletionText | Should -Be 'people', 'places'
        $found[0].ToolTip | Should -Match '^2 '
        (Wait-Match 'Remove-WxCloudCollection to').CompletionText | Should -Be 'todo'
        (Wait-Match 'Add-WxCloudDocument -Collection *l').CompletionText | Should -Be 'people', 'places'
    }

    It 'lists the functions of an emulator, and those that were called' {
        if (-not $hasNode) {
            Set-ItResult -Skipped -Because 'there is no Node.js to run cloud functions'
        }

        (Wait-Match 'Invoke-WxCloudFunction sum').CompletionText | Should -Be 'sum', 'summary'
        Invoke-WxCloudFunction elsewhere -ErrorAction SilentlyContinue
        (Wait-Match 'Start-WxCloudFunction el').CompletionText | Should -Be 'elsewhere'
    }

    It 'lists environments, of the session and of WXCLOUD_ENV' {
        (Get-Match 'Send-WxCloudFile x -EnvironmentId l').CompletionText | Should -Be 'local-env'
        $env:WXCLOUD_ENV = 'live-env'
        try {
            (Get-Match 'Send-WxCloudFile x -EnvironmentId l').CompletionText | Should -Be 'live-env', 'local-env'
        }
        finally {
            Remove-Item Env:WXCLOUD_ENV
        }
    }

    It 'lists content types and shards' {
        (Get-Match 'Send-WxCloudFile x -ContentType image/p').CompletionText | Should -Be 'image/png'
        (Get-Match 'Send-WxCloudFile x -Shard ').CompletionText | Should -Be '1/2', '1/4', '1/8', '1/16'
        (Get-Match 'Send-WxCloudFile x -Shard 2/3').CompletionText | Should -Be '2/3'
    }
}

Describe 'Completion of fileIDs' {
    It 'offers those of the last results, the latest first, also by name and by cloud path' {
        $null = $sent | Sort-Object CloudPath | Get-WxTempFileUrl
        $found = Get-Match 'Receive-WxCloudFile '
        $found[0].CompletionText | Should -BeLike "'cloud://*/x``[1``].md'"
        ($sent.FileId | Where-Object { $_ -notin ($found[0..5].CompletionText -replace "^'|'$" -replace "''", "'") }) | Should -BeNullOrEmpty
        (Get-Match 'Remove-WxCloudFile a.m').CompletionText | Should -Be ($sent | Where-Object CloudPath -eq docs/a.md).FileId
        (Get-Match 'Get-WxTempFileUrl docs2/').CompletionText | Should -Be ($sent | Where-Object CloudPath -eq docs2/e.md).FileId
        (Get-Match 'Test-WxCloudFile cloud://local').Count | Should -BeGreaterOrEqual 6
    }

    It 'keeps those of another runspace apart' {
        $shell = [powershell]::Create()
        try {
            $shell.AddScript("Set-Location '$TestDrive/empty'; Import-Module '$(Get-PackagePath)'; (TabExpansion2 'Receive-WxCloudFile cl' 22).CompletionMatches.Count").Invoke() | Should -Be 0
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'The tooltip' {
    It 'has the help of the parameter in the language of the user' {
        (Get-Match 'Send-WxCloudFile x -ContentType image/png').ToolTip | Should -Match 'The content type of all files'
        $culture = [cultureinfo]::CurrentUICulture
        try {
            [cultureinfo]::CurrentUICulture = 'zh-CN'
            (Get-Match 'Send-WxCloudFile x -ContentType image/png').ToolTip | Should -Match '内容类型'
            (Wait-Match 'Get-WxCloudFile docs/de').ToolTip | Should -Match '(?s)文件夹.*云端路径'
        }
        finally {
            [cultureinfo]::CurrentUICulture = $culture
        }
    }
}

Describe 'Completion without an answer' {
    BeforeAll {
        # It accepts connections, and never answers.
        $silent = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $silent.Start()
        $null = Connect-WxCloud -Emulator -Endpoint "http://127.0.0.1:$($silent.LocalEndpoint.Port)" -Name silent -NoTokenCache
    }

    AfterAll {
        Disconnect-WxCloud silent
        $silent.Stop()
    }

    It 'shows nothing, and takes less than half a second: <_>' -ForEach 'Get-WxCloudFile do', 'Get-WxCloudDocument p', 'Invoke-WxCloudFunction su', 'Copy-WxCloudFile -CloudPath do' {
        # What the first key press compiles is not what is measured here, and neither is another process that has the processor just then.
        $times = foreach ($attempt in 1..4) {
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            Get-Match $_ | Should -BeNullOrEmpty
            $clock.Elapsed.TotalMilliseconds
        }

        ($times | Measure-Object -Minimum).Minimum | Should -BeLessThan 500
        ($times | Measure-Object -Maximum).Maximum | Should -BeLessThan 5000
    }

    It 'shows nothing without a connection, and asks for none' {
        Invoke-Fresh {
            Import-Module $package
            Set-Location ([System.IO.Directory]::CreateTempSubdirectory().FullName)
            "found: $((TabExpansion2 'Get-WxCloudFile do' 18).CompletionMatches.Count) $((TabExpansion2 'Get-WxCloudDocument p' 21).CompletionMatches.Count)"
            $folder = Get-Location
            Set-Location /
            Remove-Item $folder
        } | Should -Be 'found: 0 0'
    }
}
