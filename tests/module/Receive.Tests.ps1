BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
    $source = (New-Item -ItemType Directory (Join-Path $TestDrive source)).FullName
    Set-Content "$source/a.txt" 'first' -NoNewline
    Set-Content "$source/中文.txt" 'second' -NoNewline
    $files = Get-ChildItem $source | Send-WxCloudFile -Prefix up
    $missing = 'cloud://local-env.6c6f-local-env-1250000000/not/there.txt'
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'Receive-WxCloudFile' {
    BeforeEach {
        $target = Join-Path $TestDrive (New-Guid)
    }

    It 'keeps the cloud path below the destination, and makes the folder' {
        $received = $files | Receive-WxCloudFile -Destination $target
        $received | Should -HaveCount 2
        Get-Content "$target/up/a.txt" | Should -Be 'first'
        Get-Content "$target/up/中文.txt" | Should -Be 'second'
        $received.Verified | Should -Be 'Crc64', 'Crc64'
    }

    It 'uses the current folder by default' {
        $null = New-Item -ItemType Directory $target
        Push-Location $target
        try {
            (Receive-WxCloudFile $files[0].FileId).LocalPath | Should -Be (Join-Path $target $files[0].CloudPath)
        }
        finally {
            Pop-Location
        }
    }

    It 'omits the folders with -Flatten' {
        ($files | Receive-WxCloudFile -Destination $target -Flatten | Sort-Object LocalPath).LocalPath | Should -Be (@("$target/a.txt", "$target/中文.txt") | Sort-Object)
    }

    It 'writes one file under the name that is given' {
        $null = New-Item -ItemType Directory $target
        (Receive-WxCloudFile $files[0].FileId -OutFile "$target/own.txt").LocalPath | Should -Be "$target/own.txt"
        "$target/own.txt" | Should -Exist
    }

    It 'writes only one file under that name' {
        (Get-ErrorOf { Receive-WxCloudFile $files.FileId -OutFile "$target.txt" }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Target.SeveralFiles,*'
        $target | Should -Not -Exist
    }

    It 'writes the first of piped files under that name, and gives each further one an error' {
        $piped = @($files) + $files[1]
        ($piped | Receive-WxCloudFile -OutFile "$target.txt" -ErrorAction SilentlyContinue -ErrorVariable further).FileId | Should -Be $files[0].FileId
        $further.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Target.Duplicate,*'
        $further.TargetObject | Should -Be $files[1].FileId, $files[1].FileId
        Get-Content "$target.txt" | Should -Be (Get-Content $files[0].LocalPath)
    }

    It 'emits objects that pipe into Get-Item' {
        $received = $files | Receive-WxCloudFile -Destination $target
        ($received | Get-Item).Name | Sort-Object | Should -Be ('a.txt', '中文.txt' | Sort-Object)
        $received[0].FullName | Should -Be $received[0].LocalPath
    }

    It 'replaces a local file only with -Force' {
        $null = $files | Receive-WxCloudFile -Destination $target
        Set-Content "$target/up/a.txt" 'mine' -NoNewline
        $failure = Get-ErrorOf { $files | Where-Object CloudPath -eq up/a.txt | Receive-WxCloudFile -Destination $target -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.Target.Exists,*'
        $failure.CategoryInfo.Category | Should -Be ResourceExists
        Get-Content "$target/up/a.txt" | Should -Be 'mine'
        $null = $files | Receive-WxCloudFile -Destination $target -Force
        Get-Content "$target/up/a.txt" | Should -Be 'first'
    }

    It 'skips a local file of the same length with -SkipExisting' {
        $null = New-Item -ItemType Directory "$target/up"
        Set-Content "$target/up/a.txt" 'FIRST' -NoNewline
        $null = $files | Receive-WxCloudFile -Destination $target -SkipExisting
        Get-Content "$target/up/a.txt" | Should -Be 'FIRST'
        Get-Content "$target/up/中文.txt" | Should -Be 'second'
    }

    It 'refuses to replace a local file of another length with -SkipExisting, unless -Force is given too' {
        $null = New-Item -ItemType Directory "$target/up"
        Set-Content "$target/up/a.txt" 'of another length' -NoNewline
        Set-Content "$target/up/中文.txt" 'SECOND' -NoNewline
        $received = $files | Receive-WxCloudFile -Destination $target -SkipExisting -ErrorAction SilentlyContinue -ErrorVariable refused
        $received.CloudPath | Should -Be 'up/中文.txt'
        $refused | Should -HaveCount 1
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Target.Differs,*'
        $refused[0].CategoryInfo.Category | Should -Be ResourceExists
        $refused[0].TargetObject | Should -Be ($files | Where-Object CloudPath -eq up/a.txt).FileId
        $refused[0].ErrorDetails.RecommendedAction | Should -Match '-Force'
        Get-Content "$target/up/a.txt" | Should -Be 'of another length'
        $null = $files | Receive-WxCloudFile -Destination $target -SkipExisting -Force
        Get-Content "$target/up/a.txt" | Should -Be 'first'
        Get-Content "$target/up/中文.txt" | Should -Be 'SECOND'
    }

    It 'receives nothing with -WhatIf' {
        $files | Receive-WxCloudFile -Destination $target -WhatIf | Should -BeNullOrEmpty
        $target | Should -Not -Exist
    }

    It 'refuses <What>, as one error, and receives the rest' -ForEach @(
        @{ What = 'a file that is not there'; Bad = 'cloud://local-env.6c6f-local-env-1250000000/not/there.txt'; Id = 'WxCloud.Storage.FileMissing'; Category = 'ObjectNotFound' }
        @{ What = 'a malformed fileID'; Bad = 'up/a.txt'; Id = 'WxCloud.FileId.Malformed'; Category = 'InvalidArgument' }
        @{ What = 'a fileID of another environment'; Bad = 'cloud://other-env.6f74-other-env-1250000000/a.txt'; Id = 'WxCloud.FileId.OtherEnvironment'; Category = 'InvalidArgument' }
        @{ What = 'a fileID that leads out of the destination'; Bad = 'cloud://local-env.6c6f-local-env-1250000000/../../evil.txt'; Id = 'WxCloud.Target.OutsideDestination'; Category = 'SecurityError' }
    ) {
        $received = $Bad, $files[0].FileId | Receive-WxCloudFile -Destination $target -ErrorAction SilentlyContinue -ErrorVariable refused
        $received.FileId | Should -Be $files[0].FileId
        $refused | Should -HaveCount 1
        $refused[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $refused[0].CategoryInfo.Category | Should -Be $Category
        $refused[0].TargetObject | Should -Be $Bad
        "$($refused[0])" | Should -BeLike "$Bad*"
    }

    It 'refuses a destination that is a file, and one of another provider' {
        Set-Content "$target" 'a file'
        Receive-WxCloudFile $files[0].FileId -Destination $target -ErrorAction SilentlyContinue -ErrorVariable refused
        $refused[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Target.*'
        (Get-ErrorOf { Receive-WxCloudFile $files[0].FileId -Destination Env:\x }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Local.NotFileSystem,*'
    }

    It 'emits nothing for an empty pipeline' {
        @() | Receive-WxCloudFile -Destination $target | Should -BeNullOrEmpty
    }

    It 'gives an error for $null in the pipeline, and receives the rest' {
        $received = $null, $files[0].FileId | Receive-WxCloudFile -Destination $target -ErrorAction SilentlyContinue -ErrorVariable refused
        $received | Should -HaveCount 1
        $refused | Should -HaveCount 1
    }
}

Describe 'Get-WxTempFileUrl' {
    BeforeEach {
        $target = Join-Path $TestDrive (New-Guid)
    }

    It 'gives a link that opens, in the order of the files' {
        $ids = $files.FileId + $files.FileId
        $urls = $ids | Get-WxTempFileUrl
        $urls.FileId | Should -Be $ids
        foreach ($url in $urls) {
            Invoke-RestMethod $url.Url | Should -BeIn 'first', 'second'
            $url.Url | Should -Match '^http://[\x21-\x7e]+$'
            $url.Status | Should -Be 0
        }
    }

    It 'takes the lifetime as <Given>' -ForEach @(
        @{ Given = 'a number'; MaxAge = 600 }
        @{ Given = 'a text of seconds'; MaxAge = '600' }
        @{ Given = 'a time span'; MaxAge = [timespan]::FromMinutes(10) }
        @{ Given = 'a text of a time span'; MaxAge = '00:10:00' }
    ) {
        $url = Get-WxTempFileUrl $files[0].FileId -MaxAge $MaxAge
        $url.MaxAge | Should -Be 600
        ($url.ExpiresOn - [DateTimeOffset]::UtcNow).TotalMinutes | Should -BeGreaterThan 9
        ($url.ExpiresOn - [DateTimeOffset]::UtcNow).TotalMinutes | Should -BeLessThan 11
    }

    It 'refuses a lifetime of <_>' -ForEach 0, -1, '00:00:00', 1.5, '1.500', ([timespan]::FromSeconds(1.5)) {
        (Get-ErrorOf { Get-WxTempFileUrl $files[0].FileId -MaxAge $_ }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Storage.MaxAgeInvalid,*'
    }

    It 'takes a document of JSON as a hashtable, in which case counts' -Tag PowerShell7 {
        $document = @{ fileID = $files[0].FileId } | ConvertTo-Json | ConvertFrom-Json -AsHashtable
        ($document | Get-WxTempFileUrl).FileId | Should -Be $files[0].FileId
    }

    It 'says that a lifetime is too large' {
        (Get-ErrorOf { Get-WxTempFileUrl $files[0].FileId -MaxAge 1e300 }).Exception.Message | Should -BeLike '*number of seconds is too large*'
    }

    It 'takes an object of another kind with a fileID' {
        ([pscustomobject]@{ FileId = $files[0].FileId; Kind = 'DocumentWithoutFile' } | Get-WxTempFileUrl).FileId | Should -Be $files[0].FileId
    }

    It 'reads the lifetime in the invariant culture' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            (Get-WxTempFileUrl $files[0].FileId -MaxAge '600').MaxAge | Should -Be 600
            (Get-ErrorOf { Get-WxTempFileUrl $files[0].FileId -MaxAge '1.500' }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.Storage.MaxAgeInvalid,*'
            { Get-WxTempFileUrl $files[0].FileId -MaxAge '1,500' } | Should -Throw
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }
    }

    It 'takes <From>' -ForEach @(
        @{ From = 'a file'; Item = { $files[0] } }
        @{ From = 'another link'; Item = { Get-WxTempFileUrl $files[0].FileId } }
        @{ From = 'a download'; Item = { Receive-WxCloudFile $files[0].FileId -Destination $target } }
        @{ From = 'a document with the field fileID'; Item = { [pscustomobject]@{ _id = '1'; fileID = $files[0].FileId } } }
        @{ From = 'a hashtable of it'; Item = { @{ fileID = $files[0].FileId } } }
    ) {
        (& $Item | Get-WxTempFileUrl).FileId | Should -Be $files[0].FileId
    }

    It 'refuses other objects' {
        Get-Process -Id $PID | Get-WxTempFileUrl -ErrorAction SilentlyContinue -ErrorVariable refused | Should -BeNullOrEmpty
        $refused | Should -HaveCount 1
        { Get-WxTempFileUrl -FileId (Get-Process -Id $PID) } | Should -Throw '*not a fileID*'
    }

    It 'needs one call for fifty files' {
        $null = Invoke-RestMethod "$($emulator.Endpoint)/_emulator/reset" -Method Post
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -NoTokenCache
        1..120 | ForEach-Object { "cloud://local-env.6c6f-local-env-1250000000/$_" } | Get-WxTempFileUrl -ErrorAction SilentlyContinue -ErrorVariable missing
        $missing | Should -HaveCount 120
        (Invoke-RestMethod "$($emulator.Endpoint)/_emulator/requests").routes.'tcb/batchdownloadfile' | Should -Be 3
    }
}

Describe 'An interrupted download' {
    BeforeEach {
        Reset-TestEmulator $emulator
        $target = Join-Path $TestDrive (New-Guid)
        [System.IO.File]::WriteAllBytes("$TestDrive/big.bin", [byte[]]::new(12MB))
        $big = Send-WxCloudFile "$TestDrive/big.bin"
        Set-TestFault $emulator @{ route = 'object:GET'; kind = 'stall'; value = 6MB }
        $stop = Measure-Stop "`$null = Connect-WxCloud -Emulator -Endpoint $($emulator.Endpoint); Receive-WxCloudFile $($big.FileId) -Destination '$target'" -When {
            @(Get-ChildItem $target -Force -Filter *.wxresume -ErrorAction Ignore).Count -gt 0
        }
        $stop.State | Should -Be Stopped
        Set-TestFault $emulator
    }

    It 'is resumed' {
        (Receive-WxCloudFile $big.FileId -Destination $target).Resumed | Should -BeTrue
    }

    It 'starts from the beginning with -NoResume' {
        (Receive-WxCloudFile $big.FileId -Destination $target -NoResume).Resumed | Should -BeFalse
        (Get-Item "$target/big.bin").Length | Should -Be 12MB
    }
}

Describe 'Receive-WxCloudFile -ThrottleLimit' {
    It 'limits the requests in flight' {
        Reset-TestEmulator $emulator
        1..12 | ForEach-Object { Set-Content "$TestDrive/$_.throttle" $_ }
        $many = Get-ChildItem "$TestDrive/*.throttle" | Send-WxCloudFile -ThrottleLimit 1
        $sending = (Get-TestRequest $emulator).maxInFlight
        Set-TestFault $emulator @{ route = 'object:GET'; kind = 'delay'; value = 100 }
        $many | Receive-WxCloudFile -Destination "$TestDrive/one-by-one" -ThrottleLimit 1 | Should -HaveCount 12
        (Get-TestRequest $emulator).maxInFlight | Should -BeLessOrEqual ([Math]::Max($sending, 2))
        $many | Receive-WxCloudFile -Destination "$TestDrive/at-once" -ThrottleLimit 12 | Should -HaveCount 12
        (Get-TestRequest $emulator).maxInFlight | Should -BeGreaterThan ([Math]::Max($sending, 2))
        Set-TestFault $emulator
    }
}

Describe 'The environment and the connection of a command' {
    BeforeAll {
        Reset-TestEmulator $emulator
        $file = Get-Item "$source/a.txt" | Send-WxCloudFile -Prefix up
        $near = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -Name near
        $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -EnvironmentId elsewhere -Name elsewhere
    }

    AfterAll {
        Disconnect-WxCloud elsewhere, near
    }

    It 'are taken from its parameters: <Command>' -ForEach @(
        @{ Command = 'Receive-WxCloudFile'; More = @{ OutFile = "$TestDrive/environment.txt"; Force = $true } }
        @{ Command = 'Get-WxTempFileUrl'; More = @{} }
    ) {
        (Get-ErrorOf { & $Command $file.FileId @More -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'WxCloud.FileId.OtherEnvironment,*'
        (& $Command $file.FileId @More -EnvironmentId local-env).FileId | Should -Be $file.FileId
        (& $Command $file.FileId @More -Connection $near).FileId | Should -Be $file.FileId
    }
}
