BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
}

# As with application control on Windows: the module is trusted and imported in full language, the session is constrained.
Describe 'In constrained language' {
    It 'cmdlets work, and so do their objects, pipelines, script blocks and errors' {
        $output = Invoke-Fresh {
            Import-Module $testing, $package
            $emulator = Start-TestEmulator
            try {
                $folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "wxcloud-test-$PID")).FullName
                Set-Content "$folder/a.txt" 'spring' -NoNewline
                Set-Content "$folder/b.txt" 'summer' -NoNewline
                $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'

                "mode: $($ExecutionContext.SessionState.LanguageMode)"
                try { [Net.WebClient]::new() } catch { "refused: $($_.FullyQualifiedErrorId)" }
                $connection = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -NoTokenCache
                "connection: $($connection.AppId)"
                $files = Get-ChildItem "$folder/*.txt" | Send-WxCloudFile -CloudPath { "clm/$($_.Name)" } | Sort-Object CloudPath
                "sent: $($files.CloudPath)"
                "link: $(Invoke-RestMethod ($files | Select-Object -First 1 | Get-WxTempFileUrl -MaxAge 60).Url)"
                "listed: $((Get-WxCloudFile clm/ -Recurse | Where-Object { $_.Length -eq 6 } | ForEach-Object CloudPath | Sort-Object) -join ' ')"
                $null = New-WxCloudCollection image
                $null = $files | Add-WxCloudDocument -Collection image -Property @{ n = 'fileID'; e = { $_.FileId } }, @{ n = 'size'; e = { $_.Length * 2 } }
                "documents: $((Get-WxCloudDocument -Collection image -Filter @{ size = 12 } | ForEach-Object fileID | Sort-Object) -join ' ')"
                $back = $files | Receive-WxCloudFile -Destination "$folder/back" | Sort-Object CloudPath
                "back: $(Get-Content ($back | Select-Object -First 1).LocalPath)"
                "compared: $((Compare-WxCloudFolder "$folder/back" -Prefix new | Group-Object Action).Name)"
                Receive-WxCloudFile 'cloud://nonsense' -Destination $folder -ErrorVariable failure -ErrorAction SilentlyContinue
                "error: $($failure.FullyQualifiedErrorId) $($failure.TargetObject)"
                $files | Remove-WxCloudFile -Force
                "kept: $($files | Test-WxCloudFile)"
                "table: $(@(($files | Format-Table | Out-String) -split "`n" -match 'clm/a.txt').Count)"
                Remove-Item $folder -Recurse
            }
            finally {
                Stop-TestEmulator $emulator
            }
        }
        $ids = 'a', 'b' | ForEach-Object { "cloud://local-env.6c6f-local-env-1250000000/clm/$_.txt" }
        $output | Should -Be @(
            'mode: ConstrainedLanguage'
            'refused: CannotCreateTypeConstrainedLanguage'
            'connection: wx0000000000000001'
            'sent: clm/a.txt clm/b.txt'
            'link: spring'
            'listed: clm/a.txt clm/b.txt'
            "documents: $ids"
            'back: spring'
            'compared: Upload'
            'error: WxCloud.FileId.Malformed,WxCloud.Cmdlets.Commands.ReceiveWxCloudFileCommand cloud://nonsense'
            'kept: False False'
            'table: 1'
        )
    }
}
