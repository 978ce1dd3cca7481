BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    Set-Content "$TestDrive/a.txt" 'text' -NoNewline
    Set-Content "$TestDrive/b.txt" 'more' -NoNewline
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'Send-WxFile' {
    It 'emits any reply with its status and text' {
        $reply = Send-WxFile "$($emulator.Endpoint)/no/such/path" "$TestDrive/a.txt" -FormData @{ user = 'u1' } -Header @{ 'X-Test' = 1 }
        $reply.StatusCode | Should -Be 200
        ($reply.Data | ConvertFrom-Json).errcode | Should -Be 40066
        $reply.Header['Date'] | Should -Not -BeNullOrEmpty
    }

    It 'gives each file one result or one error' {
        $replies = "$TestDrive/a.txt", "$TestDrive/missing.txt", "$TestDrive/b.txt" |
            Send-WxFile "$($emulator.Endpoint)/no/such/path" -ErrorVariable failed -ErrorAction SilentlyContinue
        $replies.FilePath | Sort-Object | Should -Be (Convert-Path "$TestDrive/a.txt", "$TestDrive/b.txt")
        $failed.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Local.NotFound,*'
    }

    It 'shows each call with -Debug, but no query' {
        $all = Send-WxFile "$($emulator.Endpoint)/no/such/path?sign=planted" "$TestDrive/a.txt" -Debug 5>&1
        $port = ([uri]$emulator.Endpoint).Port
        "$($all[0])" | Should -Match "^POST 127\.0\.0\.1:$port/no/such/path 200 in \d+ ms$"
        $all[1].StatusCode | Should -Be 200
    }

    It 'does nothing with -WhatIf' {
        Send-WxFile 'http://127.0.0.1:1/' "$TestDrive/a.txt" -WhatIf | Should -BeNullOrEmpty
    }

    It 'refuses <Case>' -ForEach @(
        @{ Case = 'a Referer'; Uri = 'http://127.0.0.1:1/'; Header = @{ Referer = 'x' }; Id = 'WxCloud.Web.HeaderNotAllowed' }
        @{ Case = 'plain http to another computer'; Uri = 'http://example.com/'; Header = @{}; Id = 'WxCloud.Connection.PlainHttpRefused' }
    ) {
        { Send-WxFile $Uri "$TestDrive/a.txt" -Header $Header -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
    }
}

Describe 'Receive-WxFile' {
    It 'saves under the name that is given' {
        $file = Receive-WxFile "$($emulator.Endpoint)/_emulator/health" -OutFile "$TestDrive/down/health.json"
        $file.StatusCode | Should -Be 200
        $file.FilePath | Should -Be (Convert-Path "$TestDrive/down/health.json")
        Get-Content $file.FilePath | Should -Match 'ok'
        $file.Length | Should -Be (Get-Item $file.FilePath).Length
    }

    It 'saves into a temporary file without one' {
        $file = "$($emulator.Endpoint)/_emulator/health" | Receive-WxFile
        Get-Content $file.FilePath | Should -Match 'ok'
        Remove-Item $file.FilePath
    }

    It 'saves an error only with -SkipHttpErrorCheck' {
        $uri = "$($emulator.Endpoint)/6c6f-local-env-1250000000/none"
        { Receive-WxFile $uri -OutFile "$TestDrive/e.xml" -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Api.HttpStatus,*'
        "$TestDrive/e.xml" | Should -Not -Exist
        (Receive-WxFile $uri -OutFile "$TestDrive/e.xml" -SkipHttpErrorCheck).StatusCode | Should -BeGreaterOrEqual 400
        Get-Content "$TestDrive/e.xml" -Raw | Should -Match '<Error>'
    }

    It 'shows each call with -Debug, but no query, also one that fails' {
        $null = Receive-WxFile "$($emulator.Endpoint)/none?q-signature=planted" -Debug -ErrorAction SilentlyContinue 5>&1 | Tee-Object -Variable lines
        $port = ([uri]$emulator.Endpoint).Port
        "$lines" | Should -Match "^GET 127\.0\.0\.1:$port/none \d{3} .*in \d+ ms$"
    }

    It 'takes one address for one file' {
        { "$($emulator.Endpoint)/a", "$($emulator.Endpoint)/b" | Receive-WxFile -OutFile "$TestDrive/one" -ErrorAction Stop } |
            Should -Throw -ErrorId 'WxCloud.Target.SeveralFiles,*'
    }
}
