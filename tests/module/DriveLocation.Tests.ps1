BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Drive
    $work = (New-Item -ItemType Directory "$TestDrive/work").FullName
    Push-Location $work
}

AfterAll {
    Pop-Location
    Get-PSDrive -PSProvider WxCloud | Remove-PSDrive
    Stop-TestEmulator $emulator
}

Describe 'A location on a drive' {
    BeforeEach {
        Reset-TestEmulator $emulator
        Set-Location $work
        Set-Content wx:/a.txt 'a' -NoNewline
        Set-Content wx:/docs/b.txt 'b' -NoNewline
        Set-Content wx:/docs/sub/c.txt 'c' -NoNewline
    }

    Context 'Locations' {
        It 'lead into folders and back' {
            Set-Location wx:/docs
            "$PWD" | Should -Be wx:/docs
            (Get-ChildItem).Name | Should -Be b.txt, sub
            Set-Location sub
            "$PWD" | Should -Be wx:/docs/sub
            Get-Content c.txt | Should -Be c
            Get-Content ../b.txt | Should -Be b
            Set-Location ../..
            "$PWD" | Should -Be wx:/
            Set-Location $work
            Set-Location wx:
            "$PWD" | Should -Be wx:/
            { Set-Location wx:/a.txt -ErrorAction Stop } | Should -Throw
            { Set-Location wx:/gone -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
            (Resolve-Path docs/*.txt).Path | Should -Be wx:/docs/b.txt
            Split-Path wx:/docs/b.txt | Should -Be wx:/docs
            Split-Path wx:/docs/b.txt -Leaf | Should -Be b.txt
            Join-Path wx:/docs x | Should -Be wx:/docs/x
        }

        It 'lead nowhere once the folder is removed' {
            Set-Location wx:/docs
            Set-Location $work
            Remove-Item wx:/docs -Recurse
            { Set-Location wx:/docs -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        }

        It 'lead nowhere once the only file of the folder is removed' {
            Set-Location wx:/docs/sub
            Set-Location $work
            Remove-Item wx:/docs/sub/c.txt
            { Set-Location wx:/docs/sub -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
        }

        It 'lead nowhere once the folder is moved to another drive of the storage' {
            $null = New-PSDrive -Name second -PSProvider WxCloud -Root / -Connection (Get-PSDrive wx).Connection
            Set-Location wx:/docs
            Set-Location $work
            Move-Item wx:/docs second:/moved
            { Set-Location wx:/docs -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
            (Get-ChildItem second:/moved -Recurse -File).CloudPath | Should -Be moved/b.txt, moved/sub/c.txt
        }

        It 'are found as soon as another command has made the folder' {
            [System.IO.File]::WriteAllText("$TestDrive/x.txt", 'x')
            { Set-Location wx:/late -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
            $null = Send-WxCloudFile "$TestDrive/x.txt" -CloudPath late/x.txt
            Set-Location wx:/late
            "$PWD" | Should -Be wx:/late
        }

        It 'are where Remove-Item deletes nothing' {
            Set-Location wx:/docs/sub
            Remove-Item wx:/docs -Recurse -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem | Should -HaveCount 1
            Test-Path wx:/docs/b.txt | Should -BeTrue
        }
    }

    Context 'Completion' {
        It 'completes paths of the drive' {
            Set-Content -LiteralPath 'wx:/docs/name [with] 空.txt' 'x'
            (TabExpansion2 'Get-Content wx:/do' 18).CompletionMatches.CompletionText | Should -Be wx:/docs
            (TabExpansion2 'Get-Content wx:/docs/' 21).CompletionMatches.ListItemText | Should -Be b.txt, 'name [with] 空.txt', sub
            (TabExpansion2 'Get-Content wx:/docs/n' 22).CompletionMatches.CompletionText | Should -Be "'wx:/docs/name ``[with``] 空.txt'"
            Set-Location wx:/docs
            (TabExpansion2 'Get-ChildItem s' 15).CompletionMatches.CompletionText | Should -Be ./sub
            (TabExpansion2 'Set-Location ' 13).CompletionMatches.ListItemText | Should -Be sub
            (TabExpansion2 'Get-Content b.txt -Encoding utf8' 32).CompletionMatches.ListItemText | Should -Be utf8, utf8BOM, utf8NoBOM
        }

        It 'completes nothing, soon, when the server does not answer' {
            Set-TestFault $emulator @{ route = 'object:LIST'; kind = 'delay'; value = 60000 }
            try {
                $clock = [System.Diagnostics.Stopwatch]::StartNew()
                (TabExpansion2 'Get-Content wx:/do' 18).CompletionMatches | Should -BeNullOrEmpty
                $clock.Elapsed.TotalSeconds | Should -BeLessThan 20
            }
            finally {
                Set-TestFault $emulator
            }
        }
    }
}
