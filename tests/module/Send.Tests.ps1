BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
    $folder = (New-Item -ItemType Directory (Join-Path $TestDrive docs)).FullName
    $null = New-Item -ItemType Directory "$folder/sub"
    Set-Content "$folder/a.md" 'a' -NoNewline
    Set-Content "$folder/b.md" 'bb' -NoNewline
    Set-Content "$folder/sub/c.png" 'ccc' -NoNewline
    Set-Content "$folder/图 1.png" 'dddd' -NoNewline
    Set-Content -LiteralPath "$folder/[1].txt" 'e' -NoNewline
    Push-Location $folder

    function Reset-Count {
        $script:counted = (Get-TestRequest $emulator).routes
    }

    # The requests by route since Reset-Count; a route without requests is missing.
    function Get-Count {
        $counts = @{}
        foreach ($route in (Get-TestRequest $emulator).routes.PSObject.Properties) {
            $count = $route.Value - $script:counted.($route.Name)
            if ($count) {
                $counts[$route.Name] = $count
            }
        }

        $counts
    }
}

AfterAll {
    Pop-Location
    Stop-TestEmulator $emulator
}

Describe 'What binds to Send-WxCloudFile' {
    It 'is a path, with or without wildcards' {
        (Send-WxCloudFile a.md).CloudPath | Should -Be 'a.md'
        (Send-WxCloudFile *.md | Sort-Object CloudPath).CloudPath | Should -Be 'a.md', 'b.md'
        ('a.md', 'b.md' | Send-WxCloudFile | Sort-Object CloudPath).CloudPath | Should -Be 'a.md', 'b.md'
    }

    It 'is a literal path' {
        (Send-WxCloudFile -LiteralPath '[1].txt').CloudPath | Should -Be '[1].txt'
    }

    It 'is a file from Get-ChildItem, even one whose name looks like a pattern' {
        $sent = Get-ChildItem -File | Send-WxCloudFile -Prefix files
        ($sent.CloudPath | Sort-Object) -join ' ' | Should -Be ((Get-ChildItem -File | ForEach-Object { "files/$($_.Name)" } | Sort-Object) -join ' ')
    }

    It 'is a file given by position' {
        (Send-WxCloudFile (Get-Item -LiteralPath '[1].txt')).CloudPath | Should -Be '[1].txt'
    }

    It 'is any object with LocalPath, FullName or PSPath' -ForEach 'LocalPath', 'FullName', 'PSPath' {
        ([pscustomobject]@{ $_ = "$folder/a.md" } | Send-WxCloudFile).CloudPath | Should -Be 'a.md'
    }

    It 'is a row of a table with a cloud path of its own' {
        @"
LocalPath,CloudPath
$folder/a.md,first/one.md
$folder/b.md,second/two.md
"@ | ConvertFrom-Csv | Send-WxCloudFile | Sort-Object CloudPath | ForEach-Object CloudPath | Should -Be 'first/one.md', 'second/two.md'
    }

    It 'is any object with Path, which may be a pattern' {
        ([pscustomobject]@{ Path = "$folder/a.md" } | Send-WxCloudFile).CloudPath | Should -Be 'a.md'
        ([pscustomobject]@{ Path = '*.md' } | Send-WxCloudFile | Sort-Object CloudPath).CloudPath | Should -Be 'a.md', 'b.md'
        ([pscustomobject]@{ Path = 'a.md'; CloudPath = 'by/path.md' } | Send-WxCloudFile -Prefix rows).CloudPath | Should -Be 'rows/by/path.md'
        (Resolve-Path a.md | Send-WxCloudFile).CloudPath | Should -Be 'a.md'
    }

    It 'is a row of a table with the columns Path and CloudPath' {
        Set-Content "$TestDrive/map.csv" "Path,CloudPath`na.md,table/one.md`nb.md,table/two.md"
        (Import-Csv "$TestDrive/map.csv" | Send-WxCloudFile | Sort-Object CloudPath).CloudPath | Should -Be 'table/one.md', 'table/two.md'
    }

    It 'excludes other objects' {
        Get-Date | Send-WxCloudFile -ErrorAction SilentlyContinue -ErrorVariable refused | Should -BeNullOrEmpty
        $refused.Count | Should -Be 1
        { Send-WxCloudFile (Get-Date) } | Should -Throw '*not a path*'
    }

    It 'is the output of Receive-WxCloudFile' {
        $received = Send-WxCloudFile a.md | Receive-WxCloudFile -Destination "$TestDrive/again"
        ($received | Send-WxCloudFile -Prefix back).CloudPath | Should -Be 'back/a.md'
    }
}

Describe 'The cloud path' {
    It 'is prefix and name, with or without the slash' {
        (Send-WxCloudFile a.md -Prefix images).CloudPath | Should -Be 'images/a.md'
        (Send-WxCloudFile a.md -Prefix images/).CloudPath | Should -Be 'images/a.md'
    }

    It 'can be given for one file' {
        (Send-WxCloudFile a.md -CloudPath x/y.txt).CloudPath | Should -Be 'x/y.txt'
        (Send-WxCloudFile a.md x/z.txt).CloudPath | Should -Be 'x/z.txt'
    }

    It 'can be given for one file only' {
        $failure = Get-ErrorOf { Send-WxCloudFile *.md -CloudPath x -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.CloudPath.SeveralFiles,*'
        $row = [pscustomobject]@{ Path = '*.md'; CloudPath = 'x' }
        (Get-ErrorOf { $row | Send-WxCloudFile -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.CloudPath.SeveralFiles,*'
    }

    It 'can be given for one file only, and nothing is sent under it otherwise: <Case>' -ForEach @(
        @{ Case = 'piped'; Command = { Get-ChildItem *.md | Send-WxCloudFile -CloudPath x } }
        @{ Case = 'listed'; Command = { Send-WxCloudFile a.md, b.md -CloudPath x } }
        @{ Case = 'matched'; Command = { Send-WxCloudFile *.md x } }
    ) {
        Reset-Count
        (Get-ErrorOf $Command).FullyQualifiedErrorId | Should -BeLike 'WxCloud.CloudPath.SeveralFiles,*'
        (Get-Count).'tcb/uploadfile' | Should -BeNullOrEmpty
    }

    It 'sees the item as $_, as documented' {
        $sent = Get-ChildItem a.md | Send-WxCloudFile -CloudPath { "$(Get-Date -f yyyyMMddHHmmss)$($_.Extension)" }
        $sent.CloudPath | Should -Match '^\d{14}\.md$'
    }

    It 'can be computed from each item' {
        (Get-ChildItem *.md | Send-WxCloudFile -CloudPath { "by-script/$($_.BaseName)$($_.Extension)" } | Sort-Object CloudPath).CloudPath |
            Should -Be 'by-script/a.md', 'by-script/b.md'
        ('a.md' | Send-WxCloudFile -CloudPath { "text/$_" }).CloudPath | Should -Be 'text/a.md'
    }

    It 'keeps the name of a folder that is sent' {
        (Send-WxCloudFile ../docs -Recurse).CloudPath | Sort-Object | Should -Be ('docs/[1].txt', 'docs/a.md', 'docs/b.md', 'docs/sub/c.png', 'docs/图 1.png' | Sort-Object)
    }

    It 'has no folder name for the files in it, nor for the current folder' {
        (Send-WxCloudFile * -Recurse).CloudPath | Sort-Object | Should -Be ('[1].txt', 'a.md', 'b.md', 'sub/c.png', '图 1.png' | Sort-Object)
        (Send-WxCloudFile . -Recurse).CloudPath | Sort-Object | Should -Be ('[1].txt', 'a.md', 'b.md', 'sub/c.png', '图 1.png' | Sort-Object)
    }

    It 'is relative to a folder for piped files' {
        (Get-ChildItem -Recurse -File | Send-WxCloudFile -RelativeTo . -Prefix site).CloudPath | Should -Contain 'site/sub/c.png'
    }

    It 'must obey the rules of the service' -ForEach @(
        @{ CloudPath = '/a'; Reason = 'LeadingSlash' }
        @{ CloudPath = 'a//b'; Reason = 'DoubleSlash' }
        @{ CloudPath = 'a/../b'; Reason = 'DotSegment' }
        @{ CloudPath = 'a/'; Reason = 'IsFolder' }
        @{ CloudPath = 'x' * 900; Reason = 'TooLong' }
    ) {
        $failure = Get-ErrorOf { Send-WxCloudFile a.md -CloudPath $CloudPath -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike "WxCloud.CloudPath.$Reason,*"
        $failure.CategoryInfo.Category | Should -Be InvalidArgument
    }
}

Describe 'What Send-WxCloudFile emits' {
    It 'describes the stored file' {
        $file = Send-WxCloudFile '图 1.png' -Prefix 图片 -Verify
        $file.FileId | Should -Be 'cloud://local-env.6c6f-local-env-1250000000/图片/图 1.png'
        $file.CloudPath | Should -Be '图片/图 1.png'
        $file.EnvironmentId | Should -Be 'local-env'
        $file.Length | Should -Be 4
        $file.ContentType | Should -Be 'image/png'
        $file.LocalPath | Should -Be (Get-Item '图 1.png').FullName
        $file.PSObject.Properties.Name | Should -Not -Contain PSPath
    }

    It 'has the content type that was asked for' {
        (Send-WxCloudFile a.md -ContentType text/x-own).ContentType | Should -Be 'text/x-own'
    }

    It 'pipes into the next command by property name' {
        $urls = Send-WxCloudFile *.md -Prefix piped | Get-WxTempFileUrl
        $urls | Should -HaveCount 2
        $urls | ForEach-Object { Invoke-RestMethod $_.Url } | Sort-Object | Should -Be 'a', 'bb'
    }

    It 'skips files that are stored already, with -SkipExisting' {
        $first = Send-WxCloudFile a.md -Prefix skip
        Reset-Count
        $second = Send-WxCloudFile a.md -Prefix skip -SkipExisting
        $second.FileId | Should -Be $first.FileId
        (Get-Count).'object:POST' | Should -BeNullOrEmpty
    }

    It 'replaces a stored file of another length, with -SkipExisting' {
        $null = Send-WxCloudFile b.md -CloudPath skip/longer.md
        $sent = Send-WxCloudFile a.md -CloudPath skip/longer.md -SkipExisting
        $sent.Length | Should -Be 1
        Invoke-RestMethod ($sent | Get-WxTempFileUrl).Url | Should -Be 'a'
    }

    It 'is requested by its fileID only with -Verify' {
        Reset-Count
        $null = Send-WxCloudFile a.md
        (Get-Count).'tcb/batchdownloadfile' | Should -BeNullOrEmpty
        $null = Send-WxCloudFile a.md -Verify
        (Get-Count).'tcb/batchdownloadfile' | Should -Be 1
    }

    It 'has the content type in the storage too' {
        $sent = Send-WxCloudFile a.md -ContentType text/x-own
        (Invoke-WebRequest ($sent | Get-WxTempFileUrl).Url).Headers.'Content-Type' | Should -Be 'text/x-own'
    }

    It 'can be saved as a table' {
        Send-WxCloudFile *.md | Export-Csv "$TestDrive/sent.csv" -NoTypeInformation
        @(Import-Csv "$TestDrive/sent.csv").FileId | Should -HaveCount 2
        (Import-Csv "$TestDrive/sent.csv" | Get-WxTempFileUrl).Url | Should -HaveCount 2
    }
}

Describe 'The environment and the connection of Send-WxCloudFile' {
    BeforeAll {
        $near = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Name near
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -EnvironmentId elsewhere -Name elsewhere
    }

    AfterAll {
        Disconnect-WxCloud elsewhere, near
    }

    It 'are taken from its parameters' {
        (Get-ErrorOf { Send-WxCloudFile a.md -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Api.EnvironmentInvalid,*'
        (Send-WxCloudFile a.md -EnvironmentId local-env).EnvironmentId | Should -Be 'local-env'
        (Send-WxCloudFile a.md -Connection $near).EnvironmentId | Should -Be 'local-env'
    }
}

Describe 'A pattern of Send-WxCloudFile' {
    BeforeAll {
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
        $many = (New-Item -ItemType Directory "$TestDrive/[patterns]").FullName
        foreach ($name in 'a', 'ab', 'b.txt', 'B2.TXT', 'c1.log', 'c[1].log', '.env', '.git/config', 'sub1/x.txt', 'sub2/x.txt', 'sub2/.hidden', 'd[1]/y', '图.txt') {
            $null = New-Item -ItemType Directory ([System.IO.Path]::GetDirectoryName("$many/$name")) -Force
            [System.IO.File]::WriteAllText("$many/$name", $name)
        }

        Push-Location -LiteralPath $many
    }

    AfterAll {
        Pop-Location
    }

    It 'matches what PowerShell matches: <_>' -ForEach @(
        'a?', '?', '*.*', '*', '**', '*.txt', 'B.T*', '[ab]*', '[a-b].txt', '[!a].txt', '[^a]*', '[]a]*', 'c[1].log', 'c[[]1].log', '*b*t*', '.*', '.[eg]*', '[.]*', '*.'
        '*/x.txt', '*/*', '**/x.txt', '*/config', '.git/*', 'sub[2]/?.txt', './*.txt', 'sub1/../*.txt', 'a/*', '图*', '*/', 'b.txt/*'
    ) {
        $expected = $ExecutionContext.SessionState.Path.GetResolvedProviderPathFromPSPath($_, [ref] $null) | Where-Object { Test-Path -LiteralPath $_ -PathType Leaf }
        $sent = Send-WxCloudFile $_ -RelativeTo . -Prefix patterns -ErrorAction SilentlyContinue
        $sent.LocalPath | Sort-Object | Should -Be ($expected | Sort-Object)
    }

    It 'matches what is named after a backtick: <Pattern>' -ForEach @(
        @{ Pattern = 'c`[1`].*'; Name = 'c[1].log' }
        @{ Pattern = 'c`[1`].log'; Name = 'c[1].log' }
        @{ Pattern = 'd`[1`]/*'; Name = 'y' }
    ) {
        (Send-WxCloudFile $Pattern -Prefix patterns).CloudPath | Should -Be "patterns/$Name"
    }

    It 'may stand below a drive, a provider, the home folder and a folder above: <Start>' -ForEach @(
        @{ Start = 'TestDrive:/`[patterns`]/' }
        @{ Start = 'TestDrive:\`[patterns`]\' }
        @{ Start = 'FileSystem::{0}/' }
        @{ Start = '{0}/' }
        @{ Start = '../`[patterns`]/' }
        @{ Start = './' }
    ) {
        $start = $Start -f [WildcardPattern]::Escape($many)
        (Send-WxCloudFile "$start*b" -Prefix patterns).CloudPath | Should -Be 'patterns/ab'
    }

    It 'leaves pipes out with a warning, and a pipe that is named is an error' -Skip:($IsWindows -or $PSEdition -eq 'Desktop') {
        mkfifo pipe.txt
        try {
            (Send-WxCloudFile p*.txt, b.txt -Prefix patterns -WarningVariable warned -WarningAction SilentlyContinue).CloudPath | Should -Be 'patterns/b.txt'
            $warned | Should -HaveCount 1
            "$warned" | Should -BeLike '*pipe.txt: skipped*'
            Send-WxCloudFile pipe.txt -ErrorAction SilentlyContinue -ErrorVariable refused | Should -BeNullOrEmpty
            $refused[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Local.NotOrdinary,*'
            "$($refused[0])" | Should -BeLike 'pipe.txt: This is a pipe*'
            $refused[0].ErrorDetails.RecommendedAction | Should -BeLike '*ordinary file*'
        }
        finally {
            Remove-Item pipe.txt
        }
    }
}

Describe 'What Send-WxCloudFile refuses' {
    It '<What>, as one error, and sends the rest' -ForEach @(
        @{ What = 'a missing path'; Bad = 'missing.txt'; Id = 'WxCloud.Local.NotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a wildcard without match'; Bad = '*.nothing'; Id = 'WxCloud.Local.NoMatch'; Category = 'ObjectNotFound' }
        @{ What = 'a path of another provider'; Bad = 'Env:PATH'; Id = 'WxCloud.Local.NotFileSystem'; Category = 'InvalidArgument' }
        @{ What = 'a pattern of another provider'; Bad = 'Env:PA*'; Id = 'WxCloud.Local.NotFileSystem'; Category = 'InvalidArgument' }
        @{ What = 'a pattern on a drive that is not there'; Bad = 'Nowhere:\*'; Id = 'WxCloud.Local.NotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a pattern below a folder that is not there'; Bad = 'none/*'; Id = 'WxCloud.Local.NoMatch'; Category = 'ObjectNotFound' }
        @{ What = 'a drive that is not there'; Bad = 'Nowhere:\x'; Id = 'WxCloud.Local.NotFound'; Category = 'ObjectNotFound' }
        @{ What = 'a folder without -Recurse'; Bad = 'sub'; Id = 'WxCloud.Local.IsFolder'; Category = 'InvalidArgument' }
    ) {
        $sent = $Bad, 'a.md' | Send-WxCloudFile -ErrorAction SilentlyContinue -ErrorVariable refused
        $sent.CloudPath | Should -Be 'a.md'
        $refused | Should -HaveCount 1
        $refused[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $refused[0].CategoryInfo.Category | Should -Be $Category
        $refused[0].TargetObject | Should -Be $Bad
        "$($refused[0])" | Should -BeLike "$Bad*"
        $refused[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'an item that is gone, by its path without a provider' {
        $gone = Join-Path $PWD.ProviderPath gone.md
        [pscustomobject]@{ PSPath = "Microsoft.PowerShell.Core\FileSystem::$gone" } | Send-WxCloudFile -ErrorAction SilentlyContinue -ErrorVariable refused
        $refused[0].TargetObject | Should -Be $gone
        "$($refused[0])" | Should -BeLike "$gone*"
    }

    It 'a folder named like a file' {
        $null = New-Item -ItemType Directory 'looks-like.png'
        Send-WxCloudFile *.png -ErrorAction SilentlyContinue -ErrorVariable refused | Should -HaveCount 1
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Local.IsFolder,*'
        $refused[0].TargetObject | Should -BeLike '*looks-like.png'
        Remove-Item 'looks-like.png'
    }

    It 'nothing in the pipeline, as one error, and sends the rest' {
        $sent = $null, 'a.md' | Send-WxCloudFile -ErrorAction SilentlyContinue -ErrorVariable refused
        $sent.CloudPath | Should -Be 'a.md'
        $refused | Should -HaveCount 1
        @() | Send-WxCloudFile | Should -BeNullOrEmpty
    }

    It 'an empty list and an empty text' {
        { Send-WxCloudFile @() } | Should -Throw
        { Send-WxCloudFile '' -ErrorAction Stop } | Should -Throw
    }

    It 'files outside the folder that names are relative to' {
        $failure = Get-ErrorOf { Send-WxCloudFile a.md -RelativeTo sub -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Local.NotUnderFolder,*'
    }

    It 'everything, when the secret is wrong' {
        $connection = Connect-WxCloud -AppId wx0000000000000001 -AppSecret (ConvertTo-SecureString wrong -AsPlainText -Force) -EnvironmentId local-env -Endpoint $emulator.Endpoint
        $failure = Get-ErrorOf { Get-ChildItem *.md | Send-WxCloudFile -Connection $connection -ErrorAction SilentlyContinue }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Token.SecretWrong,*'
    }

    It 'to work without an environment' {
        $connection = Connect-WxCloud -AppId wx0000000000000001 -AppSecret (ConvertTo-SecureString emulator-secret -AsPlainText -Force) -Endpoint $emulator.Endpoint
        (Get-ErrorOf { Send-WxCloudFile a.md -Connection $connection }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Connection.EnvironmentMissing,*'
        (Send-WxCloudFile a.md -Connection $connection -EnvironmentId local-env).EnvironmentId | Should -Be 'local-env'
    }
}

Describe 'A file that Send-WxCloudFile cannot send' {
    BeforeAll {
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
    }

    AfterEach {
        Set-TestFault $emulator
    }

    It 'is named as it was given, when <Cause>' -ForEach @(
        @{ Cause = 'the API refuses it'; Rule = @{ route = 'tcb/uploadfile'; kind = 'errcode'; value = -501007 } }
        @{ Cause = 'the storage refuses it'; Rule = @{ route = 'object:POST'; kind = 'status'; value = 403 } }
    ) {
        Set-TestFault $emulator $Rule
        Send-WxCloudFile a.md -ErrorAction SilentlyContinue -ErrorVariable text
        $text[0].TargetObject | Should -Be 'a.md'
        "$($text[0])" | Should -BeLike 'a.md*'
        Get-Item a.md | Send-WxCloudFile -ErrorAction SilentlyContinue -ErrorVariable object
        $object[0].TargetObject | Should -Be (Join-Path $folder a.md)
    }
}

Describe 'Send-WxCloudFile -ThrottleLimit' {
    It 'limits the requests in flight' {
        Reset-TestEmulator $emulator
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
        $null = Send-WxCloudFile a.md
        Set-TestFault $emulator @{ route = '*'; kind = 'delay'; value = 100 }
        1..12 | ForEach-Object { Set-Content "$TestDrive/$_.throttle" $_ }

        # One ticket and one post.
        Get-ChildItem "$TestDrive/*.throttle" | Send-WxCloudFile -Prefix throttle -ThrottleLimit 1 | Should -HaveCount 12
        (Get-TestRequest $emulator).maxInFlight | Should -BeLessOrEqual 2
        Get-ChildItem "$TestDrive/*.throttle" | Send-WxCloudFile -Prefix throttle -ThrottleLimit 12 | Should -HaveCount 12
        (Get-TestRequest $emulator).maxInFlight | Should -BeGreaterThan 2
        Set-TestFault $emulator
    }
}
