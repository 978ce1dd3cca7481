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

Describe 'The parameters of Send-WxFile' {
    BeforeAll {
        $silent = Start-UnresponsiveServer
    }

    AfterAll {
        Set-TestFault $emulator
        $silent.Dispose()
    }

    It 'take names with brackets with -LiteralPath, and patterns with -Path' {
        Set-Content -LiteralPath "$TestDrive/[ab].txt" 'brackets' -NoNewline
        (Send-WxFile "$($emulator.Endpoint)/none" -LiteralPath "$TestDrive/[ab].txt").FilePath | Should -BeLike '*`[ab`].txt'
        (Send-WxFile "$($emulator.Endpoint)/none" -Path "$TestDrive/[ab].txt").FilePath | Should -HaveCount 2
        (Get-Item "$TestDrive/a.txt" | Send-WxFile "$($emulator.Endpoint)/none").FilePath | Should -BeLike '*a.txt'
        ([pscustomobject]@{ Path = "$TestDrive/a.txt" } | Send-WxFile "$($emulator.Endpoint)/none").FilePath | Should -BeLike '*a.txt'
    }

    It 'make the form: -FormData the fields, -Name the part of the file' {
        # What wx.uploadFile does with a ticket of tcb/uploadfile.
        $connection = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Name form
        $token = Get-WxAccessToken -Connection $connection -AsPlainText
        $ticket = Invoke-RestMethod "$($emulator.Endpoint)/tcb/uploadfile?access_token=$token" -Method Post -Body '{"env":"local-env","path":"form/a.txt"}'
        $fields = @{ key = 'form/a.txt'; Signature = $ticket.authorization; 'x-cos-security-token' = $ticket.token; 'x-cos-meta-fileid' = $ticket.cos_file_id }
        (Send-WxFile $ticket.url "$TestDrive/a.txt" -FormData $fields -Name other).StatusCode | Should -BeGreaterOrEqual 400
        (Send-WxFile $ticket.url "$TestDrive/a.txt" -Name file).StatusCode | Should -BeGreaterOrEqual 400
        (Send-WxFile $ticket.url "$TestDrive/a.txt" -FormData $fields).StatusCode | Should -Be 204
        Invoke-RestMethod (Get-WxTempFileUrl $ticket.file_id -Connection $connection).Url | Should -Be 'text'
        Disconnect-WxCloud form
    }

    It 'send -Header: the emulator refuses a page of another origin' {
        (Send-WxFile "$($emulator.Endpoint)/none" "$TestDrive/a.txt").StatusCode | Should -Be 200
        (Send-WxFile "$($emulator.Endpoint)/none" "$TestDrive/a.txt" -Header @{ Origin = 'https://example.com' }).StatusCode | Should -Be 403
    }

    It 'end a silence after -TimeoutSec' {
        Send-WxFile "$($silent.Endpoint)/objects/a" "$TestDrive/a.txt" -TimeoutSec 1 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Transport.Silence,*'
        "$($failed[0])" | Should -Match '\b1 second'
    }

    It 'limit the requests in flight with -ThrottleLimit' {
        Reset-TestEmulator $emulator
        Set-TestFault $emulator @{ route = '*'; kind = 'delay'; value = 100 }
        $paths = @("$TestDrive/a.txt") * 12
        $paths | Send-WxFile "$($emulator.Endpoint)/none" -ThrottleLimit 1 | Should -HaveCount 12
        (Get-TestRequest $emulator).maxInFlight | Should -Be 1
        $paths | Send-WxFile "$($emulator.Endpoint)/none" -ThrottleLimit 12 | Should -HaveCount 12
        (Get-TestRequest $emulator).maxInFlight | Should -BeGreaterThan 1
    }

    It 'name the item as it was given in an error' {
        Push-Location $TestDrive
        Send-WxFile "$($emulator.Endpoint)/none" missing.txt -ErrorAction SilentlyContinue -ErrorVariable failed
        Pop-Location
        $failed[0].TargetObject | Should -Be 'missing.txt'
        "$($failed[0])" | Should -BeLike 'missing.txt*'
    }
}

Describe 'The parameters of Receive-WxFile' {
    BeforeAll {
        $silent = Start-UnresponsiveServer
        Reset-TestEmulator $emulator
        $connection = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Name web
        $url = (Send-WxCloudFile "$TestDrive/a.txt" -Connection $connection | Get-WxTempFileUrl -Connection $connection).Url
    }

    AfterAll {
        Disconnect-WxCloud web
        Set-TestFault $emulator
        $silent.Dispose()
    }

    It 'send -Header' {
        $part = Receive-WxFile $url -OutFile "$TestDrive/part.txt" -Header @{ Range = 'bytes=1-2' }
        $part.StatusCode | Should -Be 206
        Get-Content "$TestDrive/part.txt" -Raw | Should -Be 'ex'
    }

    It 'end a silence after -TimeoutSec' {
        Receive-WxFile "$($silent.Endpoint)/objects/a" -OutFile "$TestDrive/silent" -TimeoutSec 1 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Transport.Silence,*'
        "$($failed[0])" | Should -Match '\b1 second'
    }

    It 'limit the requests in flight with -ThrottleLimit' {
        Set-TestFault $emulator @{ route = '*'; kind = 'delay'; value = 100 }
        $before = (Get-TestRequest $emulator).maxInFlight
        $received = @($url) * 12 | Receive-WxFile -ThrottleLimit 1
        (Get-TestRequest $emulator).maxInFlight | Should -Be $before
        $received += @($url) * 12 | Receive-WxFile -ThrottleLimit 12
        (Get-TestRequest $emulator).maxInFlight | Should -BeGreaterThan $before
        $received | Should -HaveCount 24
        $received | Remove-Item -LiteralPath { $_.FilePath }
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
