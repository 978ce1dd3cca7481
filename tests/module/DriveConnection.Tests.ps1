BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $connection = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Drive
    Push-Location $TestDrive

    function Reset-Drive {
        Reset-TestEmulator $emulator
        Set-Stored 'a.txt', 'docs/b.txt', 'docs/c.md', 'docs/sub/d.txt', 'docs-2/e.txt', '图 片/[一].txt'
    }

    Reset-Drive
}

AfterAll {
    Pop-Location
    Get-PSDrive -PSProvider WxCloud | Remove-PSDrive
    Stop-TestEmulator $emulator
}

Describe 'Connect-WxCloud -Drive' {
    It 'makes the drive wx: of the connection' {
        $drive = Get-PSDrive wx
        $drive.Provider.Name | Should -Be WxCloud
        $drive.EnvironmentId | Should -Be local-env
        $drive.Connection | Should -Be $connection
        $drive.DisplayRoot | Should -Be 'cloud://local-env/'
    }

    It 'replaces the wx: of an earlier connection, also from inside it' {
        Push-Location wx:/docs
        try {
            $other = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Drive -Name second
            (Get-PSDrive wx).Connection | Should -Be $other
            $PWD.Provider.Name | Should -Be FileSystem
        }
        finally {
            Pop-Location
            $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Drive
        }
    }

    It 'needs an environment, and changes nothing without one' {
        $before = (Get-PSDrive wx).Connection
        $token = ConvertTo-SecureString token -AsPlainText -Force
        { Connect-WxCloud -AccessToken $token -Drive } | Should -Throw -ErrorId 'WxCloud.Connection.EnvironmentMissing,*'
        (Get-PSDrive wx).Connection | Should -Be $before
    }

    It 'leaves a drive wx: of another provider' {
        $output = Invoke-Fresh {
            Import-Module $package
            $null = New-PSDrive wx FileSystem ([System.IO.Path]::GetTempPath())
            try { Connect-WxCloud -Emulator -Drive } catch { $_.FullyQualifiedErrorId }
            (Get-PSDrive wx).Provider.Name
        }
        $output | Should -Be 'WxCloud.Drive.NameTaken,WxCloud.Cmdlets.Commands.ConnectWxCloudCommand', 'FileSystem'
    }

    It 'ends with Disconnect-WxCloud, also from inside the drive' {
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Name closing
        $null = New-PSDrive -Name closing -PSProvider WxCloud -Root / -Scope Global
        Push-Location closing:/
        Disconnect-WxCloud closing
        $PWD.Provider.Name | Should -Be FileSystem
        Get-PSDrive closing -ErrorAction Ignore | Should -BeNullOrEmpty
        Get-PSDrive wx | Should -Not -BeNullOrEmpty
        Pop-Location -ErrorAction Ignore
        Set-Location $TestDrive
    }
}

Describe 'New-PSDrive -PSProvider WxCloud' {
    It 'uses the default connection' {
        $drive = New-PSDrive -Name main -PSProvider WxCloud -Root /
        $drive.Connection | Should -Be (Get-PSDrive wx).Connection
        (Get-ChildItem main:/).Name | Should -Be (Get-ChildItem wx:/).Name
    }

    It 'takes a root below a prefix' -ForEach '/docs', 'docs/', '\docs', '/docs/sub/..' {
        $null = New-PSDrive -Name below -PSProvider WxCloud -Root $_
        (Get-ChildItem below:/).CloudPath | Should -Be 'docs/b.txt', 'docs/c.md', 'docs/sub/'
        (Get-ChildItem below:/).PSPath | ForEach-Object { $_ -replace '^.*::' } | Should -Be 'below:/b.txt', 'below:/c.md', 'below:/sub'
        Set-Content below:/new/n.txt 'n'
        Get-Content wx:/docs/new/n.txt | Should -Be n
        Remove-Item below:/new -Recurse
    }

    It 'takes -Connection and -EnvironmentId' {
        $other = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -EnvironmentId elsewhere -Name elsewhere
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
        (New-PSDrive -Name one -PSProvider WxCloud -Root / -Connection $other).EnvironmentId | Should -Be elsewhere
        $two = New-PSDrive -Name two -PSProvider WxCloud -Root / -Connection $other -EnvironmentId local-env
        $two.Connection.Name | Should -Be elsewhere
        Test-Path two:/a.txt | Should -BeTrue
        Disconnect-WxCloud elsewhere
    }

    It 'takes -Description' {
        (New-PSDrive -Name described -PSProvider WxCloud -Root / -Description 'the files').Description | Should -Be 'the files'
    }

    It 'copies between drives of two connections to one environment, and not to another environment' {
        $two = Start-TestEmulator --environment local-env --environment other-env
        try {
            $first = Connect-WxCloud -Emulator -Endpoint $two.Endpoint -Name first
            $second = Connect-WxCloud -Emulator -Endpoint $two.Endpoint -Name second
            $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
            $null = New-PSDrive -Name first -PSProvider WxCloud -Root / -Connection $first
            $null = New-PSDrive -Name second -PSProvider WxCloud -Root / -Connection $second
            $null = New-PSDrive -Name elsewhere -PSProvider WxCloud -Root / -Connection $first -EnvironmentId other-env
            Set-Content first:/a.txt 'a'
            Copy-Item first:/a.txt second:/copied.txt
            Get-Content first:/copied.txt | Should -Be a
            Copy-Item first:/a.txt elsewhere:/a.txt -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Drive.OtherStorage,*'
            Test-Path elsewhere:/a.txt | Should -BeFalse
            Disconnect-WxCloud first
            Disconnect-WxCloud second
        }
        finally {
            Stop-TestEmulator $two
        }
    }

    It 'says how to connect when there is no connection' {
        $output = Invoke-Fresh { Import-Module $package; try { New-PSDrive -Name wx -PSProvider WxCloud -Root / } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction } }
        $output[0] | Should -Be 'WxCloud.Connection.Missing,Microsoft.PowerShell.Commands.NewPSDriveCommand'
        $output[1] | Should -Match Connect-WxCloud
    }

    It 'shows two connections in one line' {
        $second = Start-TestEmulator
        try {
            $other = Connect-WxCloud -Emulator -Endpoint $second.Endpoint -Name other
            $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
            $null = New-PSDrive -Name other -PSProvider WxCloud -Root / -Connection $other
            Set-Content other:/only-there.txt 'there'
            (Get-ChildItem other:/, wx:/docs -File).Name | Should -Be only-there.txt, b.txt, c.md
            Get-Item other:/only-there.txt, wx:/a.txt | Get-Content | Should -Be 'there', 'text of a.txt'
            Test-Path wx:/only-there.txt | Should -BeFalse
            Copy-Item wx:/a.txt other:/a.txt -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Drive.OtherStorage,*'
            $problem[0].ErrorDetails.RecommendedAction | Should -Match 'Receive-WxCloudFile.*Send-WxCloudFile'
            Disconnect-WxCloud other
        }
        finally {
            Stop-TestEmulator $second
        }
    }
}

Describe 'A module with drives' {
    It 'takes its provider and its drives along when it is removed' {
        Invoke-Fresh {
            Import-Module $package
            $null = Connect-WxCloud -Emulator -Drive
            Remove-Module WxCloud
            @(Get-PSDrive wx -ErrorAction Ignore).Count
            @(Get-PSProvider WxCloud -ErrorAction Ignore).Count
        } | Should -Be 0, 0
    }

    It 'keeps the drive usable when it is imported with -Force, twice' {
        Invoke-Fresh {
            Import-Module $testing, $package
            $emulator = Start-TestEmulator
            try {
                $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -NoTokenCache -Drive
                Set-Content wx:/a.txt 'kept'
                Import-Module $package -Force
                Import-Module $package -Force
                @(Get-PSProvider WxCloud).Count
                $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -NoTokenCache -Drive
                Get-Content wx:/a.txt
            }
            finally {
                Stop-TestEmulator $emulator
            }
        } | Should -Be 1, 'kept'
    }
}

Describe 'Keys that are refused' {
    BeforeAll {
        $wrong = [pscredential]::new('wrong', (ConvertTo-SecureString wrong -AsPlainText -Force))
        $refused = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -CosCredential $wrong -Name refused
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
        $null = New-PSDrive -Name refused -PSProvider WxCloud -Root / -Connection $refused -Scope Global
    }

    It 'are an error that says what is missing: <_>' -ForEach 'Get-ChildItem refused:/', 'Get-ChildItem refused:/docs -Recurse', 'Test-Path refused:/docs', '"refused:/docs" | Test-Path',
        'Get-Item refused:/a.txt', 'Get-Content refused:/a.txt', 'Set-Content refused:/a.txt x', 'Set-Location refused:/docs', 'Remove-Item refused:/docs -Recurse', 'New-Item refused:/n.txt' {
        $problem = Get-ErrorOf ([scriptblock]::Create("`$ErrorActionPreference = 'Stop'; $_"))
        $problem.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Object.KeysRefused.Given,Microsoft.PowerShell.Commands.*'
        $problem.ErrorDetails.RecommendedAction | Should -Match '-CosCredential'
        "$problem" | Should -BeLike 'refused:/*'
        $PWD.Provider.Name | Should -Be FileSystem
    }
}

Describe 'A token that is refused' {
    It 'ends the command at its first path' {
        $token = ConvertTo-SecureString 'wrong' -AsPlainText -Force
        $wrong = Connect-WxCloud -AccessToken $token -EnvironmentId local-env -Endpoint $emulator.Endpoint -Name wrong
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
        $null = New-PSDrive -Name wrong -PSProvider WxCloud -Root / -Connection $wrong -Scope Global
        try {
            $problem = Get-ErrorOf { Get-ChildItem wrong:/a.txt, wrong:/b.txt -ErrorAction Continue }
            $problem.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Token.*'
            "$problem" | Should -BeLike 'wrong:/a.txt*'
        }
        finally {
            Disconnect-WxCloud wrong
        }
    }
}
