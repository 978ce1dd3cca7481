BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)

    # The user's own emulators are left alone.
    $savedHome = $env:XDG_DATA_HOME
    $env:XDG_DATA_HOME = Join-Path $TestDrive data
}

AfterAll {
    $env:XDG_DATA_HOME = $savedHome
}

Describe 'The emulator' {
    AfterEach {
        Get-WxCloudEmulator | Where-Object { $_.Endpoint.Port -in $started.Endpoint.Port } | Stop-WxCloudEmulator
    }

    It 'starts, serves and stops' {
        $started = Start-WxCloudEmulator -Port 0 -InMemory
        $started.DataPath | Should -BeNullOrEmpty
        (Get-Process -Id $started.ProcessId).HasExited | Should -BeFalse
        $connection = $started | Connect-WxCloud -Emulator
        Get-WxAccessToken -Connection $connection -AsPlainText | Should -Not -BeNullOrEmpty
        $started | Stop-WxCloudEmulator
        Get-Process -Id $started.ProcessId -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'keeps running after the session that started it, and any session finds and stops it' {
        $port = Invoke-Fresh { Import-Module $package; (Start-WxCloudEmulator -Port 0 -InMemory).Endpoint.Port }
        $started = Get-WxCloudEmulator $port
        (Invoke-RestMethod "$($started.Endpoint)_emulator/health").status | Should -Be 'ok'
        Invoke-Fresh ([scriptblock]::Create("Import-Module `$package; Stop-WxCloudEmulator $port"))
        Get-WxCloudEmulator | Where-Object { $_.Endpoint.Port -eq $port } | Should -BeNullOrEmpty
    }

    It 'keeps its data in a folder' {
        $data = Join-Path $TestDrive kept
        $started = Start-WxCloudEmulator -Port 0 -DataPath $data
        $started.DataPath | Should -Be $data
        $null = $started | Connect-WxCloud -Emulator
        Set-Content "$TestDrive/a.txt" 'kept' -NoNewline
        $file = Send-WxCloudFile "$TestDrive/a.txt"
        $started | Stop-WxCloudEmulator
        $started = Start-WxCloudEmulator -Port 0 -DataPath $data
        $null = $started | Connect-WxCloud -Emulator
        Invoke-RestMethod ($file | Get-WxTempFileUrl).Url | Should -Be 'kept'
    }

    It 'listens on the port that is named' {
        $free = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $free.Start()
        $port = $free.LocalEndpoint.Port
        $free.Stop()
        $started = Start-WxCloudEmulator $port -InMemory
        $started.Endpoint.Port | Should -Be $port
    }

    It 'follows the rules of -FaultPath' -Tag PowerShell7 {
        '{"rules":[{"route":"*","kind":"status","value":418}]}' | Set-Content "$TestDrive/rules.json"
        $started = Start-WxCloudEmulator -Port 0 -InMemory -FaultPath "$TestDrive/rules.json"
        (Invoke-WebRequest "$($started.Endpoint)cgi-bin/token" -SkipHttpErrorCheck).StatusCode | Should -Be 418
    }

    It 'has the environments, the bucket and the platform that are named' {
        $options = @{ EnvironmentId = 'first-env', 'other-env'; BasePath = '@shared/'; OpenApiService = $true; PublicRead = $true }
        $started = @(
            Start-WxCloudEmulator -Port 0 -InMemory @options
            Start-WxCloudEmulator -Port 0 -InMemory @options -RawLink
            Start-WxCloudEmulator -Port 0 -InMemory @options -CloudPathForm
        )
        (Get-WxCloudEmulator $started[0].Endpoint.Port).EnvironmentId | Should -Be first-env
        $paths = foreach ($emulator in $started) {
            $ticket = Invoke-RestMethod "$($emulator.Endpoint)tcb/uploadfile" -Method Post -Body '{"env":"other-env","path":"a b"}'
            $ticket.url.Substring($emulator.Endpoint.AbsoluteUri.Length)
        }
        $paths | Should -Be '6f74-other-env-1250000000/%40shared/a%20b', '6f74-other-env-1250000000/@shared/a b', '6f74-other-env-1250000000/%40shared/a%20b'
        Set-Content "$TestDrive/a.txt" 'public' -NoNewline
        # A form that names the key is refused where forms name the cloud path, and sent again.
        $posts = foreach ($emulator in $started[0, 2]) {
            $null = $emulator | Connect-WxCloud -Emulator
            $file = Send-WxCloudFile "$TestDrive/a.txt" -EnvironmentId first-env
            ($file | Get-WxTempFileUrl -EnvironmentId first-env).Url | Should -Not -Match '\?'
            (Invoke-RestMethod "$($emulator.Endpoint)_emulator/requests").routes.'object:POST'
        }

        $posts | Should -Be 1, 2
    }

    It 'runs cloud functions by the program of -NodePath' -Skip:($IsWindows -or -not (Get-Command node -CommandType Application -ErrorAction Ignore)) {
        $null = New-Item "$TestDrive/by-node/hello" -ItemType Directory
        'exports.main = async () => 1;' | Set-Content "$TestDrive/by-node/hello/index.js"
        "#!/bin/sh`ntouch '$TestDrive/used'`nexec node `"`$@`"" | Set-Content "$TestDrive/my-node"
        chmod +x "$TestDrive/my-node"
        $started = Start-WxCloudEmulator -Port 0 -InMemory -OpenApiService -FunctionPath "$TestDrive/by-node" -NodePath "$TestDrive/my-node"
        (Invoke-RestMethod "$($started.Endpoint)tcb/invokecloudfunction?env=local-env&name=hello" -Method Post -Body '{}').resp_data | Should -Be '1'
        "$TestDrive/used" | Should -Exist
    }

    It 'names a Node.js program that does not exist' {
        { Start-WxCloudEmulator -Port 0 -InMemory -NodePath "$TestDrive/no-node" -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Local.NotFound,*' -ExpectedMessage "*$TestDrive/no-node*"
    }

    It 'opens the console in the browser with -Show' -Skip:$IsWindows {
        # What .NET starts on Linux and macOS to open an address.
        foreach ($name in 'xdg-open', 'open') {
            "#!/bin/sh`necho `"`$1`" > '$TestDrive/opened'" | Set-Content "$TestDrive/$name"
            chmod +x "$TestDrive/$name"
        }

        $path = $env:PATH
        $env:PATH = "${TestDrive}:$path"
        try {
            $started = @(Start-WxCloudEmulator -Port 0 -InMemory; Start-WxCloudEmulator -Port 0 -InMemory -Show)
        } finally {
            $env:PATH = $path
        }

        $deadline = [datetime]::UtcNow.AddSeconds(60)
        while (-not (Test-Path "$TestDrive/opened") -or -not (Get-Content "$TestDrive/opened")) {
            [datetime]::UtcNow | Should -BeLessThan $deadline
            Start-Sleep -Milliseconds 20
        }

        Get-Content "$TestDrive/opened" | Should -Be $started[1].Endpoint.AbsoluteUri
    }

    It 'runs the cloud functions of -FunctionPath' -Skip:(-not (Get-Command node -CommandType Application -ErrorAction Ignore)) {
        $null = New-Item "$TestDrive/functions/hello" -ItemType Directory
        'exports.main = async event => ({ hello: event.name });' | Set-Content "$TestDrive/functions/hello/index.js"
        $started = Start-WxCloudEmulator -Port 0 -InMemory -FunctionPath "$TestDrive/functions"
        $secret = @{ grant_type = 'client_credential'; appid = $started.AppId; secret = 'emulator-secret' } | ConvertTo-Json
        $token = (Invoke-RestMethod "$($started.Endpoint)cgi-bin/stable_token" -Method Post -Body $secret).access_token
        $reply = Invoke-RestMethod "$($started.Endpoint)tcb/invokecloudfunction?access_token=$token&env=local-env&name=hello" -Method Post -Body '{"name":"中文"}'
        $reply.resp_data | Should -Be '{"hello":"中文"}'
    }

    It 'names a folder of functions that does not exist' {
        { Start-WxCloudEmulator -Port 0 -InMemory -FunctionPath "$TestDrive/none" -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Local.NotFound,*' -ExpectedMessage "*$TestDrive/none*"
    }

    It 'stops all when no port is named' {
        $started = @(Start-WxCloudEmulator -Port 0 -InMemory; Start-WxCloudEmulator -Port 0 -InMemory)
        (Get-WxCloudEmulator).Endpoint.Port | Should -Contain $started[1].Endpoint.Port
        Stop-WxCloudEmulator -WhatIf
        Get-WxCloudEmulator | Should -HaveCount 2
        Stop-WxCloudEmulator $started[0].Endpoint.Port
        (Get-WxCloudEmulator).Endpoint.Port | Should -Be $started[1].Endpoint.Port
        $last = Start-WxCloudEmulator -Port 0 -InMemory
        $last | Stop-WxCloudEmulator
        (Get-WxCloudEmulator).Endpoint.Port | Should -Be $started[1].Endpoint.Port
        $null = Start-WxCloudEmulator -Port 0 -InMemory
        Stop-WxCloudEmulator
        Get-WxCloudEmulator | Should -BeNullOrEmpty
    }

    It 'reports a port that is in use' {
        $taken = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $taken.Start()
        try {
            $failure = Get-ErrorOf { Start-WxCloudEmulator -Port $taken.LocalEndpoint.Port -InMemory }
            $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Emulator.PortTaken,*'
            $failure.CategoryInfo.Category | Should -Be ResourceBusy
        }
        finally {
            $taken.Stop()
        }
    }

    It 'says where to get a missing runtime' -Skip:$IsWindows {
        $empty = New-Item -ItemType Directory "$TestDrive/no-runtime"
        Set-Content "$empty/dotnet" "#!/bin/sh`necho You must install or update .NET to run this application. >&2`nexit 150"
        chmod +x "$empty/dotnet"
        $savedRoot = $env:DOTNET_ROOT
        $env:DOTNET_ROOT = $empty
        try {
            $failure = Get-ErrorOf { Start-WxCloudEmulator -Port 0 -InMemory }
        }
        finally {
            $env:DOTNET_ROOT = $savedRoot
        }

        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Emulator.RuntimeMissing,*'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'https://dotnet.microsoft.com'
    }

    It 'on another port is not found' {
        Get-WxCloudEmulator 1 -ErrorAction SilentlyContinue -ErrorVariable missing
        $missing[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Emulator.NotRunning,*'
    }

    It 'does not start with -WhatIf' {
        Start-WxCloudEmulator -Port 0 -InMemory -WhatIf | Should -BeNullOrEmpty
    }

    It 'requires an existing rules file' {
        (Get-ErrorOf { Start-WxCloudEmulator -Port 0 -InMemory -FaultPath "$TestDrive/missing.json" }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Local.NotFound,*'
    }
}
