BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Drive
    Push-Location $TestDrive

    # The bytes that are stored, read another way.
    function Get-Byte ([string] $CloudPath) {
        $null = Get-WxCloudFile -CloudPath $CloudPath | Receive-WxCloudFile -OutFile "$TestDrive/bytes" -Force
        [System.IO.File]::ReadAllBytes("$TestDrive/bytes")
    }

    # A hash of bytes, for comparison.
    function Get-Hash ([byte[]] $Bytes) {
        [System.Convert]::ToBase64String([System.Security.Cryptography.SHA256]::Create().ComputeHash($Bytes))
    }
}

AfterAll {
    Pop-Location
    Get-PSDrive -PSProvider WxCloud | Remove-PSDrive
    Stop-TestEmulator $emulator
}

Describe 'Get-Content' {
    BeforeAll {
        [System.IO.File]::WriteAllText("$TestDrive/lines.txt", "one`ntwo`r`n三`n`nlast")
        $null = Send-WxCloudFile "$TestDrive/lines.txt"
    }

    It 'reads lines' {
        Get-Content wx:/lines.txt | Should -Be one, two, 三, '', last
        (Get-Content wx:/lines.txt -TotalCount 2) | Should -Be one, two
        (Get-Content wx:/lines.txt | Select-Object -First 1) | Should -Be one
        @(Get-Content wx:/lines.txt -ReadCount 2)[0] | Should -Be one, two
        @(Get-Content wx:/lines.txt -ReadCount 0)[0].Count | Should -Be 5
    }

    It 'reads all text with -Raw, and divides it with -Delimiter' {
        Get-Content wx:/lines.txt -Raw | Should -Be "one`ntwo`r`n三`n`nlast"
        Get-Content wx:/lines.txt -Delimiter "`n`n" | Should -Be "one`ntwo`r`n三", last
        Get-Content wx:/lines.txt -Delimiter t | Should -Be "one`n", "wo`r`n三`n`nlas"
    }

    It 'reads bytes with -AsByteStream' {
        $bytes = [System.IO.File]::ReadAllBytes("$TestDrive/lines.txt")
        $all = Get-Content wx:/lines.txt -AsByteStream -Raw
        Get-Hash $all | Should -Be (Get-Hash $bytes)
        , $all | Should -BeOfType byte[]
        (Get-Content wx:/lines.txt -AsByteStream -TotalCount 3) | Should -Be 111, 110, 101
        Get-Hash (Get-Content wx:/lines.txt -AsByteStream -ReadCount 0) | Should -Be (Get-Hash $bytes)
        { Get-Content wx:/lines.txt -AsByteStream -Delimiter x -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.BytesDelimited,*'
    }

    It 'takes -Encoding, and knows a byte order mark' {
        [System.IO.File]::WriteAllBytes("$TestDrive/gb.txt", [System.Text.Encoding]::GetEncoding('gb18030').GetBytes('中文'))
        [System.IO.File]::WriteAllText("$TestDrive/utf16.txt", '中文', [System.Text.Encoding]::Unicode)
        $null = Send-WxCloudFile "$TestDrive/gb.txt", "$TestDrive/utf16.txt"
        Get-Content wx:/gb.txt -Encoding gb18030 | Should -Be 中文
        Get-Content wx:/gb.txt -Encoding 54936 | Should -Be 中文
        Get-Content wx:/utf16.txt | Should -Be 中文
        { Get-Content wx:/gb.txt -Encoding klingon } | Should -Throw '*klingon*utf8*'
    }

    It 'refuses -Tail, and a folder' {
        Get-Content wx:/lines.txt -Tail 1 -ErrorAction SilentlyContinue -ErrorVariable problem | Should -BeNullOrEmpty
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'TailNotSupported,*'
        $null = New-Item wx:/folder -ItemType Directory
        { Get-Content wx:/folder -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.ItemIsFolder,*'
        { Get-Content wx:/ -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.ItemIsFolder,*'
        Get-Item wx:/lines.txt | Get-Content -Wait -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Drive.CannotWait,*'
    }

    It 'takes the parameters of the file system when paths are piped' {
        Get-Item wx:/lines.txt | Get-Content -Raw | Should -Be "one`ntwo`r`n三`n`nlast"
        Get-Item wx:/lines.txt | Get-Content -AsByteStream -TotalCount 1 | Should -Be 111
        Get-Item wx:/gb.txt | Get-Content -Encoding gb18030 | Should -Be 中文
    }

    It 'takes three requests, and one less for items of a listing' {
        $null = Get-Content wx:/lines.txt
        $before = (Get-TestRequest $emulator).total
        $null = Get-Content wx:/lines.txt
        (Get-TestRequest $emulator).total - $before | Should -Be 3
        $before = (Get-TestRequest $emulator).total
        $null = Get-ChildItem wx:/ -File | Get-Content -Raw
        (Get-TestRequest $emulator).total - $before | Should -BeLessOrEqual 7
    }

    It 'goes on where a connection broke, and verifies the whole' {
        $bytes = [byte[]]::new(3MB)
        [System.Random]::new(1).NextBytes($bytes)
        [System.IO.File]::WriteAllBytes("$TestDrive/big.bin", $bytes)
        $null = Send-WxCloudFile "$TestDrive/big.bin"
        Set-TestFault $emulator @{ route = 'object:GET'; kind = 'reset'; value = 1000000; times = 2 }
        try {
            Get-Hash (Get-Content wx:/big.bin -AsByteStream -Raw) | Should -Be (Get-Hash $bytes)
            Set-TestFault $emulator @{ route = 'object:GET'; kind = 'corrupt'; times = 1 }
            $null = Get-Content wx:/big.bin -AsByteStream -Raw -ErrorAction SilentlyContinue -ErrorVariable problem
        }
        finally {
            Set-TestFault $emulator
        }

        $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Transfer.ChecksumMismatch,*'
        $problem[0].TargetObject | Should -Be wx:/big.bin
    }
}

Describe 'Set-Content' {
    It 'stores lines as UTF-8 without a mark' {
        Set-Content wx:/set.txt '一', 'two'
        $newline = [Environment]::NewLine
        [System.Text.Encoding]::UTF8.GetString([byte[]](Get-Byte set.txt)) | Should -Be "一${newline}two$newline"
        1..3 | Set-Content wx:/set.txt
        Get-Content wx:/set.txt | Should -Be 1, 2, 3
        (Get-Item wx:/set.txt).ContentType | Should -Be text/plain
    }

    It 'takes -NoNewline, -Encoding and -AsByteStream' {
        'a', 'b' | Set-Content wx:/set.txt -NoNewline
        [System.Text.Encoding]::UTF8.GetString([byte[]](Get-Byte set.txt)) | Should -Be ab
        Set-Content wx:/set.txt 中 -NoNewline -Encoding utf8BOM
        Get-Byte set.txt | Should -Be 0xEF, 0xBB, 0xBF, 0xE4, 0xB8, 0xAD
        Set-Content wx:/set.txt 中 -NoNewline -Encoding gb18030
        Get-Byte set.txt | Should -Be 0xD6, 0xD0
        Set-Content wx:/set.bin ([byte[]](0, 10, 255)) -AsByteStream
        Get-Byte set.bin | Should -Be 0, 10, 255
        , ([byte[]](1, 2)) | Set-Content wx:/set.bin -AsByteStream
        Get-Byte set.bin | Should -Be 1, 2
        Set-Content wx:/set.bin text -AsByteStream -ErrorAction SilentlyContinue -ErrorVariable problem
        $problem[0].Exception.Message + $problem[0].Exception.InnerException.Message | Should -Match 'wx:/set.bin'
        Get-Byte set.bin | Should -Be 1, 2
    }

    It 'takes three requests for a new file' {
        $before = (Get-TestRequest $emulator).total
        Set-Content wx:/fresh/new.txt x
        (Get-TestRequest $emulator).total - $before | Should -Be 3
    }

    It 'leaves what was stored when the pipeline fails' {
        Set-Content wx:/kept.txt old
        { 1..3 | ForEach-Object { if ($_ -eq 3) { throw 'broken' }; $_ } | Set-Content wx:/kept.txt } | Should -Throw broken
        Get-Content wx:/kept.txt | Should -Be old
    }

    It 'leaves what was stored when the upload fails, and says so' {
        Set-Content wx:/kept.txt old
        Set-TestFault $emulator @{ route = 'object:POST'; kind = 'status'; value = 403 }
        try {
            Set-Content wx:/kept.txt new -ErrorAction SilentlyContinue -ErrorVariable problem
        }
        finally {
            Set-TestFault $emulator
        }

        $problem | Should -HaveCount 1
        $problem[0].TargetObject | Should -Be wx:/kept.txt
        "$($problem[0])" | Should -BeLike 'wx:/kept.txt: *'
        "$($problem[0])" | Should -Not -Match ([regex]::Escape([System.IO.Path]::GetTempPath().TrimEnd('/', '\')))
        Get-Content wx:/kept.txt | Should -Be old
    }

    It 'copies a file onto itself through the pipeline' {
        Set-Content wx:/self.txt 1, 2, 3
        Get-Content wx:/self.txt | ForEach-Object { "$_!" } | Set-Content wx:/self.txt
        Get-Content wx:/self.txt | Should -Be '1!', '2!', '3!'
    }

    It 'refuses the root' {
        { Set-Content wx:/ x -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.ItemIsFolder,*'
    }

    It 'takes -Filter, -Include and -Exclude, as Get-Content and Clear-Content do' {
        'a.txt', 'b.txt', 'c.log' | ForEach-Object { Set-Content "wx:/chosen/$_" $_ }
        Get-Content wx:/chosen/* -Filter *.log | Should -Be c.log
        Get-Content wx:/chosen/* -Include b*, c* | Should -Be b.txt, c.log
        Get-Content wx:/chosen/* -Exclude b* | Should -Be a.txt, c.log
        Set-Content wx:/chosen/* new -Filter *.log
        Add-Content wx:/chosen/* more -Include a*
        Clear-Content wx:/chosen/* -Exclude a*, c*
        Get-Content wx:/chosen/* | Should -Be a.txt, more, new
        (Set-Content wx:/chosen/a.txt one -PassThru) | Should -Be one
        Remove-Item wx:/chosen -Recurse
    }

    It 'stores an empty file for no value, and refuses a folder' {
        Set-Content wx:/none.txt @()
        (Get-Item wx:/none.txt).Length | Should -Be 0
        $null = New-Item wx:/dir -ItemType Directory
        { Set-Content wx:/dir x -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.ItemIsFolder,*'
    }

    It 'leaves no temporary file' {
        $temporary = (New-Item -ItemType Directory "$TestDrive/temporary").FullName
        Invoke-Fresh -Environment @{ TMPDIR = $temporary; TMP = $temporary } ([scriptblock]::Create("Import-Module `$package; `$null = Connect-WxCloud -Emulator -Endpoint $($emulator.Endpoint) -NoTokenCache -Drive; Set-Content wx:/t.txt x; Get-Content wx:/t.txt")) | Should -Be x
        Get-ChildItem $temporary -Filter '*.tmp' -Force | Should -BeNullOrEmpty
    }
}

Describe 'Add-Content and Clear-Content' {
    It 'adds to what is stored' {
        Set-Content wx:/add.txt 1 -Encoding utf8BOM
        Add-Content wx:/add.txt 2 -Encoding utf8BOM
        Get-Content wx:/add.txt | Should -Be 1, 2
        (Get-Byte add.txt | Where-Object { $_ -eq 0xEF }).Count | Should -Be 1
        Add-Content wx:/add-new.txt 1
        Get-Content wx:/add-new.txt | Should -Be 1
    }

    It 'takes -NoNewline, -Encoding and -AsByteStream' {
        Set-Content wx:/add.txt 中 -NoNewline -Encoding gb18030
        Add-Content wx:/add.txt 文 -NoNewline -Encoding gb18030
        Get-Byte add.txt | Should -Be 0xD6, 0xD0, 0xCE, 0xC4
        Add-Content wx:/add.txt ([byte[]](0, 255)) -AsByteStream
        Get-Byte add.txt | Should -Be 0xD6, 0xD0, 0xCE, 0xC4, 0, 255
    }

    It 'leaves a file that cannot be read before' {
        Set-Content wx:/add.txt 1
        Set-TestFault $emulator @{ route = 'object:GET'; kind = 'status'; value = 403 }
        try {
            Add-Content wx:/add.txt 2 -ErrorAction SilentlyContinue -ErrorVariable problem
        }
        finally {
            Set-TestFault $emulator
        }

        $problem[0].TargetObject | Should -Be wx:/add.txt
        Get-Content wx:/add.txt | Should -Be 1
    }

    It 'clears a file that exists' {
        Set-Content wx:/clear.txt 1
        Clear-Content wx:/clear.txt
        (Get-Item wx:/clear.txt).Length | Should -Be 0
        { Clear-Content wx:/gone.txt -ErrorAction Stop } | Should -Throw
        Test-Path wx:/gone.txt | Should -BeFalse
    }
}
