BeforeDiscovery {
    # Each deletes two items; FOLDER is an empty local folder.
    $deletions = @(
        @{ Name = 'Remove-WxCloudFile'; Code = 'Get-WxCloudFile | Remove-WxCloudFile'; Left = { @(Get-WxCloudFile).Count } }
        @{ Name = 'Remove-WxCloudCollection'; Code = "Remove-WxCloudCollection one, two"; Left = { @(Get-WxCloudCollection | Where-Object Name -in one, two).Count } }
        @{ Name = 'Remove-WxCloudDocument'; Code = "'d1', 'd2' | Remove-WxCloudDocument one"; Left = { Measure-WxCloudDocument one } }
        @{ Name = 'Sync-WxCloudFolder'; Code = "Sync-WxCloudFolder 'FOLDER' -Delete -AllowRoot"; Left = { @(Get-WxCloudFile).Count } }
        @{ Name = 'Remove-Item of the drive'; Code = '$null = New-PSDrive -Name wx -PSProvider WxCloud -Root /; Remove-Item wx:/*.txt -Confirm'; Left = { @(Get-WxCloudFile).Count } }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    Add-TestType Hosts.cs ConfirmHost
    $emulator = Start-TestEmulator
    $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint

    $empty = (New-Item -ItemType Directory "$TestDrive/empty").FullName
    Set-Content "$TestDrive/text" 'text'

    # Two files and two collections, one of which has two documents.
    function Initialize-Item {
        Reset-TestEmulator $emulator
        $null = 'a.txt', 'b.txt' | ForEach-Object { Send-WxCloudFile "$TestDrive/text" -CloudPath $_ }
        New-WxCloudCollection one, two
        $null = @{ _id = 'd1' }, @{ _id = 'd2' } | Add-WxCloudDocument one
    }

    # Runs code in a session whose user answers as given: 0 yes, 1 yes to all, 2 no, 3 no to all.
    function Invoke-Asked ([string] $Code, [int[]] $Answer) {
        $user = [ConfirmHost]::new()
        $Answer | ForEach-Object { $user.Answers.Enqueue($_) }
        $runspace = [runspacefactory]::CreateRunspace($user)
        $shell = [powershell]::Create()
        try {
            $runspace.Open()
            $shell.Runspace = $runspace
            $output = $shell.AddScript("Import-Module '$(Get-PackagePath)'; `$null = Connect-WxCloud -Emulator -Endpoint $($emulator.Endpoint) -NoTokenCache").AddStatement().AddScript($Code).Invoke()
            "$($shell.Streams.Error)" | Should -BeNullOrEmpty
            $user.Answers | Should -HaveCount 0
            [pscustomobject]@{ Output = $output; Questions = @($user.Questions) }
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }
}

AfterAll {
    Stop-TestEmulator $emulator
}

Describe 'Confirmation' {
    BeforeEach {
        Reset-TestEmulator $emulator
        New-WxCloudCollection things
        1..4 | ForEach-Object { @{ _id = "d$_"; odd = [bool]($_ % 2) } } | Add-WxCloudDocument things | Out-Null
    }

    It 'asks for each document and removes those that are confirmed' {
        $asked = Invoke-Asked "'d1', 'd2', 'd3' | Remove-WxCloudDocument things" 0, 2, 0
        $asked.Questions | Should -HaveCount 3
        $asked.Questions[1] | Should -BeLike "*Remove*document 'd2' of the collection 'things'*"
        (Get-WxCloudDocument things)._id | Should -Be 'd2', 'd4'
    }

    It 'asks no more after yes to all, and removes nothing after no to all' {
        (Invoke-Asked "'d1', 'd2' | Remove-WxCloudDocument things" 1).Questions | Should -HaveCount 1
        (Invoke-Asked "'d3', 'd4' | Remove-WxCloudDocument things" 3).Questions | Should -HaveCount 1
        (Get-WxCloudDocument things)._id | Should -Be 'd3', 'd4'
    }

    It 'asks with the number of documents of a filter' {
        $asked = Invoke-Asked 'Remove-WxCloudDocument things -Filter @{ odd = $true }' 2
        $asked.Questions | Should -BeLike "*2 documents of the collection 'things'*"
        (Invoke-Asked 'Remove-WxCloudDocument things -All' 0).Questions | Should -BeLike "*4 documents of the collection 'things'*"
        Measure-WxCloudDocument things | Should -Be 0
    }

    It 'asks with -Confirm in spite of -Force' {
        (Invoke-Asked 'Remove-WxCloudDocument things -Id d1 -Force -Confirm' 2).Questions | Should -HaveCount 1
        Measure-WxCloudDocument things | Should -Be 4
    }

    It 'asks before it adds, updates and replaces with -Confirm' {
        $code = 'Add-WxCloudDocument things @{ _id = "new" } -Confirm; Update-WxCloudDocument things -Filter @{ odd = $true } @{ n = 1 } -Confirm; Set-WxCloudDocument things @{ _id = "d2"; n = 2 } -Confirm'
        $asked = Invoke-Asked $code 2, 2, 2
        $asked.Questions[0] | Should -BeLike "*document 1 to the collection 'things'*"
        $asked.Questions[1] | Should -BeLike "*2 documents of the collection 'things'*"
        $asked.Questions[2] | Should -BeLike "*Replace*document 'd2'*"
        (Get-WxCloudDocument things -Filter @{ '$or' = @(@{ _id = 'new' }, @{ n = @{ '$exists' = $true } }) }) | Should -BeNullOrEmpty
        (Invoke-Asked $code 0, 0, 0).Output[1].Modified | Should -Be 2
        Measure-WxCloudDocument things @{ n = @{ '$exists' = $true } } | Should -Be 3
    }

    It 'asks before it removes a collection, imports, exports and schedules' {
        Set-Content "$TestDrive/in.json" '{"_id":"in"}'
        $code = "Import-WxCloudCollection things '$TestDrive/in.json' -Confirm; Export-WxCloudCollection things '$TestDrive/out.json' -Confirm; Start-WxCloudFunction f -Delay 10 -Confirm; Remove-WxCloudCollection things"
        (Invoke-Asked $code 2, 2, 2, 2).Questions | Should -HaveCount 4
        Measure-WxCloudDocument things | Should -Be 4
        "$TestDrive/out.json" | Should -Not -Exist
        (Get-TestRequest $emulator).routes.'tcb/adddelayedfunctiontask' | Should -BeNullOrEmpty
    }
}

Describe 'A deletion by <Name>' -ForEach $deletions {
    BeforeEach {
        Initialize-Item
        $asking = $Code -creplace 'FOLDER', $empty
    }

    It 'is asked for item by item, and changes nothing that is refused' {
        (Invoke-Asked $asking 2, 2).Questions | Should -HaveCount 2
        & $Left | Should -Be 2
        (Invoke-Asked $asking 2, 0).Questions | Should -HaveCount 2
        & $Left | Should -Be 1
    }

    It 'is asked for once when the answer is for all' {
        (Invoke-Asked $asking 3).Questions | Should -HaveCount 1
        & $Left | Should -Be 2
        (Invoke-Asked $asking 1).Questions | Should -HaveCount 1
        & $Left | Should -Be 0
    }
}

Describe 'A deletion in a session that is not interactive' {
    It 'ends with an error and changes nothing: <Name>' -ForEach $deletions {
        Initialize-Item
        $script = "Import-Module `$package; `$null = Connect-WxCloud -Emulator -Endpoint $($emulator.Endpoint) -NoTokenCache; try { $($Code -creplace 'FOLDER', $empty) } catch { `$_.FullyQualifiedErrorId }"
        $expected = if ($Name -match 'drive') { 'InvalidOperation,Microsoft.PowerShell.Commands.RemoveItemCommand' } else { 'WxCloud.Confirmation.NotPossible,*' }
        Invoke-Fresh ([scriptblock]::Create($script)) | Should -BeLike $expected
        & $Left | Should -Be 2
    }
}
