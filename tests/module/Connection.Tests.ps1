BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $secret = ConvertTo-SecureString emulator-secret -AsPlainText -Force
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'Connect-WxCloud' {
    It 'takes AppID and AppSecret as a credential' {
        $credential = [pscredential]::new('wx0000000000000001', $secret)
        $connection = Connect-WxCloud $credential -EnvironmentId local-env -Endpoint $emulator.Endpoint
        $connection.Credential | Should -Be AppSecret
        $connection.EnvironmentId | Should -Be 'local-env'
        (Get-WxAccessToken -Connection $connection).AppId | Should -Be 'wx0000000000000001'
    }

    It 'takes AppID and AppSecret as two parameters' {
        $connection = Connect-WxCloud -AppId wx0000000000000001 -AppSecret $secret -EnvironmentId local-env -Endpoint $emulator.Endpoint -TokenMode Standard
        (Get-WxAccessToken -Connection $connection).Kind | Should -Be Standard
    }

    It 'takes a token that is managed elsewhere' {
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
        $token = (Get-WxAccessToken).Token
        $connection = Connect-WxCloud -AccessToken $token -EnvironmentId local-env -Endpoint $emulator.Endpoint
        $connection.Credential | Should -Be AccessToken
        (Get-WxAccessToken -Connection $connection).Source | Should -Be Parameter
        (Connect-WxCloud -AccessToken $token -AppId wx2).AppId | Should -Be 'wx2'
    }

    It 'keeps tokens out of the shared cache with -NoTokenCache' {
        # Every Standard token is another one.
        $first = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -TokenMode Standard -NoTokenCache
        $token = Get-WxAccessToken -Connection $first -AsPlainText
        $second = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -TokenMode Standard
        Get-WxAccessToken -Connection $second -AsPlainText | Should -Not -Be $token
        $third = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -TokenMode Standard -NoTokenCache
        (Get-WxAccessToken -Connection $third).Source | Should -Be Service
    }

    It 'ends a silence after -TimeoutSec' {
        $silent = Start-UnresponsiveServer
        try {
            $connection = Connect-WxCloud -AccessToken $secret -EnvironmentId local-env -Endpoint "$($silent.Endpoint)/silent" -TimeoutSec 1
            $connection.TimeoutSec | Should -Be 1
            Test-WxCloudConnection -Connection $connection -Verbose 4>&1 | Select-Object -First 1 | Should -Match '\b1 second'
        }
        finally {
            $silent.Dispose()
        }
    }

    It 'reads the token of a container from its file' {
        $path = Join-Path $TestDrive token
        Set-Content $path 'token-from-the-file' -NoNewline
        $connection = Connect-WxCloud -CloudRunToken -TokenPath $path -Endpoint $emulator.Endpoint
        Get-WxAccessToken -Connection $connection -AsPlainText | Should -Be 'token-from-the-file'
    }

    It 'needs no token for the open API service, and uses plain http' {
        $connection = Connect-WxCloud -OpenApiService -EnvironmentId local-env
        $connection.Endpoint | Should -Be 'http://api.weixin.qq.com/'
        (Get-ErrorOf { Get-WxAccessToken -Connection $connection }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Token.None,*'
    }

    It 'reads the WXCLOUD_ variables when nothing is given' {
        Invoke-Fresh {
            Import-Module $package
            Connect-WxCloud | ForEach-Object { "$($_.AppId) $($_.EnvironmentId) $($_.Endpoint)" }
        } -Environment @{ WXCLOUD_APPID = 'wx1'; WXCLOUD_APPSECRET = 's'; WXCLOUD_ENV = 'e'; WXCLOUD_ENDPOINT = 'https://gateway/wx' } |
            Should -Be 'wx1 e https://gateway/wx'
    }

    It 'is not needed by commands when the variables are set' {
        Invoke-Fresh {
            Import-Module $package
            Get-WxAccessToken -AsPlainText
            (Get-WxCloudConnection).AppId
        } -Environment @{ WXCLOUD_APPID = 'wx1'; WXCLOUD_ACCESS_TOKEN = 'given' } | Should -Be 'given', 'wx1'
    }

    It 'keeps the path of an endpoint' {
        (Connect-WxCloud -Emulator -Endpoint https://gateway/wx).Endpoint | Should -Be 'https://gateway/wx'
    }

    It 'sends the calls of a platform''s environment to componenttcb/' {
        $connection = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -PlatformEnvironment
        $connection.IsPlatformEnvironment | Should -BeTrue
        $lines = Get-WxTempFileUrl cloud://local-env.bucket/a -Connection $connection -Debug -ErrorAction SilentlyContinue 5>&1
        "$lines" | Should -Match '/componenttcb/batchdownloadfile '
    }

    It 'takes an emulator from the pipeline' {
        $connection = [pscustomobject]@{ Endpoint = [uri]$emulator.Endpoint; EnvironmentId = 'local-env' } | Connect-WxCloud -Emulator
        "$($connection.Endpoint)".TrimEnd('/') | Should -Be $emulator.Endpoint.TrimEnd('/')
    }

    It 'refuses plain http to other computers' {
        $failure = Get-ErrorOf { Connect-WxCloud -AppId wx1 -AppSecret $secret -Endpoint http://example.com }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.PlainHttpRefused,*'
        $failure.CategoryInfo.Category | Should -Be SecurityError
    }

    It 'names the missing setting' {
        $failure = Get-ErrorOf { Connect-WxCloud }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.SettingMissing,*'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'WXCLOUD_APPID'
    }

    It 'shows no secret in any format' {
        $connection = Connect-WxCloud -AppId wx0000000000000001 -AppSecret (ConvertTo-SecureString my-own-secret -AsPlainText -Force) -Endpoint $emulator.Endpoint
        $connection | Format-List * -Force | Out-String | Should -Not -Match 'my-own-secret'
        $connection | ConvertTo-Json -Depth 4 | Should -Not -Match 'my-own-secret'
        $failure = Get-ErrorOf { Get-WxAccessToken -Connection $connection }
        $failure | Format-List * -Force | Out-String | Should -Not -Match 'my-own-secret'
    }
}

Describe 'The connections of a session' {
    BeforeEach {
        Get-WxCloudConnection | Disconnect-WxCloud
    }

    It 'are listed, and the last one is the default' {
        $null = Connect-WxCloud -Emulator -Name one
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Name two
        (Get-WxCloudConnection).Name | Should -Be 'one', 'two'
        (Get-WxCloudConnection o*).Name | Should -Be 'one'
        Get-WxAccessToken -AsPlainText | Should -Not -BeNullOrEmpty
    }

    It 'are closed by name, or the default one' {
        $null = Connect-WxCloud -Emulator -Name one
        $null = Connect-WxCloud -Emulator -Name two
        Disconnect-WxCloud one
        (Get-WxCloudConnection).Name | Should -Be 'two'
        Disconnect-WxCloud
        Get-WxCloudConnection | Should -BeNullOrEmpty
    }

    It 'leave no token in the cache with -ClearTokenCache' -Tag KeepsSecrets {
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -TokenMode Standard
        $token = Get-WxAccessToken -AsPlainText
        Disconnect-WxCloud
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -TokenMode Standard
        Get-WxAccessToken -AsPlainText | Should -Be $token
        Disconnect-WxCloud -ClearTokenCache
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -TokenMode Standard
        Get-WxAccessToken -AsPlainText | Should -Not -Be $token
    }

    It 'of another name are an error' {
        Get-WxCloudConnection unknown -ErrorAction SilentlyContinue -ErrorVariable missing
        $missing[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.NotFound,*'
        Disconnect-WxCloud unknown -ErrorAction SilentlyContinue -ErrorVariable missing
        $missing[0].CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'complete names and environments' {
        $null = Connect-WxCloud -Emulator -Name 'my connection'
        (TabExpansion2 'Disconnect-WxCloud -Name my').CompletionMatches.CompletionText | Should -Be "'my connection'"
        (TabExpansion2 'Send-WxCloudFile x -EnvironmentId loc').CompletionMatches.CompletionText | Should -Be 'local-env'
        (TabExpansion2 'Send-WxCloudFile x -ContentType image/p').CompletionMatches.CompletionText | Should -Be 'image/png'
    }

    It 'are required: without one, every command says how to connect' -ForEach @(
        @{ Command = { Send-WxCloudFile . } }
        @{ Command = { Receive-WxCloudFile cloud://a.b/c } }
        @{ Command = { Get-WxTempFileUrl cloud://a.b/c } }
        @{ Command = { Remove-WxCloudFile cloud://a.b/c } }
        @{ Command = { Get-WxAccessToken } }
        @{ Command = { Test-WxCloudConnection } }
        @{ Command = { Save-WxCloudConnection nightly } }
    ) {
        $failure = Get-ErrorOf $Command
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.Missing,*'
        $failure.CategoryInfo.Category | Should -Be AuthenticationError
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Connect-WxCloud'
    }
}

Describe 'Get-WxAccessToken' {
    It 'emits the token as a SecureString, with -AsPlainText as a string' {
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
        $token = Get-WxAccessToken
        $token.Token | Should -BeOfType securestring
        $token.ExpiresOn | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddMinutes(60))
        [pscredential]::new('x', $token.Token).GetNetworkCredential().Password | Should -Be (Get-WxAccessToken -AsPlainText)
        $token | Out-String | Should -Not -Match (Get-WxAccessToken -AsPlainText)
    }

    It 'reuses the cached token, and requests another one with -ForceRefresh' {
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -TokenMode Standard
        $first = Get-WxAccessToken -AsPlainText
        Get-WxAccessToken -AsPlainText | Should -Be $first
        (Get-WxAccessToken).Source | Should -Be Cache
        Get-WxAccessToken -ForceRefresh -AsPlainText | Should -Not -Be $first
    }

    It 'gets the token of -Connection' {
        $connection = Connect-WxCloud -AccessToken (ConvertTo-SecureString token-of-the-first -AsPlainText -Force) -Name first
        $null = Connect-WxCloud -AccessToken (ConvertTo-SecureString token-of-the-second -AsPlainText -Force) -Name second
        Get-WxAccessToken -Connection $connection -AsPlainText | Should -Be 'token-of-the-first'
        Disconnect-WxCloud first, second
    }

    It 'cannot renew a token that is managed elsewhere' {
        $connection = Connect-WxCloud -AccessToken $secret
        (Get-ErrorOf { Get-WxAccessToken -Connection $connection -ForceRefresh }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Token.None,*'
    }

    It 'ends with an error for a wrong secret' {
        $connection = Connect-WxCloud -AppId wx0000000000000001 -AppSecret (ConvertTo-SecureString wrong -AsPlainText -Force) -EnvironmentId local-env -Endpoint $emulator.Endpoint
        $failure = Get-ErrorOf { Get-WxAccessToken -Connection $connection }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Token.SecretWrong,*'
        $failure.CategoryInfo.Category | Should -Be AuthenticationError
    }
}
