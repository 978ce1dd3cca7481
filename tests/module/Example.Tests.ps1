# Every example of every cmdlet runs as it stands in the help. The session that examples expect is made by examples/Session.ps1.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    $names = (Import-PowerShellDataFile "$(Get-PackagePath)/WxCloud.psd1").CmdletsToExport
    $cmdlets = foreach ($name in $names) { @{ Name = $name } }
    $examples = foreach ($name in $names) {
        $number = 0
        foreach ($example in Get-HelpExample $name en-US) {
            $number++
            @{ Name = $name; Number = $number; Title = $example.Title; Code = $example.Code }
        }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    Import-Module (Get-PackagePath)
    Add-TestType Hosts.cs ExampleHost
    Add-TestType examples/WebServer.cs WebServer

    $hasNode = [bool](Get-Command node -ErrorAction Ignore)
    $keepsProfiles = -not $IsWindows -and -not (Test-OlderBuild)
    $template = New-Item -ItemType Directory "$TestDrive/template"
    Push-Location $template
    & "$PSScriptRoot/examples/Files.ps1"
    Pop-Location
    $emulator = Start-TestEmulator --environment local-env --environment other-env --functions "$template/cloudfunctions"
    $web = [WebServer]::new()

    # A browser that opens nothing, for -Show.
    $programs = New-Item -ItemType Directory "$TestDrive/programs"
    if (-not $IsWindows) {
        foreach ($name in 'xdg-open', 'open') {
            Set-Content "$programs/$name" "#!/bin/sh"
            chmod +x "$programs/$name"
        }
    }

    $path = $env:PATH
    $env:PATH = "$programs$([IO.Path]::PathSeparator)$path"
    $savedVariables = Get-ChildItem Env:WXCLOUD_*

    # What an example can change: stored files and documents by requests, local files, connections, and emulators.
    function Get-State ($Shell, $Folder) {
        $Shell.Commands.Clear()
        $connections = $Shell.AddScript('"$((Get-WxCloudConnection).Name) $((Get-WxCloudEmulator).Endpoint)"').Invoke()
        $Shell.Commands.Clear()
        $files = Get-ChildItem $Folder, "$env:XDG_DATA_HOME/WxCloud/profiles" -Recurse -File -ErrorAction Ignore | ForEach-Object { "$($_.FullName) $($_.LastWriteTimeUtc.Ticks)" }
        @($connections; $files; $web.Count; Get-TestRequest $emulator | ConvertTo-Json) -join "`n"
    }

    # Runs code in a session of its own, and returns what came of it.
    function Invoke-Example ($Code) {
        Reset-TestEmulator $emulator
        $folder = "$TestDrive/run"
        Remove-Item $folder -Recurse -Force -ErrorAction Ignore
        Copy-Item $template $folder -Recurse
        $exampleHost = [ExampleHost]::new((ConvertTo-SecureString emulator-secret -AsPlainText -Force))
        $runspace = [runspacefactory]::CreateRunspace($exampleHost)
        $shell = [powershell]::Create()
        try {
            $runspace.Open()
            $shell.Runspace = $runspace
            $null = $shell.AddScript("Set-Location '$folder'; Import-Module '$(Get-PackagePath)'").AddStatement().
                AddCommand("$PSScriptRoot/examples/Session.ps1").AddParameters(@{ Endpoint = $emulator.Endpoint; WebAddress = $web.Uri; Code = $Code }).Invoke()
            if ($shell.HadErrors) {
                throw "The session cannot be prepared: $($shell.Streams.Error)"
            }

            $before = Get-State $shell $folder
            $exampleHost.Lines.Clear()
            $shell.Streams.ClearStreams()
            $output = @()
            $ended = try {
                $output = $shell.AddScript("Set-StrictMode -Version 1.0`n$Code").Invoke()
            }
            catch {
                "$_"
            }

            [pscustomobject]@{
                Errors     = @($ended; $shell.Streams.Error) | Where-Object { $_ } | ForEach-Object { "$_" }
                DidNothing = $output.Count + $exampleHost.Lines.Count -eq 0 -and $before -eq (Get-State $shell $folder)
            }
        }
        finally {
            $null = $shell.Commands.Clear()
            $null = $shell.AddScript('Get-WxCloudEmulator | Stop-WxCloudEmulator; Get-WxCloudConnection | Disconnect-WxCloud').Invoke()
            $shell.Dispose()
            $runspace.Dispose()
            Get-ChildItem Env:WXCLOUD_* | Remove-Item
            $savedVariables | ForEach-Object { Set-Item "Env:$($_.Name)" $_.Value }
            if ($keepsProfiles) {
                Remove-Item "$env:XDG_DATA_HOME/WxCloud/profiles" -Recurse -Force -ErrorAction Ignore
            }
        }
    }
}

AfterAll {
    $env:PATH = $path
    $web.Dispose()
    Stop-TestEmulator $emulator
}

Describe 'The help of <Name>' -ForEach $cmdlets {
    It 'has at least three examples, each with the cmdlet in it' {
        $examples = @(Get-HelpExample $Name en-US)
        $examples.Count | Should -BeGreaterOrEqual 3
        $examples.Code | Should -Match "\b$Name\b"
    }
}

Describe 'Example <Number> of <Name>: <Title>' -ForEach $examples {
    It 'runs as it stands' {
        if ($Code -match 'Invoke-WxCloudFunction' -and -not $hasNode) {
            Set-ItResult -Skipped -Because 'there is no Node.js to run cloud functions'
        }

        if ($Code -match '-ProfileName|Save-WxCloudConnection' -and -not $keepsProfiles) {
            Set-ItResult -Skipped -Because 'profiles would go to the data of the user, or cannot be kept by this edition'
        }

        if ($Code -match '-Show\b' -and $IsWindows) {
            Set-ItResult -Skipped -Because 'it would open a browser'
        }

        $result = Invoke-Example $Code
        $result.Errors | Should -BeNullOrEmpty
        $result.DidNothing | Should -BeFalse -Because 'an example shows or changes something'
    }
}

Describe 'The runner of examples' {
    It 'sees <What>' -ForEach @(
        @{ What = 'an error'; Code = 'Get-WxCloudFile -FileId cloud://local-env.6c6f-local-env-1250000000/none' }
        @{ What = 'an error that ends the command'; Code = 'Get-WxCloudFile -EnvironmentId none' }
        @{ What = 'a variable that is not there'; Code = '$nothing | Get-WxTempFileUrl' }
    ) {
        (Invoke-Example $Code).Errors | Should -Not -BeNullOrEmpty
    }

    It 'sees what does nothing' {
        $result = Invoke-Example '$a = 1'
        $result.Errors | Should -BeNullOrEmpty
        $result.DidNothing | Should -BeTrue
    }
}
