BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint

    function Get-Path {
        @(Get-WxCloudFile -Recurse).CloudPath
    }

    function Get-Text ([string] $FileId) {
        Invoke-RestMethod ($FileId | Get-WxTempFileUrl).Url
    }

    function Get-FileId ([string] $CloudPath) {
        "cloud://local-env.6c6f-local-env-1250000000/$CloudPath"
    }
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'Get-WxCloudFile' {
    BeforeAll {
        Reset-TestEmulator $emulator
        Set-Stored 'a.txt', 'docs/b.txt', 'docs/sub/c.txt', 'docs2/b.txt', '图/一.txt'
    }

    It 'lists the top level without parameters' {
        $rows = Get-WxCloudFile
        $rows.CloudPath | Should -Be 'a.txt', 'docs/', 'docs2/', '图/'
        $rows.IsFolder | Should -Be $false, $true, $true, $true
    }

    It 'takes -Prefix as plain text' {
        (Get-WxCloudFile doc).CloudPath | Should -Be 'docs/', 'docs2/'
        (Get-WxCloudFile -Prefix docs/).CloudPath | Should -Be 'docs/b.txt', 'docs/sub/'
        Get-WxCloudFile -Prefix 'd*' | Should -BeNullOrEmpty
    }

    It 'lists all files below with -Recurse' {
        (Get-WxCloudFile docs -Recurse).CloudPath | Should -Be 'docs/b.txt', 'docs/sub/c.txt', 'docs2/b.txt'
    }

    It 'lists folders with -Directory and files with -File' {
        (Get-WxCloudFile -Directory).CloudPath | Should -Be 'docs/', 'docs2/', '图/'
        (Get-WxCloudFile -Directory -Recurse).CloudPath | Should -Be 'docs/', 'docs/sub/', 'docs2/', '图/'
        (Get-WxCloudFile -File).CloudPath | Should -Be 'a.txt'
        (Get-WxCloudFile -CloudPath 'docs/*' -File).CloudPath | Should -Be 'docs/b.txt'
    }

    It 'takes wildcards in -CloudPath' {
        (Get-WxCloudFile -CloudPath 'docs*/b.txt', '图/?.txt').CloudPath | Should -Be 'docs/b.txt', 'docs2/b.txt', '图/一.txt'
        (Get-WxCloudFile -CloudPath '[bc].txt' -Recurse).CloudPath | Should -Be 'docs/b.txt', 'docs/sub/c.txt', 'docs2/b.txt'
        (Get-WxCloudFile -CloudPath docs/).CloudPath | Should -Be 'docs/'
    }

    It 'gives one error for a pattern without a match, and lists the others' {
        $found = Get-WxCloudFile -CloudPath 'x*', 'a.txt' -ErrorAction SilentlyContinue -ErrorVariable problem
        $found.CloudPath | Should -Be 'a.txt'
        $problem | Should -HaveCount 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Storage.NoMatch,*'
        $problem[0].TargetObject | Should -Be 'x*'
    }

    It 'refuses a prefix with a leading slash' {
        { Get-WxCloudFile /docs } | Should -Throw -ErrorId 'WxCloud.CloudPath.LeadingSlash,*'
    }

    It 'looks up fileIDs with type and CRC64' {
        $file = Get-WxCloudFile a.txt | Get-WxCloudFile
        $file.CloudPath | Should -Be 'a.txt'
        $file.ContentType | Should -Be 'text/plain'
        $file.Crc64 | Should -Match '^\d+$'
        $file.Length | Should -Be 13
        Get-WxCloudFile -FileId (Get-FileId gone) -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Object.Missing,*'
    }

    It 'pipes into Get-WxTempFileUrl and Receive-WxCloudFile' {
        Get-WxCloudFile docs/ -File | Get-WxTempFileUrl | Should -HaveCount 1
        (Get-WxCloudFile docs/ -File | Receive-WxCloudFile -Destination "$TestDrive/down").CloudPath | Should -Be 'docs/b.txt'
    }

    It 'shows folders and files as a table' {
        $text = Get-WxCloudFile | Out-String -Width 100
        $text | Should -Match '(?m)^\s+docs/\s*$'
        $text | Should -Match '(?m) 13 +a\.txt\s*$'
    }

    It 'works with -Connection and -EnvironmentId' {
        $connection = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -EnvironmentId elsewhere -Name other
        (Get-WxCloudFile a.txt -Connection $connection -EnvironmentId local-env).CloudPath | Should -Be 'a.txt'
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
    }

    It 'names the source of COS keys that are refused, and what to give instead' {
        $wrong = [pscredential]::new('emulator-secret-id', (ConvertTo-SecureString wrong -AsPlainText -Force))
        $connection = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -CosCredential $wrong -Name wrong
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
        try { Get-WxCloudFile -Connection $connection } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Object.KeysRefused.Given,*'
        $problem.ErrorDetails.RecommendedAction | Should -Match '-CosCredential'
        (Test-WxCloudConnection -Detailed -Connection $connection | Where-Object Check -eq CosCredential).Status | Should -Be 'Failed'
    }

    It 'takes COS keys from the variables for a connection without its own' {
        $secret = ConvertTo-SecureString emulator-secret -AsPlainText -Force
        $right = [pscredential]::new('emulator-secret-id', (ConvertTo-SecureString emulator-secret-key -AsPlainText -Force))
        $account = @{ AppId = 'wx0000000000000001'; AppSecret = $secret; EnvironmentId = 'local-env'; Endpoint = $emulator.Endpoint; NoTokenCache = $true }
        $env:WXCLOUD_COS_SECRETID = 'emulator-secret-id'
        $env:WXCLOUD_COS_SECRETKEY = 'wrong'
        try {
            $variables = Connect-WxCloud @account -Name variables
            $given = Connect-WxCloud @account -Name given -CosCredential $right
        }
        finally {
            $env:WXCLOUD_COS_SECRETID = $env:WXCLOUD_COS_SECRETKEY = $null
            $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
        }

        try { Get-WxCloudFile a.txt -Connection $variables } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Object.KeysRefused.Given,*'
        (Get-WxCloudFile a.txt -Connection $given).CloudPath | Should -Be 'a.txt'
    }

    It 'ends a long listing with Select-Object -First' {
        Set-Stored (0..11 | ForEach-Object { "many/$_.txt" })
        $before = (Get-TestRequest $emulator).routes.'object:LIST'
        (Get-WxCloudFile many/ | Select-Object -First 1).CloudPath | Should -Be 'many/0.txt'
        (Get-TestRequest $emulator).routes.'object:LIST' | Should -Be ($before + 1)
    }
}

Describe 'Send-WxCloudFile with COS keys' {
    It 'sends a file from 64 MiB on in parts' {
        Reset-TestEmulator $emulator
        $path = Join-Path $TestDrive large.bin
        $stream = [System.IO.File]::Create($path)
        $stream.SetLength(64MB)
        $stream.Dispose()
        $file = Send-WxCloudFile $path
        $file.Length | Should -Be 64MB
        $file.Crc64 | Should -Be (Get-WxCloudFile -FileId $file.FileId).Crc64
        $file.ETag | Should -BeLike '*-8'
        (Get-TestRequest $emulator).routes.'object:PART' | Should -Be 8
    }
}

Describe 'Test-WxCloudFile' {
    BeforeAll {
        Reset-TestEmulator $emulator
        Set-Stored 'a.txt'
    }

    It 'emits true or false for each file in order' {
        Test-WxCloudFile -CloudPath a.txt, b.txt, a.txt | Should -Be $true, $false, $true
        Get-WxCloudFile | Test-WxCloudFile | Should -BeTrue
        Test-WxCloudFile (Get-FileId b.txt) | Should -BeFalse
    }

    It 'gives an error for an invalid file' {
        Test-WxCloudFile -CloudPath a.txt, dir/ -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeTrue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.CloudPath.IsFolder,*'
    }
}

Describe '<_>-WxCloudFile' -ForEach 'Copy', 'Move' {
    BeforeAll {
        $command = Get-Command "$_-WxCloudFile"
        $isMove = $_ -eq 'Move'
    }

    BeforeEach {
        Reset-TestEmulator $emulator
        Set-Stored 'a.txt', 'b.txt'
    }

    It 'takes a fileID from the pipeline and emits the new file' {
        $new = Get-WxCloudFile a.txt | & $command -Destination new/c.txt
        $new.FileId | Should -Be (Get-FileId new/c.txt)
        $new.Length | Should -Be 13
        $new.Crc64 | Should -Match '^\d+$'
        Get-Text $new.FileId | Should -Be 'text of a.txt'
        Get-Path | Should -Be @(if ($isMove) { 'b.txt', 'new/c.txt' } else { 'a.txt', 'b.txt', 'new/c.txt' })
    }

    It 'takes wildcards in -CloudPath and a folder as -Destination' {
        (& $command -CloudPath '?.txt' -Destination t/).CloudPath | Sort-Object | Should -Be 't/a.txt', 't/b.txt'
        Get-Path | Should -Be @(if ($isMove) { 't/a.txt', 't/b.txt' } else { 'a.txt', 'b.txt', 't/a.txt', 't/b.txt' })
    }

    It 'takes a script block as -Destination' {
        (Get-WxCloudFile | & $command -Destination { "x/$($_.CloudPath).bak" }).CloudPath | Sort-Object | Should -Be 'x/a.txt.bak', 'x/b.txt.bak'
    }

    It 'replaces a stored file only with -Force' {
        & $command -CloudPath a.txt -Destination b.txt -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Copy.TargetExists,*'
        $problem[0].TargetObject | Should -Be 'a.txt'
        Get-Text (Get-FileId b.txt) | Should -Be 'text of b.txt'
        $null = & $command -CloudPath a.txt -Destination b.txt -Force
        Get-Text (Get-FileId b.txt) | Should -Be 'text of a.txt'
    }

    It 'changes nothing with -WhatIf' {
        & $command -CloudPath '*' -Destination t/ -WhatIf
        Get-Path | Should -Be 'a.txt', 'b.txt'
    }

    It 'gives one error for a bad item, and processes the rest' {
        $done = & $command -CloudPath 'x*', 'a.txt', 'gone.txt' -Destination t/ -ErrorAction SilentlyContinue -ErrorVariable problem
        $done.CloudPath | Should -Be 't/a.txt'
        $problem.TargetObject | Sort-Object | Should -Be 'gone.txt', 'x*'
    }
}

Describe 'Repair-WxCloudFile' {
    BeforeEach {
        Reset-TestEmulator $emulator
        Set-Stored 'p/a.txt', 'p/b.txt', 'q/a.txt'
        Set-ForeignObject $emulator 'p/f.txt'
    }

    It 'repairs the files below -Prefix that cannot be read, and only those' {
        Repair-WxCloudFile q/ | Should -BeNullOrEmpty
        (Get-FileId p/f.txt | Get-WxTempFileUrl -ErrorAction SilentlyContinue) | Should -BeNullOrEmpty
        (Repair-WxCloudFile p/).FileId | Should -Be (Get-FileId p/f.txt)
        Get-Text (Get-FileId p/f.txt) | Should -Be 'foreign'
        Repair-WxCloudFile '' | Should -BeNullOrEmpty
    }

    It 'repairs files of the pipeline' {
        (Get-WxCloudFile -Recurse | Repair-WxCloudFile).CloudPath | Should -Be 'p/f.txt'
    }

    It 'changes nothing with -WhatIf' {
        Repair-WxCloudFile p/ -WhatIf | Should -BeNullOrEmpty
        (Repair-WxCloudFile p/).CloudPath | Should -Be 'p/f.txt'
    }

    It 'gives an error for a missing file' {
        Repair-WxCloudFile -FileId (Get-FileId gone) -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Object.Missing,*'
    }
}
