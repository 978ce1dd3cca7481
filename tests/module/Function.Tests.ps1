BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    Add-TestType FunctionServer.cs FunctionServer
    $server = [FunctionServer]::new()
    $null = Connect-WxCloud -Emulator -Endpoint $server.Endpoint -NoTokenCache -Name functions

    function Set-Result ($Name, $Text) {
        $server.Reply("tcb/invokecloudfunction $Name", (@{ errcode = 0; errmsg = 'ok'; resp_data = $Text } | ConvertTo-Json))
    }

    function Get-Sent ($Start) {
        , @($server.Requests -like "$Start*")
    }
}

AfterAll {
    Disconnect-WxCloud functions
    $server.Dispose()
}

Describe 'Functions' {
    It 'sends the event and parses the result' {
        Set-Result sum '{"sum":3,"list":[1,{"a":null}],"text":"中"}'
        $result = Invoke-WxCloudFunction sum ([ordered]@{ a = 1; at = [DateTimeOffset]'2024-01-01T00:00:00Z'; money = 1.5d; who = [pscustomobject]@{ name = '安娜' } })
        $result.sum | Should -Be 3
        $result.list[1].PSObject.Properties.Name | Should -Be 'a'
        $result.text | Should -Be '中'
        (Get-Sent 'tcb/invokecloudfunction sum')[-1] | Should -BeLike '*{"a":1,"at":"2024-01-01T00:00:00.000Z","money":1.5,"who":{"name":"安娜"}}'
    }

    It 'sends an empty object without an event, and JSON as it is' {
        Set-Result plain '"done"'
        Invoke-WxCloudFunction plain | Should -Be 'done'
        (Get-Sent 'tcb/invokecloudfunction plain')[-1] | Should -BeLike '*{}'
        $null = '{"n":1}' | Invoke-WxCloudFunction plain
        (Get-Sent 'tcb/invokecloudfunction plain')[-1] | Should -BeLike '*{"n":1}'
    }

    It 'emits the items of a list, text that is not JSON, and the text itself with -Raw' {
        Set-Result list '[1,2,3]'
        Invoke-WxCloudFunction list | Should -HaveCount 3
        Invoke-WxCloudFunction list -Raw | Should -Be '[1,2,3]'
        Set-Result words 'not JSON'
        Invoke-WxCloudFunction words | Should -Be 'not JSON'
        Set-Result none 'null'
        Invoke-WxCloudFunction none | Should -BeNullOrEmpty
    }

    It 'reports an exception of the function with its stack, and continues' {
        $fault = @{ errorCode = 1; errorMessage = 'user code exception caught: boom'; stackTrace = "Error: boom`n    at main (index.js:5:9)"; statusCode = 430 } | ConvertTo-Json -Compress
        $server.Reply('tcb/invokecloudfunction bad', (@{ errcode = -504002; errmsg = "functions execute fail $fault" } | ConvertTo-Json))
        1..2 | ForEach-Object { @{ n = $_ } } | Invoke-WxCloudFunction bad -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Should -HaveCount 2
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Function.Threw,*'
        $failed[0].TargetObject | Should -Be 'bad'
        "$($failed[0])" | Should -BeLike 'bad: *boom*'
        $failed[0].Exception.FunctionStack | Should -Match 'index\.js:5:9'
        $failed[0].Exception.Errcode | Should -Be -504002
        Set-Result inside $fault
        Invoke-WxCloudFunction inside -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].Exception.FunctionStack | Should -Match 'index\.js'
    }

    It 'reports a missing function and an event that is not an object, by name' {
        Invoke-WxCloudFunction nowhere -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[0])" | Should -BeLike 'nowhere: *'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Function.Missing,*'
        Invoke-WxCloudFunction nowhere '[1]' -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Function.EventNotAnObject,*'
    }

    It 'calls again after a timeout only with -RetryOnTimeout' {
        $server.Reply('tcb/invokecloudfunction slow', '{"errcode":-501002,"errmsg":"timeout"}')
        Invoke-WxCloudFunction slow -ErrorAction SilentlyContinue -ErrorVariable failed
        (Get-Sent 'tcb/invokecloudfunction slow').Count | Should -Be 1
        $failed[0].ErrorDetails.RecommendedAction | Should -Match 'not repeated'
        $server.Reply('tcb/invokecloudfunction slower', '{"errcode":-504003,"errmsg":"Invoking task timed out after 3 seconds"}')
        Invoke-WxCloudFunction slower -ErrorAction SilentlyContinue -ErrorVariable failed
        (Get-Sent 'tcb/invokecloudfunction slower').Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Function.TimeLimit,*'
        Invoke-WxCloudFunction slower -RetryOnTimeout -ErrorAction SilentlyContinue
        (Get-Sent 'tcb/invokecloudfunction slower').Count | Should -BeGreaterThan 3
    }

    It 'calls nothing with -WhatIf' {
        Invoke-WxCloudFunction never -WhatIf
        Start-WxCloudFunction never -Delay 60 -WhatIf
        Get-Sent 'tcb/invokecloudfunction never' | Should -BeNullOrEmpty
        Get-Sent 'tcb/adddelayedfunctiontask' | Should -BeNullOrEmpty
    }

    It 'calls a function later with -Delay' {
        $server.Reply('tcb/adddelayedfunctiontask', '{"errcode":0,"errmsg":"ok"}')
        Start-WxCloudFunction remind @{ to = 'a' } -Delay 3600 | Should -BeNullOrEmpty
        Start-WxCloudFunction remind -Delay (New-TimeSpan -Days 1)
        $sent = Get-Sent 'tcb/adddelayedfunctiontask'
        $first = $sent[0] -replace '^[^{]*' | ConvertFrom-Json
        $first.function_name, $first.delay_time, $first.data | Should -Be 'remind', 3600, '{"to":"a"}'
        ($sent[1] -replace '^[^{]*' | ConvertFrom-Json).delay_time | Should -Be 86400
        Start-WxCloudFunction remind -Delay 5 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Function.DelayInvalid,*'
        $server.Requests -like "tcb/adddelayedfunctiontask*" | Should -HaveCount 2
    }
}

Describe 'Get-WxLoginSession' {
    It 'gets the session of a code, with a protected key' {
        $server.Reply('sns/jscode2session', '{"openid":"o1","session_key":"c2VjcmV0LWtleQ==","unionid":"u1"}')
        $session = Get-WxLoginSession code1
        $session.OpenId, $session.UnionId | Should -Be 'o1', 'u1'
        $session.SessionKey | Should -BeOfType [securestring]
        [System.Net.NetworkCredential]::new('', $session.SessionKey).Password | Should -Be 'c2VjcmV0LWtleQ=='
        ($session | Out-String) | Should -Not -Match 'c2VjcmV0'
        (Get-Sent 'sns/jscode2session')[-1] | Should -BeLike '*code1'
    }

    It 'reports a bad code and does not repeat the call' {
        $server.Reply('sns/jscode2session', '{"errcode":40029,"errmsg":"invalid code, rid: 1-2-3"}')
        $before = (Get-Sent 'sns/jscode2session').Count
        'x', 'y' | Get-WxLoginSession -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.TargetObject | Should -Be 'x', 'y'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Login.CodeInvalid,*'
        (Get-Sent 'sns/jscode2session').Count | Should -Be ($before + 2)
    }

    It 'needs an AppSecret' {
        $connection = Connect-WxCloud -AccessToken (ConvertTo-SecureString t -AsPlainText -Force) -EnvironmentId e -Endpoint $server.Endpoint -Name token
        (Get-ErrorOf { Get-WxLoginSession c -Connection $connection }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.SettingMissing,*'
        Disconnect-WxCloud token
    }
}

Describe 'Functions of a project' -Skip:(-not (Get-Command node -ErrorAction Ignore)) {
    BeforeAll {
        $null = New-Item -ItemType Directory "$TestDrive/functions/sum", "$TestDrive/functions/bad"
        Set-Content "$TestDrive/functions/sum/index.js" 'exports.main = async event => { console.log("noise"); return { sum: event.a + event.b, user: event.userInfo, text: "中" } }'
        Set-Content "$TestDrive/functions/bad/index.js" 'exports.main = async () => { throw new RangeError("boom { }") }'
        $running = Start-WxCloudEmulator -Port 0 -InMemory -FunctionPath "$TestDrive/functions"
        $project = Connect-WxCloud -Emulator -Endpoint $running.Endpoint -Name project
    }

    AfterAll {
        Disconnect-WxCloud project
        $running | Stop-WxCloudEmulator
    }

    It 'run on the emulator, and their results are returned' {
        $result = Invoke-WxCloudFunction sum @{ a = 1; b = 2 } -Connection $project
        $result.sum, $result.text | Should -Be 3, '中'
        $result.PSObject.Properties.Name | Should -Not -Contain 'user'
    }

    It 'report exceptions and missing functions' {
        Invoke-WxCloudFunction bad -Connection $project -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Function.Threw,*'
        "$($failed[0])" | Should -BeLike 'bad: *RangeError: boom { }*'
        $failed[0].Exception.FunctionStack | Should -Match '(?s)^RangeError: boom \{ \}\n    at exports\.main \(.*bad.index\.js:1:'
        Invoke-WxCloudFunction nowhere -Connection $project -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[0])" | Should -Match 'nowhere'
    }

    It 'accept a delayed call' {
        Start-WxCloudFunction sum @{ a = 1; b = 2 } -Delay 60 -Connection $project -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
    }

    It 'can use a login code that the emulator issues' {
        $code = (Invoke-RestMethod "$("$($running.Endpoint)".TrimEnd('/'))/_emulator/login/codes" -Method Post -ContentType 'application/json' -Body '{"openid":"o1"}').code
        (Get-WxLoginSession $code -Connection $project).OpenId | Should -Be 'o1'
        Get-WxLoginSession $code -Connection $project -ErrorAction SilentlyContinue -ErrorVariable used
        $used[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Login.CodeInvalid,*'
    }
}
