BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Drive
    $work = (New-Item -ItemType Directory "$TestDrive/work").FullName
    Push-Location $work

    function Get-Path {
        @((Get-WxCloudFile -Recurse).CloudPath)
    }

    # How many requests have changed something.
    function Get-ChangeCount {
        $routes = (Get-TestRequest $emulator).routes
        $routes.'object:POST' + $routes.'object:PUT' + $routes.'object:COPY' + $routes.'object:DELETE'
    }
}

AfterAll {
    Pop-Location
    Get-PSDrive -PSProvider WxCloud | Remove-PSDrive
    Stop-TestEmulator $emulator
}

Describe 'A drive' {
    BeforeEach {
        Reset-TestEmulator $emulator
        Set-Location $work
        Set-Content wx:/a.txt 'a' -NoNewline
        Set-Content wx:/docs/b.txt 'b' -NoNewline
        Set-Content wx:/docs/sub/c.txt 'c' -NoNewline
    }

    Context 'New-Item' {
        It 'stores a file with -Value' {
            $new = New-Item wx:/new/n.json -Value '{"图":1}'
            $new.CloudPath | Should -Be new/n.json
            $new.ContentType | Should -Be application/json
            $new.LocalPath | Should -BeNullOrEmpty
            Get-Content wx:/new/n.json | Should -Be '{"图":1}'
            (New-Item wx:/docs -Name bytes.bin -Value ([byte[]](1, 255))).Length | Should -Be 2
            (New-Item wx:/empty.txt).Length | Should -Be 0
        }

        It 'replaces a file only with -Force' {
            { New-Item wx:/a.txt -Value new -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.ItemExists,*'
            Get-Content wx:/a.txt | Should -Be a
            $null = New-Item wx:/a.txt -Value new -Force
            Get-Content wx:/a.txt | Should -Be new
            { New-Item wx:/docs -Value new -Force -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.ItemExists,*'
        }

        It 'makes a folder that is there without files' {
            (New-Item wx:/folder -ItemType Directory).PSIsContainer | Should -BeTrue
            Test-Path wx:/folder -PathType Container | Should -BeTrue
            Get-ChildItem wx:/folder | Should -BeNullOrEmpty
            (Get-ChildItem wx:/ -Directory).Name | Should -Be docs, folder
            { New-Item wx:/folder -ItemType Directory -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.ItemExists,*'
            (New-Item wx:/folder -ItemType Directory -Force).Name | Should -Be folder
            { New-Item wx:/x -ItemType SymbolicLink -Value y -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.ItemType,*'
            (Get-WxCloudFile -Directory).CloudPath | Should -Be docs/, folder/
        }
    }

    Context 'New-Item -ItemType' {
        It 'makes a folder of the type <_>' -ForEach 'Directory', 'dir', 'Container', 'c', 'Folder' {
            (New-Item wx:/typed -ItemType $_).PSIsContainer | Should -BeTrue
            (Get-WxCloudFile -Directory).CloudPath | Should -Be docs/, typed/
        }

        It 'makes a file of the type <_>' -ForEach 'File', 'f' {
            (New-Item wx:/typed -ItemType $_ -Value xy).Length | Should -Be 2
            Get-Path | Should -Be a.txt, docs/b.txt, docs/sub/c.txt, typed
        }
    }

    Context 'Copy-Item' {
        It 'copies a file on the server, and replaces one' {
            $copy = Copy-Item wx:/a.txt wx:/docs/b.txt -PassThru
            $copy.CloudPath | Should -Be docs/b.txt
            Get-Content wx:/docs/b.txt | Should -Be a
            Get-Content wx:/a.txt | Should -Be a
            Copy-Item wx:/a.txt wx:/x.txt | Should -BeNullOrEmpty
        }

        It 'copies into a folder that exists, or that the path names by a slash at its end' {
            Copy-Item wx:/a.txt wx:/docs
            Copy-Item wx:/a.txt wx:/fresh/
            Get-Path | Should -Be a.txt, docs/a.txt, docs/b.txt, docs/sub/c.txt, fresh/a.txt
        }

        It 'copies a folder with -Recurse' {
            $null = New-Item wx:/docs/empty -ItemType Directory
            Copy-Item wx:/docs wx:/copy -Recurse
            (Get-ChildItem wx:/copy -Recurse).CloudPath | Should -Be copy/b.txt, copy/empty/, copy/sub/, copy/sub/c.txt
            Copy-Item wx:/docs/sub wx:/copy -Recurse -Force
            Get-Content wx:/copy/sub/c.txt | Should -Be c
            { Copy-Item wx:/docs wx:/docs/inside -Recurse -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Copy.OntoItself,*'
            Copy-Item wx:/docs wx:/bare
            Get-ChildItem wx:/bare | Should -BeNullOrEmpty
        }

        It 'emits the folder with -PassThru' {
            (Copy-Item wx:/docs wx:/copy -Recurse -PassThru).CloudPath | Should -Be copy/
            (Copy-Item wx:/docs wx:/bare -PassThru).CloudPath | Should -Be bare/
        }

        It 'takes -Filter, -Include and -Exclude' {
            Set-Content wx:/docs/x.log 'x' -NoNewline
            Copy-Item wx:/docs/* wx:/filter/ -Filter *.LOG
            Copy-Item wx:/docs/* wx:/include/ -Include b*, x*
            Copy-Item wx:/docs/* wx:/exclude/ -Exclude x.*, sub
            Get-Path | Where-Object { $_ -match '^(filter|include|exclude)/' } | Should -Be exclude/b.txt, filter/x.log, include/b.txt, include/x.log
        }

        It 'takes wildcards and piped items' {
            Copy-Item wx:/docs/*.txt wx:/to/
            Get-ChildItem wx:/docs/sub | Copy-Item -Destination wx:/to
            $items = Get-ChildItem wx:/docs -File
            $items | Copy-Item -Destination wx:/again/
            Get-Path | Where-Object { $_ -match '^(to|again)' } | Should -Be again/b.txt, to/b.txt, to/c.txt
        }

        It 'says what to use out of cloud storage: <_>' -ForEach 'Copy-Item wx:/a.txt .', 'Copy-Item wx:/a.txt -Destination $work', 'cp -r wx:/docs here', 'Move-Item wx:/a.txt moved.txt', 'Get-Item wx:/a.txt | Copy-Item -Destination $work',
            'Copy-Item wx:/a.txt', 'Copy-Item wx:/a.txt . -Force', 'Copy-Item wx:/docs here -Recurse -Force', 'Copy-Item -LiteralPath wx:/a.txt -Destination there.txt -Force', 'Move-Item wx:/docs here -Force' {
            $text = $_ -replace '^cp -r', 'Copy-Item -Recurse'
            $problem = @()
            try { $null = . ([scriptblock]::Create("$text -ErrorVariable problem -ErrorAction SilentlyContinue")) } catch { $problem = @($_) }
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Drive.Left*'
            "$($problem[0])" | Should -Match '^wx:/.*Receive-WxCloudFile'
            Get-ChildItem $work -Force | Should -BeNullOrEmpty
            Get-Path | Should -Be a.txt, docs/b.txt, docs/sub/c.txt
        }

        It 'says what to use into cloud storage: <_>' -ForEach 'Copy-Item $local wx:/docs', 'Copy-Item -LiteralPath $local -Destination wx:/docs/', 'Get-ChildItem $folder | Copy-Item -Destination wx:/docs',
            'Get-Item $local | Copy-Item -Destination wx:/', '$files | Copy-Item -Destination wx:/docs', 'Set-Location wx:/docs; $files | Copy-Item -Destination .',
            'Copy-Item $local wx:/docs/b.txt -Force', 'Copy-Item $folder wx:/docs -Recurse -Force', 'Set-Location $folder; Copy-Item local.txt, local.txt wx:/docs', 'Set-Location $folder; Get-ChildItem | Copy-Item -Destination wx:/docs -Force' {
            $folder = (New-Item -ItemType Directory "$TestDrive/source" -Force).FullName
            $local = "$folder/local.txt"
            [System.IO.File]::WriteAllText($local, 'local')
            $files = Get-ChildItem -LiteralPath $folder
            $problem = try { . ([scriptblock]::Create($_)) } catch { $_ }
            Set-Location $work
            $problem.FullyQualifiedErrorId | Should -Be 'WxCloud.Drive.Entered,Microsoft.PowerShell.Commands.CopyItemCommand'
            "$problem" | Should -Match 'Send-WxCloudFile'
            Get-Path | Should -Be a.txt, docs/b.txt, docs/sub/c.txt
            Get-Content wx:/docs/b.txt | Should -Be b
        }

        It 'leaves copies of local files alone' {
            [System.IO.File]::WriteAllText("$work/x.txt", 'x')
            Copy-Item x.txt y.txt
            Get-Content y.txt | Should -Be x
            Remove-Item x.txt, y.txt
        }
    }

    Context 'Move-Item and Rename-Item' {
        It 'moves files and folders' {
            (Move-Item wx:/a.txt wx:/docs -PassThru).CloudPath | Should -Be docs/a.txt
            Move-Item wx:/docs wx:/moved
            Get-Path | Should -Be moved/a.txt, moved/b.txt, moved/sub/c.txt
            Get-Content wx:/moved/sub/c.txt | Should -Be c
            Test-Path wx:/docs | Should -BeFalse
        }

        It 'replaces a file only with -Force' {
            { Move-Item wx:/a.txt wx:/docs/b.txt -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.ItemExists,*'
            Move-Item wx:/a.txt wx:/docs/b.txt -Force
            Get-Content wx:/docs/b.txt | Should -Be a
            Get-Path | Should -Be docs/b.txt, docs/sub/c.txt
        }

        It 'moves a folder over one of its name only with -Force' {
            Set-Content wx:/to/docs/b.txt 'old' -NoNewline
            { Move-Item wx:/docs wx:/to -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.ItemExists,*'
            Get-Content wx:/to/docs/b.txt | Should -Be old
            Move-Item wx:/docs wx:/to -Force
            Get-Content wx:/to/docs/b.txt | Should -Be b
            Get-Path | Should -Be a.txt, to/docs/b.txt, to/docs/sub/c.txt
        }

        It 'renames files and folders in place' {
            Rename-Item wx:/docs/b.txt b2.txt
            (Rename-Item wx:/docs 文档 -PassThru).CloudPath | Should -Be 文档/
            Get-ChildItem wx:/文档 -File | Rename-Item -NewName { "old-$($_.Name)" }
            Get-Path | Should -Be a.txt, 文档/old-b2.txt, 文档/sub/c.txt
            { Rename-Item wx:/文档/old-b2.txt sub -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.ItemExists,*'
        }

        It 'refuses the name <_>, which would be a path' -ForEach 'docs/x.txt', '..', 'a\b' {
            { Rename-Item wx:/a.txt $_ -ErrorAction Stop } | Should -Throw -ErrorId 'WxCloud.Drive.NameInvalid,*'
            Get-Path | Should -Be a.txt, docs/b.txt, docs/sub/c.txt
        }

        It 'keeps a source that cannot be copied' {
            Set-TestFault $emulator @{ route = 'object:COPY'; kind = 'status'; value = 403 }
            try {
                Move-Item wx:/docs wx:/moved -ErrorAction SilentlyContinue -ErrorVariable problem
            }
            finally {
                Set-TestFault $emulator
            }

            $problem | Should -HaveCount 2
            $problem.TargetObject | Sort-Object | Should -Be wx:/docs/b.txt, wx:/docs/sub/c.txt
            Get-Path | Should -Be a.txt, docs/b.txt, docs/sub/c.txt
        }
    }

    Context 'Remove-Item' {
        It 'deletes a file and, with -Recurse, a folder' {
            Remove-Item wx:/a.txt
            Remove-Item wx:/docs -Recurse
            Get-Path | Should -BeNullOrEmpty
        }

        It 'deletes a folder of any size with one request for a thousand files' {
            $before = (Get-TestRequest $emulator).routes
            Remove-Item wx:/docs -Recurse
            $after = (Get-TestRequest $emulator).routes
            $after.'object:POST' - $before.'object:POST' | Should -Be 1
        }

        It 'takes wildcards, -Include and piped items' {
            Remove-Item wx:/docs/*.txt
            Get-ChildItem wx:/docs/sub | Remove-Item
            Get-Path | Should -Be a.txt
            Set-Content wx:/docs/x.log 'x'
            Remove-Item wx:/* -Recurse -Include *.log
            Get-Path | Should -Be a.txt
        }

        It 'deletes an empty folder without -Recurse, and one with files not without asking' {
            $null = New-Item wx:/empty -ItemType Directory
            Remove-Item wx:/empty
            Test-Path wx:/empty | Should -BeFalse
            Invoke-Fresh ([scriptblock]::Create("Import-Module `$package; `$null = Connect-WxCloud -Emulator -Endpoint $($emulator.Endpoint) -NoTokenCache -Drive; try { Remove-Item wx:/docs } catch { 'asked' }")) | Should -Be asked
            Test-Path wx:/docs/b.txt | Should -BeTrue
        }

        It 'takes -Filter and -Exclude' {
            Set-Content wx:/docs/x.log 'x'
            Remove-Item wx:/docs/* -Filter *.log
            Get-Path | Should -Be a.txt, docs/b.txt, docs/sub/c.txt
            Set-Content wx:/docs/y.log 'y'
            Remove-Item wx:/docs/* -Exclude *.txt, sub
            Get-Path | Should -Be a.txt, docs/b.txt, docs/sub/c.txt
        }

        It 'refuses a folder with files where a script calls the provider itself without recursion' {
            $problem = try { $ExecutionContext.InvokeProvider.Item.Remove('wx:/docs', $false) } catch { $_.Exception.InnerException }
            $problem.ErrorRecord.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Drive.FolderNotEmpty*'
            Get-Path | Should -HaveCount 3
            $ExecutionContext.InvokeProvider.Item.Remove('wx:/docs', $true)
            Get-Path | Should -Be a.txt
        }

        It 'gives an error for a folder that could not be deleted' {
            Set-TestFault $emulator @{ route = 'object:POST'; kind = 'status'; value = 403 }
            try {
                Remove-Item wx:/docs -Recurse -ErrorAction SilentlyContinue -ErrorVariable problem
            }
            finally {
                Set-TestFault $emulator
            }

            $problem | Should -HaveCount 1
            $problem[0].TargetObject | Should -Be wx:/docs
            Get-Path | Should -HaveCount 3
        }

        It 'never deletes the root' {
            Remove-Item wx:/ -Recurse -Force -ErrorAction SilentlyContinue -ErrorVariable problem
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Drive.Root,*'
            Get-Path | Should -HaveCount 3
        }

        It 'gives an error for each file that could not be deleted' {
            Set-TestFault $emulator @{ route = 'object:DELETE'; kind = 'status'; value = 403 }
            try {
                Remove-Item wx:/a.txt -ErrorAction SilentlyContinue -ErrorVariable problem
            }
            finally {
                Set-TestFault $emulator
            }

            $problem[0].TargetObject | Should -Be wx:/a.txt
            Test-Path wx:/a.txt | Should -BeTrue
        }
    }

    Context '-WhatIf and -Confirm' {
        It 'change nothing: <_>' -ForEach 'New-Item wx:/n.txt -Value n', 'New-Item wx:/n -ItemType Directory', 'Copy-Item wx:/a.txt wx:/n.txt', 'Copy-Item wx:/docs wx:/n -Recurse', 'Move-Item wx:/a.txt wx:/n.txt',
            'Rename-Item wx:/a.txt n.txt', 'Remove-Item wx:/a.txt', 'Remove-Item wx:/docs -Recurse -Force', 'Set-Content wx:/a.txt n', 'Add-Content wx:/a.txt n', 'Clear-Content wx:/a.txt' {
            $before = Get-ChangeCount
            & ([scriptblock]::Create("$_ -WhatIf"))
            Get-ChangeCount | Should -Be $before
            $ConfirmPreference = 'None'
            & ([scriptblock]::Create("`$WhatIfPreference = `$true; $_"))
            Get-ChangeCount | Should -Be $before
            Get-Path | Should -Be a.txt, docs/b.txt, docs/sub/c.txt
            Get-Content wx:/a.txt | Should -Be a

            # The same does change something without it.
            $null = & ([scriptblock]::Create($_))
            Get-ChangeCount | Should -BeGreaterThan $before
        }

        It 'ask before a deletion when they are asked to' {
            Invoke-Fresh ([scriptblock]::Create("Import-Module `$package; `$null = Connect-WxCloud -Emulator -Endpoint $($emulator.Endpoint) -NoTokenCache -Drive; try { Remove-Item wx:/a.txt -Confirm } catch { 'asked' }")) | Should -Be asked
            Test-Path wx:/a.txt | Should -BeTrue
            Remove-Item wx:/a.txt -Confirm:$false
            Test-Path wx:/a.txt | Should -BeFalse
        }
    }

    Context 'The local disk' {
        It 'gets nothing, whatever the location: <_>' -ForEach 'local', 'wx:/', 'wx:/docs', 'below:/' {
            $null = New-PSDrive -Name below -PSProvider WxCloud -Root /docs
            $name = "wxleak-$([guid]::NewGuid().ToString('n'))"
            if ($_ -eq 'local') {
                $base = 'wx:/'
            }
            else {
                Set-Location $_
                $base = if ($_ -eq 'wx:/') { '' } else { './' }
            }

            Set-Content "$base$name-1" 1
            Add-Content "$base$name-2" 2
            $null = New-Item "$base$name-3" -Value 3
            $null = New-Item "$base$name-folder" -ItemType Directory
            Set-Content "$base$name-folder/$name" 1
            Copy-Item "$base$name-1" "$base$name-4"
            Move-Item "$base$name-2" "$base$name-5"
            Rename-Item "$base$name-3" "$name-6"
            Copy-Item "$base$name-folder" "$base$name-copy" -Recurse
            Clear-Content "$base$name-1"
            Set-Content -LiteralPath "$base$name-[7]" 7
            [pscustomobject]@{ Path = "$base$name-8" } | Set-Content -Value 8
            Get-Item "$base$name-1" | Set-Content -Value again
            Set-Location $work
            (Get-Path | Where-Object { $_ -match $name }).Count | Should -Be 10
            Get-ChildItem $work -Force | Should -BeNullOrEmpty
            Get-ChildItem ([System.IO.Path]::GetPathRoot($work)) -Filter "$name*" | Should -BeNullOrEmpty
            Get-ChildItem ([System.IO.Path]::GetPathRoot($work)) -Filter 'wx:*' | Should -BeNullOrEmpty
        }
    }
}
