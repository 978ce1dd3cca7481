BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $package = Get-PackagePath
    $emulator = Start-TestEmulator
    $ours = "test$PID-"
    $folder = Join-Path ([Environment]::GetFolderPath('LocalApplicationData', 'DoNotVerify')) WxCloud/profiles

    # Like one of a real account: only AppID and endpoint show to which connection its secret belongs.
    function Connect-Account ($EnvironmentId = 'local-env') {
        Connect-WxCloud -AppId wx0000000000000001 -AppSecret (ConvertTo-SecureString emulator-secret -AsPlainText -Force) -EnvironmentId $EnvironmentId -Endpoint $emulator.Endpoint @args
    }

    function Get-ProfileFile ($Name) {
        Join-Path $folder "p-$ours$Name.profile"
    }

    # What a connection is after a journey to another process.
    function Send-Away ($Connection) {
        $path = Join-Path $TestDrive connection.xml
        $Connection | Export-Clixml $path
        Import-Clixml $path
    }
}

AfterAll {
    Stop-TestEmulator $emulator
    Get-ChildItem $folder -Filter "p-$ours*" -ErrorAction Ignore | Remove-Item
}

Describe 'A saved profile' -Tag KeepsSecrets {
    BeforeEach {
        Get-ChildItem $folder -Filter "p-$ours*" -ErrorAction Ignore | Remove-Item
        $connection = Connect-Account
    }

    It 'connects in another process' {
        Save-WxCloudConnection "${ours}nightly" | Should -BeNullOrEmpty
        Invoke-Fresh ([scriptblock]::Create("Import-Module `$package; (Connect-WxCloud -ProfileName ${ours}NIGHTLY).ProfileName; (Get-WxAccessToken).AppId")) |
            Should -Be "${ours}nightly", 'wx0000000000000001'
    }

    It 'is saved from the default connection, or from -Connection' {
        $null = Connect-Account -Name last -EnvironmentId last-env
        Save-WxCloudConnection "${ours}default"
        Save-WxCloudConnection "${ours}other" -Connection $connection
        (Connect-WxCloud -ProfileName "${ours}default").EnvironmentId | Should -Be 'last-env'
        (Connect-WxCloud -ProfileName "${ours}other").EnvironmentId | Should -Be 'local-env'
    }

    It 'supplies every setting that is not given as a parameter' {
        $keys = [pscredential]::new('key-id', (ConvertTo-SecureString cos-key -AsPlainText -Force))
        $null = Connect-Account -TokenMode Standard -TimeoutSec 7 -NoTokenCache -PlatformEnvironment -CosCredential $keys
        Save-WxCloudConnection "${ours}full"
        $saved = Connect-WxCloud -ProfileName "${ours}full"
        "$($saved.Name) $($saved.EnvironmentId) $($saved.TokenMode) $($saved.TimeoutSec) $($saved.IsPlatformEnvironment)" |
            Should -Be "${ours}full local-env Standard 7 True"

        # What is saved once more shows what else the connection held.
        Save-WxCloudConnection "${ours}again" -Connection $saved
        $again = Get-Content (Get-ProfileFile again) -Raw
        $again | Should -Match '"noTokenCache": true'
        $again | Should -Match '"cosSecretKey": "cos-key"'
    } -Skip:$IsWindows

    It 'is overridden by parameters' {
        $null = Connect-Account -TokenMode Standard -TimeoutSec 7 -PlatformEnvironment
        Save-WxCloudConnection "${ours}full"
        $given = Connect-WxCloud -ProfileName "${ours}full" -Name n -EnvironmentId e -Endpoint https://gateway/wx -TokenMode Stable -TimeoutSec 60 -PlatformEnvironment:$false
        "$($given.Name) $($given.EnvironmentId) $($given.Endpoint) $($given.TokenMode) $($given.TimeoutSec) $($given.IsPlatformEnvironment)" |
            Should -Be 'n e https://gateway/wx Stable 60 False'
    }

    It 'takes a new session token for the keys that it has' {
        $keys = [pscredential]::new('key-id', (ConvertTo-SecureString cos-key -AsPlainText -Force))
        $null = Connect-Account -CosCredential $keys
        Save-WxCloudConnection "${ours}keys"
        $null = Connect-WxCloud -ProfileName "${ours}keys" -CosSessionToken (ConvertTo-SecureString session-2 -AsPlainText -Force)
        Save-WxCloudConnection "${ours}keys" -Force
        Get-Content (Get-ProfileFile keys) -Raw | Should -Match '(?s)"cosSecretKey": "cos-key".*"cosSessionToken": "session-2"'
    } -Skip:$IsWindows

    It 'is readable by its owner only' {
        Save-WxCloudConnection "${ours}modes"
        (Get-Item (Get-ProfileFile modes)).UnixMode | Should -Be '-rw-------'
        (Get-Item $folder).UnixMode | Should -Be 'drwx------'
    } -Skip:$IsWindows

    It 'is refused when others could have written <_>' -ForEach 'it', 'its folder' {
        Save-WxCloudConnection "${ours}open"
        $path = if ($_ -eq 'it') { Get-ProfileFile open } else { $folder }
        chmod g+w $path
        try {
            $failure = Get-ErrorOf { Connect-WxCloud -ProfileName "${ours}open" }
        }
        finally {
            chmod g-w $path
        }

        $failure.FullyQualifiedErrorId | Should -Match '^WxCloud\.Connection\.(ProfileUnreadable|FolderNotOwned),'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        (Connect-WxCloud -ProfileName "${ours}open").AppId | Should -Be 'wx0000000000000001'
    } -Skip:$IsWindows

    It 'is replaced only with -Force' {
        Save-WxCloudConnection "${ours}same"
        $null = Connect-Account -EnvironmentId other-env
        (Get-ErrorOf { Save-WxCloudConnection "${ours}SAME" }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.ProfileExists,*'
        (Connect-WxCloud -ProfileName "${ours}same").EnvironmentId | Should -Be 'local-env'
        $null = Connect-Account -EnvironmentId other-env
        Save-WxCloudConnection "${ours}same" -Force
        (Connect-WxCloud -ProfileName "${ours}same").EnvironmentId | Should -Be 'other-env'
    }

    It 'is not saved with -WhatIf' {
        Save-WxCloudConnection "${ours}whatif" -WhatIf
        Get-ProfileFile whatif | Should -Not -Exist
    }

    It 'cannot have a path as its name: <_>' -ForEach '../up', 'a/b', 'a b', 'a*' {
        (Get-ErrorOf { Save-WxCloudConnection $_ }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.ProfileNameInvalid,*'
        (Get-ErrorOf { Connect-WxCloud -ProfileName $_ }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.ProfileNameInvalid,*'
    }

    It 'that does not exist is named in the error' {
        Save-WxCloudConnection "${ours}gone"
        Remove-Item (Get-ProfileFile gone)
        $failure = Get-ErrorOf { Connect-WxCloud -ProfileName "${ours}gone" }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.ProfileMissing,*'
        $failure.Exception.Message | Should -Match "${ours}gone"
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Save-WxCloudConnection'
    }

    It 'has its name completed' {
        Save-WxCloudConnection "${ours}tab-one"
        Save-WxCloudConnection "${ours}tab-two"
        (TabExpansion2 "Connect-WxCloud -ProfileName ${ours}tab").CompletionMatches.CompletionText | Should -Be "${ours}tab-one", "${ours}tab-two"
        (TabExpansion2 "Save-WxCloudConnection ${ours}tab-t").CompletionMatches.CompletionText | Should -Be "${ours}tab-two"
    }
}

Describe 'A profile with a script' -Tag KeepsSecrets {
    BeforeEach {
        Get-ChildItem $folder -Filter "p-$ours*" -ErrorAction Ignore | Remove-Item
        $null = Connect-Account
    }

    It 'connects with the <Kind> that it gives' -ForEach @(
        @{ Kind = 'text'; Script = { 'emulator-secret' } }
        @{ Kind = 'SecureString'; Script = { ConvertTo-SecureString emulator-secret -AsPlainText -Force } }
        @{ Kind = 'credential'; Script = { [pscredential]::new('any', (ConvertTo-SecureString emulator-secret -AsPlainText -Force)) } }
    ) {
        Save-WxCloudConnection "${ours}script" -SecretScript $Script
        @(Connect-WxCloud -ProfileName "${ours}script").Count | Should -Be 1
        (Get-WxAccessToken).AppId | Should -Be 'wx0000000000000001'
    }

    It 'gives the token where the connection has one' {
        $null = Connect-WxCloud -AccessToken (ConvertTo-SecureString first-token -AsPlainText -Force) -EnvironmentId local-env -Endpoint $emulator.Endpoint
        Save-WxCloudConnection "${ours}token" -SecretScript { 'second-token' }
        $null = Connect-WxCloud -ProfileName "${ours}token"
        Get-WxAccessToken -AsPlainText | Should -Be 'second-token'
    }

    It 'runs in the session of the caller' {
        function Get-OurSecret { 'emulator-secret' }
        Save-WxCloudConnection "${ours}script" -SecretScript { Get-OurSecret }
        $null = Connect-WxCloud -ProfileName "${ours}script"
        (Get-WxAccessToken).AppId | Should -Be 'wx0000000000000001'
    }

    It 'hides the output of the script' {
        Save-WxCloudConnection "${ours}script" -SecretScript { Write-Verbose 'emulator-secret' -Verbose; Write-Debug 'emulator-secret' -Debug; 'emulator-secret' }
        $all = Connect-WxCloud -ProfileName "${ours}script" *>&1
        @($all).Count | Should -Be 1
        $all | Out-String | Should -Not -Match 'emulator-secret'
    }

    It 'keeps the secret off the disk, also when it is saved again' {
        Save-WxCloudConnection "${ours}script" -SecretScript { 'emulator' + '-secret' }
        $null = Connect-WxCloud -ProfileName "${ours}script" -EnvironmentId other-env
        Save-WxCloudConnection "${ours}script" -Force
        Get-Content (Get-ProfileFile script) -Raw | Should -Not -Match 'emulator-secret'
        (Connect-WxCloud -ProfileName "${ours}script").EnvironmentId | Should -Be 'other-env'
        (Get-WxAccessToken).AppId | Should -Be 'wx0000000000000001'
    } -Skip:$IsWindows

    It 'that <Case> ends with an error that names the profile' -ForEach @(
        @{ Case = 'throws'; Script = { throw 'vault locked' }; Id = 'SecretScriptFailed' }
        @{ Case = 'writes an error'; Script = { Write-Error 'vault locked' -ErrorAction Continue; 'emulator-secret' }; Id = 'SecretScriptFailed' }
        @{ Case = 'calls what is not there'; Script = { Get-NothingOfTheKind }; Id = 'SecretScriptFailed' }
        @{ Case = 'gives nothing'; Script = { }; Id = 'SecretScriptOdd' }
        @{ Case = 'gives null'; Script = { $null }; Id = 'SecretScriptOdd' }
        @{ Case = 'gives an empty text'; Script = { '' }; Id = 'SecretScriptOdd' }
        @{ Case = 'gives two texts'; Script = { 'odd-output', 'odd-output' }; Id = 'SecretScriptOdd' }
        @{ Case = 'gives an object'; Script = { [pscustomobject]@{ Password = 'odd-output' } }; Id = 'SecretScriptOdd' }
    ) {
        Save-WxCloudConnection "${ours}script" -SecretScript $Script
        $before = @(Get-WxCloudConnection).Count
        $failure = Get-ErrorOf { Connect-WxCloud -ProfileName "${ours}script" }
        $failure.FullyQualifiedErrorId | Should -BeLike "WxCloud.Connection.$Id,*"
        $failure.CategoryInfo.Category | Should -Be AuthenticationError
        $failure.Exception.Message | Should -Match "${ours}script"
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Save-WxCloudConnection'
        $failure | Format-List * -Force | Out-String | Should -Not -Match 'odd-output'
        @(Get-WxCloudConnection).Count | Should -Be $before
    }

    It 'needs a connection with a secret' {
        $null = Connect-WxCloud -OpenApiService
        (Get-ErrorOf { Save-WxCloudConnection "${ours}none" -SecretScript { 'x' } }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.NoSecretForScript,*'
    }
}

Describe 'A connection from another process' {
    BeforeAll {
        $variables = @{ WXCLOUD_APPID = 'wx0000000000000001'; WXCLOUD_APPSECRET = 'emulator-secret'; WXCLOUD_ENDPOINT = "$($emulator.Endpoint)/" }
    }

    BeforeEach {
        Get-ChildItem $folder -Filter "p-$ours*" -ErrorAction Ignore | Remove-Item
        $connection = Connect-Account -Name ours
        $foreign = Send-Away $connection
    }

    AfterEach {
        Remove-Item Env:WXCLOUD_APPID, Env:WXCLOUD_APPSECRET, Env:WXCLOUD_ENDPOINT, Env:TIMES_ASKED -ErrorAction Ignore
    }

    It 'carries no secret' {
        Get-Content "$TestDrive/connection.xml" -Raw | Should -Not -Match 'emulator-secret'
    }

    It 'finds its secret in a profile, in Start-Job' -Tag KeepsSecrets {
        Save-WxCloudConnection "${ours}job"
        $job = Start-Job { Import-Module $using:package; (Get-WxAccessToken -Connection $using:connection).AppId; Test-WxCloudConnection -Connection $using:connection }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be 'wx0000000000000001', $true
    }

    It 'finds its secret in the environment variables' {
        $variables.GetEnumerator() | ForEach-Object { Set-Item "Env:$($_.Key)" $_.Value }
        (Get-WxAccessToken -Connection $foreign).AppId | Should -Be 'wx0000000000000001'
    }

    It 'runs the script of its profile once' -Tag KeepsSecrets {
        Save-WxCloudConnection "${ours}script" -SecretScript { $env:TIMES_ASKED = 1 + $env:TIMES_ASKED; 'emulator-secret' }
        $foreign = Send-Away (Connect-WxCloud -ProfileName "${ours}script")
        (Get-WxAccessToken -Connection $foreign).AppId | Should -Be 'wx0000000000000001'
        Test-WxCloudConnection -Connection $foreign | Should -BeTrue
        $env:TIMES_ASKED | Should -Be 2
    }

    It 'reports a missing secret, and finds it once it is there' {
        $failure = Get-ErrorOf { Get-WxAccessToken -Connection $foreign }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.SecretNotFound,*'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'Save-WxCloudConnection.*WXCLOUD_APPSECRET'
        $variables.GetEnumerator() | ForEach-Object { Set-Item "Env:$($_.Key)" $_.Value }
        (Get-WxAccessToken -Connection $foreign).AppId | Should -Be 'wx0000000000000001'
    }

    It 'reports a removed profile' -Tag KeepsSecrets {
        Save-WxCloudConnection "${ours}gone"
        $foreign = Send-Away (Connect-WxCloud -ProfileName "${ours}gone")
        Remove-Item (Get-ProfileFile gone)
        (Get-ErrorOf { Get-WxAccessToken -Connection $foreign }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.SecretNotFound,*'
    }

    It 'does not send a secret to another address' -Tag KeepsSecrets {
        Save-WxCloudConnection "${ours}safe"
        $variables.GetEnumerator() | ForEach-Object { Set-Item "Env:$($_.Key)" $_.Value }
        $foreign = Send-Away (Connect-WxCloud -ProfileName "${ours}safe")
        $foreign.Endpoint = [uri]'http://127.0.0.1:1/'
        (Get-ErrorOf { Get-WxAccessToken -Connection $foreign }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.SecretNotFound,*'
    }

    It 'needs no secret for the emulator' {
        $foreign = Send-Away (Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -TimeoutSec 9)
        Set-Content "$TestDrive/a.txt" 'a' -NoNewline
        (Send-WxCloudFile "$TestDrive/a.txt" -Connection $foreign).CloudPath | Should -Be 'a.txt'
    }

    It 'is refused when a property has another type' {
        $foreign.TokenMode = 'Nonsense'
        Get-ErrorOf { Get-WxAccessToken -Connection $foreign } | Should -Match 'Nonsense'
    }
}

Describe 'What is not a connection' {
    It 'such as <Kind> is refused with advice' -ForEach @(
        @{ Kind = 'a name'; Value = 'emulator' }
        @{ Kind = 'any object'; Value = [pscustomobject]@{ Endpoint = 'http://127.0.0.1:1/' } }
    ) {
        Get-ErrorOf { Get-WxAccessToken -Connection $Value } | Should -Match 'is not a connection.*Get-WxCloudConnection'
    }

    It 'such as null is not replaced by the default connection' {
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
        (Get-ErrorOf { Get-WxAccessToken -Connection $null }).FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
    }
}

Describe 'A live connection' {
    It 'keeps its secret in a thread job' -Tag PowerShell7 {
        $connection = Connect-Account
        $job = Start-ThreadJob { Import-Module $using:package; (Get-WxAccessToken -Connection $using:connection).AppId }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be 'wx0000000000000001'
    }

    It 'keeps its secret in another runspace' {
        $connection = Connect-Account
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript('param($package, $connection) Import-Module $package; (Get-WxAccessToken -Connection $connection).AppId; Get-WxCloudConnection')
            $shell.AddArgument($package).AddArgument($connection).Invoke() | Should -Be 'wx0000000000000001'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'works beside another one' {
        $one = Connect-Account -Name one -TokenMode Stable
        $two = Connect-Account -Name two -TokenMode Standard
        (Get-WxAccessToken -Connection $one).Kind | Should -Be Stable
        (Get-WxAccessToken -Connection $two).Kind | Should -Be Standard
        (Get-WxAccessToken).Kind | Should -Be Standard
        (Get-WxAccessToken -Connection $one -AsPlainText) | Should -Not -Be (Get-WxAccessToken -Connection $two -AsPlainText)
    }
}

Describe 'Test-WxCloudConnection' {
    It 'is true for a connection that works' {
        $null = Connect-Account
        Test-WxCloudConnection | Should -BeTrue
    }

    It 'is false without an error for one that does not, and -Verbose shows why' {
        $null = Connect-WxCloud -AppId wx0000000000000001 -AppSecret (ConvertTo-SecureString wrong -AsPlainText -Force) -EnvironmentId local-env -Endpoint $emulator.Endpoint
        $Error.Clear()
        $all = Test-WxCloudConnection -Verbose 4>&1
        $Error | Should -BeNullOrEmpty
        $all[-1] | Should -BeFalse
        "$($all[0])" | Should -Match '^Token: .*AppSecret'
    }

    It 'shows each check with -Detailed, and what to do at the first failure' {
        $null = Connect-Account
        $rows = Test-WxCloudConnection -Detailed -EnvironmentId nowhere
        $rows.Check | Should -Be 'Clock', 'Dns', 'Tls', 'Token', 'IPWhitelist', 'Environment', 'Storage', 'CosCredential'
        $failed = @($rows | Where-Object Status -eq Failed)
        $failed.Check | Should -Be Environment
        $failed.ErrorId | Should -Be 'WxCloud.Api.EnvironmentInvalid'
        $rows | Out-String -Width 200 | Should -Match ([regex]::Escape($failed[0].RecommendedAction))
        $rows[-1].Status | Should -Be Skipped
    }

    It 'tests -Connection' {
        $connection = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -EnvironmentId nowhere -Name bad
        $null = Connect-Account
        Test-WxCloudConnection -Connection $connection | Should -BeFalse
        Disconnect-WxCloud bad
    }

    It 'tests the environment of the connection by default' {
        $null = Connect-Account -EnvironmentId nowhere
        Test-WxCloudConnection | Should -BeFalse
        Test-WxCloudConnection -EnvironmentId local-env | Should -BeTrue
    }
}

Describe 'The edition for older systems' -Tag KeepsNoSecrets {
    It 'reports that it can save no profile here' {
        $null = Connect-Account
        (Get-ErrorOf { Save-WxCloudConnection "${ours}older" }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.FolderUnusable,*'
    }
}

Describe 'A token' {
    It 'is requested without a warning' {
        $null = Connect-Account
        $null = Get-WxAccessToken -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
    }
}
