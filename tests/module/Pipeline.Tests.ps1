BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint
    $folder = Join-Path $TestDrive files
    $null = New-Item -ItemType Directory $folder
    1..120 | ForEach-Object { [System.IO.File]::WriteAllText("$folder/$_.txt", "file $_") }

    function Get-Requests {
        (Invoke-RestMethod "$($emulator.Endpoint)/_emulator/requests").routes
    }

    function Reset-Requests {
        $null = Invoke-RestMethod "$($emulator.Endpoint)/_emulator/reset" -Method Post
    }
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'The pipeline' {
    It 'receives results while files are still added' {
        $seen = [System.Collections.Generic.List[string]]::new()
        & {
            foreach ($file in Get-ChildItem $folder) {
                $isLast = $seen.Contains('out')
                $seen.Add('in')
                $file
                if ($isLast) {
                    break
                }

                # Ends as soon as a result is there; the limit is half a minute.
                Start-Sleep -Milliseconds 250
            }
        } | Send-WxCloudFile -Prefix stream | ForEach-Object { $seen.Add('out') }
        $seen.IndexOf('out') | Should -BeLessThan $seen.LastIndexOf('in')
        @($seen -eq 'out').Count | Should -Be @($seen -eq 'in').Count
    }

    It 'stops the work when Select-Object ends it' {
        Reset-Requests
        $first = Get-ChildItem $folder | Send-WxCloudFile -ThrottleLimit 2 | Select-Object -First 1
        $first.FileId | Should -Match '^cloud://'

        # Work that went on would send the rest in the time that this takes.
        Get-ChildItem $folder | Send-WxCloudFile -ThrottleLimit 2 -Prefix meanwhile | Should -HaveCount 120
        (Get-Requests).'tcb/uploadfile' | Should -BeLessThan 200
    }

    It 'pauses the work while no results are taken' {
        Reset-Requests
        $meanwhile = 0
        Get-ChildItem $folder | Send-WxCloudFile -ThrottleLimit 2 | Select-Object -First 3 | ForEach-Object {
            $meanwhile += @(Get-ChildItem $folder | Send-WxCloudFile -ThrottleLimit 2 -Prefix meanwhile).Count
            $requests = (Get-Requests).'tcb/uploadfile'
        }

        # The pending results, the files on their way, and the results that were taken.
        $meanwhile | Should -Be 360
        $requests - $meanwhile | Should -BeLessThan 60
    }

    It 'gets one result per item, and the error of a bad one in between' {
        $ids = @(Get-ChildItem $folder | Select-Object -First 60 | Send-WxCloudFile -Prefix mixed).FileId
        $ids = $ids[0..29] + 'cloud://nonsense' + $ids[30..59]
        $urls = $ids | Get-WxTempFileUrl -ErrorAction SilentlyContinue -ErrorVariable bad
        $urls.FileId | Should -Be @($ids -ne 'cloud://nonsense')
        $bad.Count | Should -Be 1
        $bad[0].TargetObject | Should -Be 'cloud://nonsense'
    }

    It 'ends at the first error with -ErrorAction Stop' {
        $failure = Get-ErrorOf { 'cloud://nonsense', 'cloud://other' | Get-WxTempFileUrl -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WxCloud.FileId.Malformed*'
    }

    It 'sets $? to false after an error and to true after none' {
        Get-WxTempFileUrl 'cloud://nonsense' -ErrorAction SilentlyContinue
        $? | Should -BeFalse
        $null = "$folder/1.txt" | Send-WxCloudFile
        $? | Should -BeTrue
    }

    It 'sends nothing with -WhatIf' {
        Reset-Requests
        Get-ChildItem $folder | Send-WxCloudFile -WhatIf | Should -BeNullOrEmpty
        (Get-Requests).'tcb/uploadfile' | Should -BeNullOrEmpty
    }

    It 'shows progress from the workers' {
        Set-TestFault $emulator @{ route = 'object:POST'; kind = 'delay'; value = 300 }
        $records = @(Get-ProgressOf $emulator "Get-ChildItem '$folder' | Send-WxCloudFile" '*cloud storage*')
        Set-TestFault $emulator
        $records.Count | Should -BeGreaterThan 1
        # The activity and the status share one line of a terminal, usually of 80 columns, with the time left.
        ($records | ForEach-Object { $_.Activity.Length + $_.StatusDescription.Length } | Measure-Object -Maximum).Maximum | Should -BeLessThan 74
        $records[-1].RecordType | Should -Be Completed
        # How many files there are is known when the last of them have begun.
        $records[0].StatusDescription | Should -Match '^\d+ files, .+/s$'
        $records[0].PercentComplete, $records[0].SecondsRemaining | Should -Be -1, -1
        $records[-2].StatusDescription | Should -Match '^\d+/\d+ files, .+ of .+/s$'
    }

    It 'shows each call with -Debug, and no secret' {
        $lines = "$folder/1.txt" | Send-WxCloudFile -Debug 5>&1 | Where-Object { $_ -is [System.Management.Automation.DebugRecord] }
        "$lines" | Should -Match 'POST 127\.0\.0\.1:\d+/tcb/uploadfile 200'
        "$lines" | Should -Not -Match 'access_token|sign='
    }

    It 'uses the language of the user, in the workers too' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("[cultureinfo]::CurrentUICulture = 'zh-CN'; Import-Module '$(Get-PackagePath)'; `$null = Connect-WxCloud -Emulator -Endpoint $($emulator.Endpoint); Get-WxTempFileUrl cloud://local-env.bucket/missing")
        $shell.Invoke()
        "$($shell.Streams.Error)" | Should -Match '[\u4e00-\u9fff]'
    }

    It 'refuses two files with one target' {
        $errors = @()
        $sent = "$folder/1.txt", "$folder/1.txt" | Send-WxCloudFile -ErrorVariable errors -ErrorAction SilentlyContinue
        @($sent).Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'WxCloud.Target.Duplicate*'
    }
}
