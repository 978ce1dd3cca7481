BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
    $path = Join-Path $TestDrive a.txt
    Set-Content $path 'text'

    function Test-There ($File) {
        $null = $File | Get-WxTempFileUrl -ErrorAction SilentlyContinue -ErrorVariable missing
        -not $missing
    }
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'Remove-WxCloudFile' {
    BeforeEach {
        $file = Send-WxCloudFile $path
    }

    It 'deletes without confirmation with -Force' {
        $file | Remove-WxCloudFile -Force | Should -BeNullOrEmpty
        Test-There $file | Should -BeFalse
    }

    It 'deletes with -Confirm:$false' {
        $file | Remove-WxCloudFile -Confirm:$false
        Test-There $file | Should -BeFalse
    }

    It 'emits one result per file with -PassThru' {
        $removed = $file | Remove-WxCloudFile -Force -PassThru
        $removed.FileId | Should -Be $file.FileId
        $removed.CloudPath | Should -Be 'a.txt'
        $removed.Status | Should -Be 0
    }

    It 'deletes nothing with -WhatIf, even with -Force' {
        $file | Remove-WxCloudFile -Force -WhatIf
        & { $WhatIfPreference = $true; $file | Remove-WxCloudFile -Force }
        Test-There $file | Should -BeTrue
    }

    It 'says what to do in a session that is not interactive' {
        $output = Invoke-Fresh ([scriptblock]::Create(@"
            Import-Module `$package
            `$null = Connect-WxCloud -Emulator -Endpoint $($emulator.Endpoint)
            try { Remove-WxCloudFile '$($file.FileId)' } catch { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.RecommendedAction }
"@))
        $output[0] | Should -BeLike 'WxCloud.Confirmation.NotPossible,*'
        $output[1] | Should -Match '-Force'
        Test-There $file | Should -BeTrue
    }

    It 'gives one error for a missing file, and deletes the rest' {
        'cloud://local-env.6c6f-local-env-1250000000/gone', $file.FileId | Remove-WxCloudFile -Force -ErrorAction SilentlyContinue -ErrorVariable missing
        $missing | Should -HaveCount 1
        $missing[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Storage.FileMissing,*'
        $missing[0].TargetObject | Should -Be 'cloud://local-env.6c6f-local-env-1250000000/gone'
        Test-There $file | Should -BeFalse
    }

    It 'works in the environment of -EnvironmentId' {
        $connection = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -EnvironmentId elsewhere -Name elsewhere
        Remove-WxCloudFile $file.FileId -Force -Connection $connection -ErrorAction SilentlyContinue -ErrorVariable refused
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.FileId.OtherEnvironment,*'
        Remove-WxCloudFile $file.FileId -Force -Connection $connection -EnvironmentId local-env
        Disconnect-WxCloud elsewhere
        Test-There $file | Should -BeFalse
    }

    It 'works through -Connection' {
        $near = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Name near
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -EnvironmentId elsewhere -Name elsewhere
        Remove-WxCloudFile $file.FileId -Force -Connection $near
        Disconnect-WxCloud elsewhere, near
        Test-There $file | Should -BeFalse
    }

    It 'refuses a file of another environment' {
        $failure = Get-ErrorOf { Remove-WxCloudFile 'cloud://other-env.6f74-other-env-1250000000/a' -Force -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.FileId.OtherEnvironment,*'
    }
}
