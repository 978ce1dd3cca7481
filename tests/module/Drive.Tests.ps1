BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Drive
    Push-Location $TestDrive

    # The requests that a script makes, after those that only the first one of a session makes.
    function Measure-Request ([scriptblock] $Script) {
        $null = Get-WxCloudFile | Select-Object -First 1
        $before = (Get-TestRequest $emulator).total
        $null = & $Script
        (Get-TestRequest $emulator).total - $before
    }

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

Describe 'Get-ChildItem' {
    It 'lists a folder with names, kinds, lengths and times' {
        $rows = Get-ChildItem wx:/docs
        $rows.Name | Should -Be b.txt, c.md, sub
        $rows.PSIsContainer | Should -Be $false, $false, $true
        $rows.Mode | Should -Be '-----', '-----', 'd----'
        $rows[0].Length | Should -Be 18
        $rows[0].LastWriteTime | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddHours(-1))
        $rows[0].PSDrive.Name | Should -Be wx
    }

    It 'takes one request for a folder, and for a file two' {
        Measure-Request { Get-ChildItem wx:/ } | Should -Be 1
        Measure-Request { Get-ChildItem wx:/docs } | Should -Be 1
        Measure-Request { Set-Location wx:/docs; Get-ChildItem; Set-Location $TestDrive } | Should -BeLessOrEqual 2
        Measure-Request { Get-ChildItem wx:/docs/b.txt } | Should -Be 2
    }

    It 'takes few requests for sixty children, whatever is asked' {
        Set-Stored (1..60 | ForEach-Object { "many/$_.txt" })
        foreach ($script in { Get-ChildItem wx:/many }, { Get-ChildItem wx:/many/*.txt }, { Get-ChildItem wx:/many -Include *.txt -Recurse },
            { Get-ChildItem wx:/many -Name }, { Get-ChildItem wx:/many -Recurse }, { Get-ChildItem wx:/many | Out-String }) {
            Measure-Request $script | Should -BeLessThan 8 -Because "$script"
        }

        Get-ChildItem wx:/many/*.txt | Should -HaveCount 60
        Remove-Item wx:/many -Recurse
    }

    It 'lists everything below with -Recurse, folder by folder' {
        (Get-ChildItem wx:/docs -Recurse).CloudPath | Should -Be 'docs/b.txt', 'docs/c.md', 'docs/sub/', 'docs/sub/d.txt'
        Measure-Request { Get-ChildItem wx:/docs -Recurse } | Should -BeLessOrEqual 2
    }

    It 'lists as many levels as -Depth says' {
        (Get-ChildItem wx:/ -Depth 1).CloudPath | Should -Be 'a.txt', 'docs-2/', 'docs/', '图 片/', 'docs-2/e.txt', 'docs/b.txt', 'docs/c.md', 'docs/sub/', '图 片/[一].txt'
    }

    It 'lists no level below with -Depth 0, and two with -Depth 2' {
        (Get-ChildItem wx:/docs -Depth 0).CloudPath | Should -Be docs/b.txt, docs/c.md, docs/sub/
        (Get-ChildItem wx:/ -Depth 2 -File).CloudPath | Should -Be a.txt, docs-2/e.txt, docs/b.txt, docs/c.md, docs/sub/d.txt, '图 片/[一].txt'
        Get-ChildItem wx:/docs -Name -Depth 0 | Should -Be b.txt, c.md, sub
    }

    It 'takes -Filter together with -Name, -File and wildcards' {
        Get-ChildItem wx:/docs -Name -Filter *.txt | Should -Be b.txt
        Get-ChildItem wx:/ -Name -Recurse -Filter d.txt | Should -Be docs/sub/d.txt
        (Get-ChildItem wx:/ -File -Filter *a* -Recurse).Name | Should -Be a.txt
        (Get-ChildItem wx:/docs/* -Filter *.md).Name | Should -Be c.md
        (Get-Item wx:/docs/* -Filter s*).Name | Should -Be sub
        Test-Path wx:/docs/* -Filter *.zip | Should -BeFalse
        Test-Path wx:/docs/* -Filter *.md | Should -BeTrue
    }

    It 'takes -Filter, in which brackets are part of a name' {
        (Get-ChildItem wx:/docs -Filter *.TXT).Name | Should -Be b.txt
        (Get-ChildItem 'wx:/图 片' -Filter '[*').Name | Should -Be '[一].txt'
        (Get-ChildItem wx:/ -Filter d.* -Recurse).CloudPath | Should -Be docs/sub/d.txt
    }

    It 'takes -Include and -Exclude' {
        (Get-ChildItem wx:/docs -Recurse -Include *.txt).CloudPath | Should -Be docs/b.txt, docs/sub/d.txt
        (Get-ChildItem wx:/docs/* -Exclude *.txt, sub).CloudPath | Should -Be docs/c.md
        (Get-ChildItem wx:/docs -Exclude *.txt).CloudPath | Should -Be docs/c.md, docs/sub/
        (Get-ChildItem wx:/docs -Recurse -Exclude *.txt -Name) | Should -Be c.md, sub
        (Get-Item wx:/docs/* -Include *.txt, s*).CloudPath | Should -Be docs/b.txt, docs/sub/
        (Get-Item wx:/docs/* -Exclude *.txt, s*).CloudPath | Should -Be docs/c.md
        (Get-ChildItem wx:/docs/b.txt -Include *.txt -Recurse).CloudPath | Should -Be docs/b.txt
        Test-Path wx:/docs/* -Include *.zip | Should -BeFalse
        Test-Path wx:/docs/* -Exclude *.txt, *.md, sub | Should -BeFalse
    }

    It 'takes -Directory and -File' {
        (Get-ChildItem wx:/docs -Directory).Name | Should -Be sub
        (Get-ChildItem wx:/docs -File).Name | Should -Be b.txt, c.md
        (Get-ChildItem wx:/docs -File -Recurse).Name | Should -Be b.txt, c.md, d.txt
        (Get-ChildItem wx:/docs/* -Directory).Name | Should -Be sub
        Get-ChildItem wx:/docs -Name -Directory | Should -Be sub
    }

    It 'gives names with -Name' {
        Get-ChildItem wx:/docs -Name | Should -Be b.txt, c.md, sub
        Get-ChildItem wx:/docs -Name -Recurse | Should -Be b.txt, c.md, sub, sub/d.txt
        Get-ChildItem wx:/docs/b.txt -Name | Should -Be b.txt
    }

    It 'takes wildcards without regard to case, and names literally with -LiteralPath' {
        (Get-ChildItem wx:/DOC*/*.TXT).CloudPath | Should -Be docs-2/e.txt, docs/b.txt
        (Get-ChildItem -LiteralPath 'wx:/图 片/[一].txt').Name | Should -Be '[一].txt'
    }

    It 'gives one error for a path that does not exist' {
        Get-ChildItem wx:/gone, wx:/docs/sub -ErrorAction SilentlyContinue -ErrorVariable problem | ForEach-Object Name | Should -Be d.txt
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -Be 'WxCloud.Drive.ItemMissing,Microsoft.PowerShell.Commands.GetChildItemCommand'
        $problem[0].TargetObject | Should -Be wx:/gone
        $problem[0].CategoryInfo.Category | Should -Be ObjectNotFound
        { Get-ChildItem wx:/gone -Name -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.ItemMissing,*'
    }

    It 'streams page by page, and stops with Select-Object -First' {
        $before = (Get-TestRequest $emulator).routes.'object:LIST'
        (Get-ChildItem wx:/ -Recurse | Select-Object -First 2).Name | Should -Be a.txt, docs-2
        (Get-TestRequest $emulator).routes.'object:LIST' | Should -Be ($before + 1)
    }

    It 'pipes into the cmdlets of this module' {
        (Get-ChildItem wx:/docs -File | Get-WxTempFileUrl).FileId | Should -Be (Get-WxCloudFile docs/ -File).FileId
        Get-ChildItem wx:/docs -File | Receive-WxCloudFile -Destination "$TestDrive/down" | ForEach-Object Length | Sort-Object | Should -Be 17, 18
        (Get-ChildItem wx:/docs/b.txt | Copy-WxCloudFile -Destination copied/).CloudPath | Should -Be copied/b.txt
        (Get-ChildItem wx:/copied | Remove-WxCloudFile -Force -PassThru).CloudPath | Should -Be copied/b.txt
        Get-ChildItem wx:/docs/b.txt | Send-WxCloudFile -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Local.NoLocalFile,*'
        "$($problem[0])" | Should -BeLike 'docs/b.txt: *'
        Send-WxCloudFile -LiteralPath (Get-Item wx:/a.txt).PSPath -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Local.NotFileSystem,*'
    }

    It 'shows a table of 80 columns, grouped by folder' {
        $text = Get-ChildItem wx:/docs -Recurse | Out-String -Width 80
        $text | Should -Match '(?m)^\s+Directory: wx:/docs\s*$'
        $text | Should -Match '(?m)^\s+Directory: wx:/docs/sub\s*$'
        $text | Should -Match '(?m)^----- .* 18 b\.txt\s*$'
        $text | Should -Match '(?m)^d---- +sub\s*$'
        ($text -split '\r?\n' | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
    }

    It 'shows the same table in constrained language' {
        $text = Invoke-Fresh ([scriptblock]::Create("Import-Module `$package; `$null = Connect-WxCloud -Emulator -Endpoint $($emulator.Endpoint) -NoTokenCache -Drive; `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; Get-ChildItem wx:/docs | Out-String -Width 80"))
        $text -join "`n" | Should -Match '(?m)^----- .*\d:\d\d.* 18 b\.txt\s*$'
    }

    It 'leaves names out that no path can name, with a warning' {
        Set-ForeignObject $emulator odd//x.txt
        Set-Stored odd/plain.txt
        (Get-ChildItem wx:/odd -WarningVariable warnings -WarningAction SilentlyContinue).Name | Should -Be plain.txt
        $warnings | Should -HaveCount 1
        "$warnings" | Should -Match '^wx:/odd: 1 .*Get-WxCloudFile'
        Remove-Item wx:/odd -Recurse
    }
}

Describe 'Get-Item and Test-Path' {
    It 'gives a file with its type and checksum, and a folder' {
        $file = Get-Item wx:/docs/b.txt
        $file.ContentType | Should -Be text/plain
        $file.Crc64 | Should -Match '^\d+$'
        $file.PSPath -replace '^.*::' | Should -Be wx:/docs/b.txt
        $file.PSParentPath -replace '^.*::' | Should -Be wx:/docs
        (Get-Item wx:/docs).IsFolder | Should -BeTrue
        (Get-Item wx:/).PSIsContainer | Should -BeTrue
        { Get-Item wx:/gone -ErrorAction Stop } | Should -Throw -ErrorId 'PathNotFound,*'
    }

    It 'takes one request to test a path, and tells files from folders' {
        Measure-Request { Test-Path wx:/docs } | Should -Be 1
        Measure-Request { Test-Path wx:/docs/b.txt -PathType Leaf } | Should -Be 1
        Measure-Request { Test-Path wx:/gone } | Should -Be 1
        Test-Path wx:/docs, wx:/docs/b.txt, wx:/docs/b, wx:/DOCS, wx:/ | Should -Be $true, $true, $false, $false, $true
        Test-Path wx:/docs, wx:/docs/b.txt -PathType Container | Should -Be $true, $false
        Test-Path wx:/docs, wx:/docs/b.txt -PathType Leaf | Should -Be $false, $true
        Test-Path wx:/docs/*.md, wx:/docs/*.zip | Should -Be $true, $false
        'wx:/docs', 'wx:/gone' | Test-Path | Should -Be $true, $false
    }

    It 'finds the folder behind many names that begin like it' {
        Set-Stored (@(1..120 | ForEach-Object { "crowd-$_" }) + 'crowd/x.txt')
        Test-Path wx:/crowd -PathType Container | Should -BeTrue
        Get-ChildItem wx:/crowd* | Remove-Item -Recurse
    }

    It 'sees at once what others changed' {
        Test-Path wx:/late.txt | Should -BeFalse
        Set-Stored late.txt
        Test-Path wx:/late.txt | Should -BeTrue
        Get-Item wx:/late.txt | Remove-WxCloudFile -Force
        Test-Path wx:/late.txt | Should -BeFalse
    }

    It 'shows a file and a folder of one name, and changes neither' {
        Set-Stored both, both/x.txt
        (Get-Item wx:/both).IsFolder | Should -Be $true, $false
        Get-Content wx:/both | Should -Be 'text of both'
        Remove-Item wx:/both -Recurse -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Drive.Ambiguous,*'
        Test-Path wx:/both/x.txt | Should -BeTrue
        Remove-WxCloudFile (Get-ChildItem wx:/ -File | Where-Object Name -EQ both) -Force
        Remove-Item wx:/both -Recurse
    }
}
