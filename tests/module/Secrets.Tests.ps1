# Known secrets are planted, every cmdlet is run, well and badly, as talkative as can be, and nothing of them is seen.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    $keepsNothing = (Test-OlderBuild) -and -not $IsWindows

    # Secrets that a cmdlet emits on purpose are named here: they are written to a separate file, and no other output of the cmdlet may show them.
    # A WxAccessToken is no exception in words, but its SecureString is: outside Windows, PowerShell only encodes it when it exports it.
    $cmdlets = @(
        @{
            Name     = 'Add-WxCloudDocument'
            Succeeds = { Add-WxCloudDocument c @{ a = 1 } -Connection $good }
            Fails    = { Add-WxCloudDocument c @{ a = 1 } -Connection $refused; Add-WxCloudDocument c @{ a = 1 } -Connection $givenRefused }
        }
        @{
            Name     = 'Compare-WxCloudFolder'
            Succeeds = { Compare-WxCloudFolder $folder p -Include a.txt -Connection $good }
            Fails    = { Compare-WxCloudFolder $folder refused -Connection $good; Compare-WxCloudFolder $folder p -Connection $refused; Compare-WxCloudFolder $folder p -Connection $givenRefused }
        }
        @{
            Name     = 'Backup-WxCloudEnvironment'
            Succeeds = { Backup-WxCloudEnvironment "$folder/backup" -Connection $good }
            Fails    = { Backup-WxCloudEnvironment "$folder/refused" -Connection $refused; Backup-WxCloudEnvironment "$folder/refused" -Connection $givenRefused }
        }
        @{
            Name     = 'Connect-WxCloud'
            Succeeds = {
                Connect-WxCloud -Credential $credential -Endpoint $server
                Connect-WxCloud -AccessToken (Get-Planted AccessToken) -Endpoint $server
            }
            Fails    = { Connect-WxCloud -Credential $credential -Endpoint http://example.com; Connect-WxCloud -Credential $credential -Endpoint "http://user:$env:PLANTED_AppSecret@localhost/" }
        }
        @{
            Name     = 'Copy-WxCloudFile'
            Succeeds = { Copy-WxCloudFile cloud://planted-env.objects/a.txt -Destination b.txt -Connection $good; Get-WxTempFileUrl cloud://planted-env.objects/a.txt -Connection $good | Select-Object FileId }
            Fails    = { Copy-WxCloudFile cloud://planted-env.objects/a.txt -Destination refused.txt -Connection $good; Copy-WxCloudFile cloud://planted-env.objects/a.txt -Destination b.txt -Connection $refused; Copy-WxCloudFile cloud://planted-env.objects/a.txt -Destination b.txt -Connection $givenRefused }
        }
        @{
            Name     = 'Disconnect-WxCloud'
            Succeeds = { Disconnect-WxCloud good -ClearTokenCache }
            Fails    = { Disconnect-WxCloud unknown }
        }
        @{
            Name     = 'Export-WxCloudCollection'
            Succeeds = { Export-WxCloudCollection c "$folder/c.json" -NoWait -Connection $good }
            Fails    = { Export-WxCloudCollection c "$folder/d.json" -Connection $refused; Export-WxCloudCollection c "$folder/d.json" -Connection $givenRefused }
        }
        @{
            Name     = 'Find-WxCloudOrphan'
            Succeeds = { Find-WxCloudOrphan c -Prefix p -Connection $good }
            Fails    = { Find-WxCloudOrphan c -Prefix refused -Connection $good; Find-WxCloudOrphan c -Connection $refused; Find-WxCloudOrphan c -Connection $givenRefused }
        }
        @{
            Name     = 'Get-WxAccessToken'
            Succeeds = { Get-WxAccessToken -Connection $good; Get-WxAccessToken -Connection $good -ForceRefresh; Get-WxAccessToken -Connection $given }
            HandsOut = { Get-WxAccessToken -Connection $good -AsPlainText }
            Fails    = { Get-WxAccessToken -Connection $refused; Get-WxAccessToken -Connection $refusedStandard; Get-WxAccessToken -Connection $given -ForceRefresh }
        }
        @{
            Name     = 'Get-WxCloudCollection'
            Succeeds = { Get-WxCloudCollection -Connection $good }
            Fails    = { Get-WxCloudCollection -Connection $refused; Get-WxCloudCollection -Connection $givenRefused }
        }
        @{
            Name     = 'Get-WxCloudConnection'
            Succeeds = { Get-WxCloudConnection }
            Fails    = { Get-WxCloudConnection unknown }
        }
        @{
            Name     = 'Get-WxCloudDocument'
            Succeeds = { Get-WxCloudDocument c -Connection $good }
            Fails    = { Get-WxCloudDocument c -Connection $refused; Get-WxCloudDocument c -Connection $givenRefused }
        }
        @{
            Name     = 'Get-WxCloudEmulator'
            Succeeds = { Get-WxCloudEmulator }
            Fails    = { Get-WxCloudEmulator -Port 1 }
        }
        @{
            Name     = 'Get-WxCloudFile'
            Succeeds = { Get-WxCloudFile -Prefix p -Connection $good }
            Fails    = { Get-WxCloudFile -Prefix refused -Connection $good; Get-WxCloudFile -Prefix p -Connection $refused; Get-WxCloudFile -Prefix p -Connection $givenRefused }
        }
        @{
            Name     = 'Get-WxCloudMigration'
            Succeeds = { Get-WxCloudMigration 1 -Connection $good | Select-Object * -ExcludeProperty FileUrl }
            HandsOut = { (Get-WxCloudMigration 1 -Connection $good).FileUrl }
            Fails    = { Get-WxCloudMigration 1 -Connection $refused; Get-WxCloudMigration 1 -Connection $givenRefused }
        }
        @{
            Name     = 'Get-WxLoginSession'
            Succeeds = { Get-WxLoginSession code -Connection $good }
            Fails    = { Get-WxLoginSession code -Connection $refused; Get-WxLoginSession code -Connection $givenRefused }
        }
        @{
            Name     = 'Get-WxTempFileUrl'
            Succeeds = { Get-WxTempFileUrl cloud://planted-env.objects/a.txt -Connection $good | Select-Object * -ExcludeProperty Url }
            HandsOut = { (Get-WxTempFileUrl cloud://planted-env.objects/a.txt -Connection $good).Url }
            Fails    = { Get-WxTempFileUrl cloud://planted-env.objects/a.txt -Connection $refused; Get-WxTempFileUrl cloud://planted-env.objects/a.txt -Connection $givenRefused }
        }
        @{
            Name     = 'Import-WxCloudCollection'
            Succeeds = { Import-WxCloudCollection c "$folder/a.txt" -FileType Json -NoWait -Connection $good }
            Fails    = { Import-WxCloudCollection c "$folder/a.txt" -FileType Json -Connection $refused; Import-WxCloudCollection c "$folder/a.txt" -FileType Json -Connection $givenRefused }
        }
        @{
            Name     = 'Invoke-WxCloudAggregate'
            Succeeds = { Invoke-WxCloudAggregate c @{ '$match' = @{} } -Connection $good }
            Fails    = { Invoke-WxCloudAggregate c @{ '$match' = @{} } -Connection $refused; Invoke-WxCloudAggregate c @{ '$match' = @{} } -Connection $givenRefused }
        }
        @{
            Name     = 'Invoke-WxCloudFunction'
            Succeeds = { Invoke-WxCloudFunction f -Connection $good }
            Fails    = { Invoke-WxCloudFunction f -Connection $refused; Invoke-WxCloudFunction f -Connection $givenRefused }
        }
        @{
            Name     = 'Measure-WxCloudDocument'
            Succeeds = { Measure-WxCloudDocument c -Connection $good }
            Fails    = { Measure-WxCloudDocument c -Connection $refused; Measure-WxCloudDocument c -Connection $givenRefused }
        }
        @{
            Name     = 'Measure-WxCloudStorage'
            Succeeds = { Measure-WxCloudStorage p -Connection $good }
            Fails    = { Measure-WxCloudStorage refused -Connection $good; Measure-WxCloudStorage p -Connection $refused; Measure-WxCloudStorage p -Connection $givenRefused }
        }
        @{
            Name     = 'Measure-WxCloudTransfer'
            Succeeds = { Measure-WxCloudTransfer -Length 3 -Count 1 -WhatIf -Connection $good }
            Fails    = { Measure-WxCloudTransfer -Length 3 -Count 1 -Connection $refused; Measure-WxCloudTransfer -Length 3 -Count 1 -Connection $givenRefused }
        }
        @{
            Name     = 'Move-WxCloudFile'
            Succeeds = { Move-WxCloudFile cloud://planted-env.objects/a.txt -Destination b.txt -Connection $good; Get-WxTempFileUrl cloud://planted-env.objects/a.txt -Connection $good | Select-Object FileId }
            Fails    = { Move-WxCloudFile cloud://planted-env.objects/a.txt -Destination refused.txt -Connection $good; Move-WxCloudFile cloud://planted-env.objects/a.txt -Destination b.txt -Connection $refused; Move-WxCloudFile cloud://planted-env.objects/a.txt -Destination b.txt -Connection $givenRefused }
        }
        @{
            Name     = 'New-WxCloudCollection'
            Succeeds = { New-WxCloudCollection c -Connection $good }
            Fails    = { New-WxCloudCollection c -Connection $refused; New-WxCloudCollection c -Connection $givenRefused }
        }
        @{
            Name     = 'Receive-WxCloudFile'
            Succeeds = { Receive-WxCloudFile cloud://planted-env.objects/a.txt -Destination $folder/down -Connection $good }
            Fails    = { Receive-WxCloudFile cloud://planted-env.objects/refused.txt -Destination $folder/down -Connection $good; Receive-WxCloudFile cloud://planted-env.objects/a.txt -Connection $givenRefused }
        }
        @{
            Name     = 'Receive-WxFile'
            Succeeds = { Receive-WxFile "$server/objects/a.txt?sign=$env:PLANTED_LinkSignature" -Header (Get-Header) -OutFile "$folder/b.txt" }
            Fails    = { Receive-WxFile "$server/objects/refused.txt?q-signature=$env:PLANTED_LinkSignature" -Header (Get-Header); Receive-WxFile "http://127.0.0.1:1/?sign=$env:PLANTED_LinkSignature" -Header (Get-Header) }
        }
        @{
            Name     = 'Remove-WxCloudCollection'
            Succeeds = { Remove-WxCloudCollection c -Force -Connection $good }
            Fails    = { Remove-WxCloudCollection c -Force -Connection $refused; Remove-WxCloudCollection c -Force -Connection $givenRefused }
        }
        @{
            Name     = 'Remove-WxCloudDocument'
            Succeeds = { Remove-WxCloudDocument c -Id a -Force -Connection $good }
            Fails    = { Remove-WxCloudDocument c -Id a -Force -Connection $refused; Remove-WxCloudDocument c -Id a -Force -Connection $givenRefused }
        }
        @{
            Name     = 'Remove-WxCloudFile'
            Succeeds = { Remove-WxCloudFile cloud://planted-env.objects/a.txt -Force -PassThru -Connection $good }
            Fails    = { Remove-WxCloudFile cloud://planted-env.objects/a.txt -Force -Connection $refused; Remove-WxCloudFile cloud://planted-env.objects/a.txt -Force -Connection $givenRefused }
        }
        @{
            Name     = 'Repair-WxCloudFile'
            Succeeds = { Repair-WxCloudFile -Prefix p -Connection $good }
            Fails    = { Repair-WxCloudFile -Prefix refused -Connection $good; Repair-WxCloudFile -Prefix p -Connection $refused; Repair-WxCloudFile -Prefix p -Connection $givenRefused }
        }
        @{
            Name     = 'Restore-WxCloudEnvironment'
            Succeeds = { Backup-WxCloudEnvironment "$folder/restored" -Connection $good | Restore-WxCloudEnvironment -ConflictMode Upsert -Connection $good }
            Fails    = {
                $null = Backup-WxCloudEnvironment "$folder/restored" -Connection $good
                Restore-WxCloudEnvironment "$folder/restored" -Connection $refused
                Restore-WxCloudEnvironment "$folder/restored" -Connection $givenRefused
            }
        }
        @{
            Name     = 'Save-WxCloudConnection'
            Succeeds = { Save-WxCloudConnection kept -Connection $good; Save-WxCloudConnection script -Connection $good -SecretScript { $env:PLANTED_AppSecret }; Connect-WxCloud -ProfileName kept; Connect-WxCloud -ProfileName script }
            Fails    = { Save-WxCloudConnection kept -Connection $good; Save-WxCloudConnection odd -Connection $good -SecretScript { $env:PLANTED_AppSecret, 1 }; Connect-WxCloud -ProfileName odd }
            # Windows does not let us choose where profiles are kept, and those of the user are not ours to touch.
            Skip     = $keepsNothing -or $IsWindows
        }
        @{
            Name     = 'Send-WxCloudFile'
            Succeeds = { Send-WxCloudFile "$folder/a.txt" -Connection $good }
            Fails    = { Send-WxCloudFile "$folder/refused.txt" -Connection $good; Send-WxCloudFile "$folder/a.txt" -Connection $refused; Send-WxCloudFile "$folder/a.txt" -Connection $givenRefused }
        }
        @{
            Name     = 'Send-WxFile'
            Succeeds = { Send-WxFile "$server/objects/a.txt?sign=$env:PLANTED_LinkSignature" "$folder/a.txt" -Header (Get-Header) -FormData @{ password = $env:PLANTED_AppSecret } }
            Fails    = { Send-WxFile "http://127.0.0.1:1/?sign=$env:PLANTED_LinkSignature" "$folder/a.txt" -Header (Get-Header) -FormData @{ password = $env:PLANTED_AppSecret } }
        }
        @{
            Name     = 'Set-WxCloudDocument'
            Succeeds = { Set-WxCloudDocument c -Id a -Document @{ a = 1 } -Connection $good }
            Fails    = { Set-WxCloudDocument c -Id a -Document @{ a = 1 } -Connection $refused; Set-WxCloudDocument c -Id a -Document @{ a = 1 } -Connection $givenRefused }
        }
        @{
            Name     = 'Start-WxCloudEmulator'
            Succeeds = { Start-WxCloudEmulator -Port 0 -InMemory -OutVariable global:started }
            Fails    = { Start-WxCloudEmulator -Port 0 -InMemory -FaultPath "$folder/none.json" }
        }
        @{
            Name     = 'Start-WxCloudFunction'
            Succeeds = { Start-WxCloudFunction f -Delay 60 -Connection $good }
            Fails    = { Start-WxCloudFunction f -Delay 60 -Connection $refused; Start-WxCloudFunction f -Delay 60 -Connection $givenRefused }
        }
        @{
            Name     = 'Stop-WxCloudEmulator'
            Succeeds = { Start-WxCloudEmulator -Port 0 -InMemory | Stop-WxCloudEmulator }
            Fails    = { Stop-WxCloudEmulator -Port 1 }
        }
        @{
            Name     = 'Sync-WxCloudFolder'
            Succeeds = { Sync-WxCloudFolder $folder p -Include a.txt -Connection $good }
            Fails    = { Sync-WxCloudFolder $folder refused -Connection $good; Sync-WxCloudFolder $folder p -Connection $refused; Sync-WxCloudFolder $folder p -Connection $givenRefused }
        }
        @{
            Name     = 'Test-WxCloudBackup'
            Succeeds = { Backup-WxCloudEnvironment "$folder/tested" -Connection $good | Test-WxCloudBackup }
            Fails    = { Test-WxCloudBackup $folder }
        }
        @{
            Name     = 'Test-WxCloudConnection'
            Succeeds = { Test-WxCloudConnection -Connection $good; Test-WxCloudConnection -Connection $good -Detailed }
            Fails    = { Test-WxCloudConnection -Connection $refused; Test-WxCloudConnection -Connection $refusedStandard -Detailed; Test-WxCloudConnection -Connection $nowhere }
        }
        @{
            Name     = 'Test-WxCloudFile'
            Succeeds = { Test-WxCloudFile cloud://planted-env.objects/a.txt -Connection $good }
            Fails    = { Test-WxCloudFile cloud://planted-env.objects/refused.txt -Connection $good; Test-WxCloudFile cloud://planted-env.objects/a.txt -Connection $refused; Test-WxCloudFile cloud://planted-env.objects/a.txt -Connection $givenRefused }
        }
        @{
            Name     = 'Update-WxCloudDocument'
            Succeeds = { Update-WxCloudDocument c -Id a -Document @{ a = 1 } -Connection $good }
            Fails    = { Update-WxCloudDocument c -Id a -Document @{ a = 1 } -Connection $refused; Update-WxCloudDocument c -Id a -Document @{ a = 1 } -Connection $givenRefused }
        }
        @{
            Name     = 'Update-WxCloudIndex'
            Succeeds = { Update-WxCloudIndex c -Drop i -Confirm:$false -Connection $good }
            Fails    = { Update-WxCloudIndex c -Drop i -Confirm:$false -Connection $refused; Update-WxCloudIndex c -Drop i -Confirm:$false -Connection $givenRefused }
        }
    )

    # A session for some cmdlets at a time: starting one takes as long as running three of them.
    $run = @($cmdlets | Where-Object { -not $_.Skip })
    $sessions = for ($first = 0; $first -lt $run.Count; $first += 6) {
        @{ Number = $first / 6 + 1; Cmdlets = $run[$first..($first + 5)] }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Add-TestType SecretServer.cs SecretServer
    $server = [SecretServer]::new()
    $planted = @{
        AppSecret       = 'planted-app-secret-05'
        AccessToken     = 'planted+given/token=06'
        CosKey          = 'planted-cos-key-07'
        CosToken        = 'planted-cos-token-08'
        Header          = 'planted-header-09'
        Token           = $server.Token
        TicketSignature = $server.TicketSignature
        TicketToken     = $server.TicketToken
        LinkSignature   = $server.LinkSignature
        SessionKey      = $server.SessionKey
    }

    # Precedes the code of each cmdlet. The secrets are in environment variables, so that no line of the script has one.
    $prelude = {
        Import-Module $package
        $server = $env:PLANTED_Server
        $folder = "$env:PLANTED_Folder/$name"
        $env:XDG_DATA_HOME = "$folder/data"
        $seen = "$folder/seen"
        $null = New-Item -ItemType Directory $seen
        'abc' | Set-Content "$folder/a.txt", "$folder/refused.txt" -NoNewline
        function Get-Header { @{ Authorization = $env:PLANTED_Header } }
        function Get-Planted ($Name) { ConvertTo-SecureString ([Environment]::GetEnvironmentVariable("PLANTED_$Name")) -AsPlainText -Force }

        $null = Start-Transcript "$seen/transcript.txt"
        $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
        $ErrorActionPreference = 'Continue'
        $credential = [pscredential]::new('wx1234567890', (Get-Planted AppSecret))
        $keys = @{ CosCredential = [pscredential]::new('key-id', (Get-Planted CosKey)); CosSessionToken = Get-Planted CosToken; EnvironmentId = 'planted-env' }
        $refused = Connect-WxCloud $credential -Endpoint "$server/refuse" -Name refused @keys
        $refusedStandard = Connect-WxCloud $credential -Endpoint "$server/refuse" -Name refusedStandard -TokenMode Standard @keys
        $givenRefused = Connect-WxCloud -AccessToken (Get-Planted AccessToken) -Endpoint "$server/refuse" -Name givenRefused @keys
        $given = Connect-WxCloud -AccessToken (Get-Planted AccessToken) -Endpoint $server -Name given @keys
        $nowhere = Connect-WxCloud $credential -Endpoint http://127.0.0.1:1/ -Name nowhere @keys
        $good = Connect-WxCloud $credential -Endpoint $server -Name good @keys

        # Everything in which a secret could be seen, in every form in which people look at it.
        function Save-Seen ($What, $Name) {
            $What | Out-Host
            $What | Out-String -Width 500 | Set-Content "$seen/$Name.txt"
            $What | Format-List * -Force | Out-String -Width 500 | Set-Content "$seen/$Name-list.txt"
            $What | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue 5>$null | Set-Content "$seen/$Name.json"
            $What | Export-Clixml "$seen/$Name.xml"
            foreach ($item in $What) { "$item" | Add-Content "$seen/$Name-string.txt" }
        }

        function Save-Everything ($What, $Name) {
            Save-Seen $What $Name
            Save-Seen $global:Error "$Name-errors"
            Get-WxCloudConnection | Export-Clixml "$seen/$Name-connections.xml"
            Get-Variable | Format-List * -Force | Out-String -Width 500 | Set-Content "$seen/$Name-variables.txt"
            $processes = if ($IsWindows) { (Get-CimInstance Win32_Process).CommandLine } else { ps -efww }
            $processes | Set-Content "$seen/$Name-processes.txt"
        }
    }

    # Runs cmdlets one after the other in one PowerShell, each with its own folder, connections and transcript.
    function Invoke-Cmdlet ($Cmdlets, $Folder) {
        $text = @("`$prelude = {$prelude}") + @(foreach ($cmdlet in $Cmdlets) {
            "`$name = '$($cmdlet.Name)'; '>>> $($cmdlet.Name)'; . `$prelude"
            "`$output = & { $($cmdlet.Succeeds) } *>&1; Save-Everything `$output good; `$global:Error.Clear()"
            # What ends one line must not keep the next from running.
            $lines = $cmdlet.Fails.Ast.EndBlock.Statements.Extent.Text | ForEach-Object { "try { $_ } catch { `$_ }" }
            "`$output = & { $($lines -join '; ') } *>&1; Save-Everything `$output bad"
            'Remove-Variable output'
            if ($cmdlet.HandsOut) {
                "& { $($cmdlet.HandsOut) } 4>`$null 5>`$null | Set-Content `$folder/handed-out.txt"
            }
            'if ($global:started) { $global:started | Stop-WxCloudEmulator; $global:started = $null }'
            '$null = Stop-Transcript'
            'Get-WxCloudConnection | Disconnect-WxCloud 4>$null 5>$null; $global:Error.Clear()'
        })

        $environment = @{ PLANTED_Server = $server.Endpoint; PLANTED_Folder = $Folder; XDG_DATA_HOME = $env:XDG_DATA_HOME }
        $planted.GetEnumerator() | ForEach-Object { $environment["PLANTED_$($_.Key)"] = $_.Value }
        $Cmdlets.Name | ForEach-Object { $null = New-Item -ItemType Directory "$Folder/$_" }
        $shown = Invoke-Fresh ([scriptblock]::Create($text -join "`n")) -Environment $environment
        foreach ($line in $shown) {
            if ($line -match '^>>> (.+)') {
                $file = "$Folder/$($Matches[1])/seen/host.txt"
            }

            Add-Content $file $line
        }
    }

    function Find-Planted ($Path) {
        foreach ($file in Get-ChildItem $Path -File) {
            $text = [System.IO.File]::ReadAllText($file.FullName)
            foreach ($secret in $planted.GetEnumerator()) {
                foreach ($form in $secret.Value, [uri]::EscapeDataString($secret.Value)) {
                    if ($text.Contains($form)) {
                        "$($secret.Key) in $($file.Name)"
                    }
                }
            }
        }
    }
}

AfterAll {
    $server.Dispose()
}

Describe 'Secrets' {
    It 'are tested for every cmdlet' -TestCases @{ Names = $cmdlets.Name } {
        $Names | Sort-Object | Should -Be ((Import-PowerShellDataFile "$(Get-PackagePath)/WxCloud.psd1").CmdletsToExport | Sort-Object)
    }

    Context 'Session <Number>' -ForEach $sessions {
        BeforeAll {
            $root = (New-Item -ItemType Directory "$TestDrive/session").FullName
            Invoke-Cmdlet $Cmdlets $root
        }

        It 'are not shown by <Name>' -ForEach $Cmdlets {
            $folder = "$root/$Name"
            $seen = "$folder/seen"

            # It ran as expected, and logged it.
            "$(Get-Content "$seen/good-errors.txt")".Trim() | Should -BeNullOrEmpty
            Get-Content "$seen/bad-list.txt" -Raw | Should -Match 'WxCloud\.\w+\.\w+'
            if ($Name -match 'CloudFile|TempFile|AccessToken|Test-WxCloudConnection') {
                Get-Content "$seen/good.txt", "$seen/transcript.txt" | Where-Object { $_ -match '(POST|GET) localhost:\d+/\S+ 20\d' } | Should -Not -BeNullOrEmpty
                Get-Content "$seen/bad-list.txt" -Raw | Should -Match '\*\*\*'
            }

            @(Get-ChildItem $seen -File).Count | Should -BeGreaterThan 15
            Find-Planted $seen | Should -BeNullOrEmpty
            if ($HandsOut) {
                Find-Planted "$folder/handed-out.txt" | Should -Not -BeNullOrEmpty
            }
        }
    }
}
