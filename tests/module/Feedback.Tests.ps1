# What PowerShell 7.6 shows below an error.
BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator

    # The feedback that the provider has for the error that a command ends with, as the prompt would ask for it.
    function Get-Feedback ($Command) {
        $runspace = [runspacefactory]::CreateRunspace()
        $shell = [powershell]::Create()
        try {
            $runspace.Open()
            $shell.Runspace = $runspace
            $null = $shell.AddScript("Import-Module '$(Get-PackagePath)'").Invoke()
            $shell.Commands.Clear()
            $settings = [System.Management.Automation.PSInvocationSettings]::new()
            $settings.AddToHistory = $true
            $null = $shell.AddScript($Command)
            try { $null = $shell.Invoke($null, $settings) } catch { $null = $_ }
            [System.Management.Automation.Subsystem.Feedback.FeedbackHub]::GetFeedback($runspace, 60000) | Where-Object Name -eq WxCloud | ForEach-Object Item
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }

    function Get-Connected ($Command, $Options = '') {
        Get-Feedback "`$null = Connect-WxCloud -Emulator -Endpoint $($emulator.Endpoint) -NoTokenCache $Options; $Command"
    }
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'The next step' -Tag NewestBuild {
    BeforeEach {
        Reset-TestEmulator $emulator
    }

    It 'without a connection is to connect' {
        $feedback = Get-Feedback 'Get-WxCloudFile'
        $feedback.Header | Should -BeExactly 'Connect first, in one of these ways:'
        $feedback.RecommendedActions | Should -Contain 'Connect-WxCloud (Get-Credential) -EnvironmentId (Read-Host EnvironmentId)'
        $feedback.RecommendedActions | Should -Contain 'Start-WxCloudEmulator | Connect-WxCloud -Emulator'
    }

    It 'without a connection is a saved profile where there is one' -Tag KeepsSecrets {
        Invoke-Fresh {
            Import-Module $package
            $null = Connect-WxCloud -Emulator
            Save-WxCloudConnection feedback-test -Force
        }
        (Get-Feedback 'Get-WxCloudFile').RecommendedActions | Should -Contain 'Connect-WxCloud -ProfileName feedback-test'
    }

    It 'after <Errcode> is <Command>' -ForEach @(
        @{ Errcode = 40164; Header = '*whitelist*'; Command = 'Test-WxCloudConnection -Detailed'; Footer = 'https://mp.weixin.qq.com' }
        @{ Errcode = 40125; Header = '*AppSecret*'; Command = 'Connect-WxCloud -Credential wx0000000000000001 -EnvironmentId local-env -Name emulator -Endpoint ENDPOINT'; Footer = 'https://mp.weixin.qq.com' }
        @{ Errcode = 40013; Header = '*AppID*'; Command = 'Connect-WxCloud (Get-Credential) -EnvironmentId local-env -Name emulator -Endpoint ENDPOINT'; Footer = 'https://mp.weixin.qq.com' }
    ) {
        Set-TestFault $emulator @{ route = 'cgi-bin/stable_token'; kind = 'errcode'; value = $Errcode }
        $feedback = Get-Connected 'Get-WxAccessToken'
        $feedback.Header | Should -BeLike $Header
        $feedback.RecommendedActions[0] | Should -BeExactly $Command.Replace('ENDPOINT', "$($emulator.Endpoint)/")
        $feedback.Footer | Should -BeExactly $Footer
    }

    It 'after 85088 is to open cloud development' {
        Set-TestFault $emulator @{ route = 'tcb/databasecollectionget'; kind = 'errcode'; value = 85088 }
        $feedback = Get-Connected 'Get-WxCloudCollection'
        $feedback.Header | Should -BeLike '*cloud development*'
        $feedback.RecommendedActions | Should -Be 'Test-WxCloudConnection -Detailed'
        $feedback.Footer | Should -BeLike 'https://developers.weixin.qq.com/*'
    }

    It 'without the right to list is to connect with COS keys, by the same connection' {
        $keys = '-CosCredential ([pscredential]::new("wrong", (ConvertTo-SecureString wrong -AsPlainText -Force))) -Name mine'
        $feedback = Get-Connected 'Get-WxCloudFile' $keys
        $feedback.RecommendedActions[0] | Should -BeExactly "Connect-WxCloud -Emulator -EnvironmentId local-env -Name mine -Endpoint $($emulator.Endpoint)/ -CosCredential (Get-Credential -Message 'SecretId, SecretKey')"
        $feedback.Footer | Should -BeExactly 'https://console.cloud.tencent.com/cam/capi'
    }

    It 'after a token that is managed elsewhere has lapsed is to give a new one' {
        $feedback = Get-Feedback "`$null = Connect-WxCloud -AccessToken (ConvertTo-SecureString old -AsPlainText -Force) -EnvironmentId local-env -Endpoint $($emulator.Endpoint); Get-WxCloudCollection"
        $feedback.RecommendedActions | Should -Be "Connect-WxCloud -AccessToken (Read-Host AccessToken -AsSecureString) -EnvironmentId local-env -Endpoint $($emulator.Endpoint)/"
    }

    It 'follows an error that passed through a script' {
        (Get-Feedback 'function Get-Mine { $ErrorActionPreference = "Stop"; Get-WxCloudFile }; Get-Mine').Header | Should -BeLike 'Connect first*'
    }

    It 'is Chinese in Chinese' {
        $culture = [cultureinfo]::CurrentUICulture
        try {
            [cultureinfo]::CurrentUICulture = 'zh-CN'
            (Get-Feedback 'Get-WxCloudFile').Header | Should -BeExactly '请先连接，任选一种方式：'
            [cultureinfo]::CurrentUICulture = 'en-US'
            (Get-Feedback '[cultureinfo]::CurrentUICulture = "zh-CN"; Get-WxCloudFile').Header | Should -BeExactly '请先连接，任选一种方式：'
        }
        finally {
            [cultureinfo]::CurrentUICulture = $culture
        }
    }

    It 'has a text for every reason in both languages' {
        $texts = foreach ($language in 'Texts', 'Texts.zh-Hans') {
            , @(([xml](Get-Content "$PSScriptRoot/../../src/WxCloud.Cmdlets/Resources/$language.resx" -Raw -Encoding utf8)).root.data.name -like 'NextStep.*' | Sort-Object)
        }
        $texts[0] | Should -Be $texts[1]
        $texts[0].Count | Should -BeGreaterThan 8
    }

    It 'is not shown after <_>' -ForEach 'success', 'another error of the module', 'an error of PowerShell' {
        $command = @{
            success                       = 'Get-WxCloudCollection'
            'another error of the module' = 'Get-WxCloudFile -FileId cloud://local-env.6c6f-local-env-1250000000/none'
            'an error of PowerShell'      = 'Get-Item /nowhere/at/all'
        }[$_]
        Get-Connected $command | Should -BeNullOrEmpty
    }
}

Describe 'The provider' {
    It 'comes with the first error that has a next step, and goes with the module' -Tag NewestBuild {
        Invoke-Fresh {
            function Get-Count { @((Get-PSSubsystem -Kind FeedbackProvider).Implementations | Where-Object Name -eq WxCloud).Count }
            Import-Module $package
            Get-WxCloudConnection | Out-Null
            Get-Count
            try { Get-WxCloudFile } catch { Get-Count }
            Import-Module $package -Force
            Get-Count
            try { Get-WxCloudFile } catch { Get-Count }
            Remove-Module WxCloud
            Get-Count
        } | Should -Be 0, 1, 1, 1, 0
    }

    It 'stays while another runspace has the module' -Tag NewestBuild {
        Invoke-Fresh {
            function Get-Count { @((Get-PSSubsystem -Kind FeedbackProvider).Implementations | Where-Object Name -eq WxCloud).Count }
            Import-Module $package
            $second = [powershell]::Create()
            try { Get-WxCloudFile } catch { Get-Count }
            $null = $second.AddScript("Import-Module '$package'; try { Get-WxCloudFile } catch { }").Invoke()
            Remove-Module WxCloud
            Get-Count
            $second.Dispose()
            Import-Module $package
            try { Get-WxCloudFile } catch { Get-Count }
            Remove-Module WxCloud
            Get-Count
        } | Should -Be 1, 1, 1, 0
    }

    It 'has no assembly in the build for earlier editions' {
        "$(Get-PackagePath)/bin/netstandard2.0/WxCloud.Feedback.dll" | Should -Not -Exist
    }
}
