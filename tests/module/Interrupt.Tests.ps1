BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    $server = Start-UnresponsiveServer
    $connect = "`$connection = Connect-WxCloud -AccessToken (ConvertTo-SecureString token -AsPlainText -Force) -EnvironmentId local-env -Endpoint"
    $file = Join-Path $TestDrive big.bin
    [System.IO.File]::WriteAllBytes($file, [byte[]]::new(20MB))
    $fileId = 'cloud://local-env.bucket/a.png'

    # A stop takes well under a second. The limit allows for a busy machine, and is far below the 60 seconds of -TimeoutSec.
    $limit = 20
}

AfterAll {
    $server.Dispose()
}

Describe 'Ctrl+C ends the command' {
    It 'while connecting' -Skip:$IsWindows {
        # A listener whose queue is full answers no further connection.
        $full = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $full.Start(0)
        $clients = 1..3 | ForEach-Object { $client = [System.Net.Sockets.TcpClient]::new(); $null = $client.ConnectAsync('127.0.0.1', $full.LocalEndpoint.Port); $client }
        try {
            $begun = [System.Diagnostics.Stopwatch]::StartNew()
            $stop = Measure-Stop "$connect http://$($full.LocalEndpoint); Get-WxTempFileUrl $fileId" -When { $begun.Elapsed.TotalSeconds -gt 1.5 }
            $stop.State | Should -Be Stopped
            $stop.Seconds | Should -BeLessThan $limit
        }
        finally {
            $clients | ForEach-Object Dispose
            $full.Stop()
        }
    }

    It 'while the server is silent' {
        $before = $server.Silent
        $stop = Measure-Stop "$connect $($server.Endpoint)/silent; Get-WxTempFileUrl $fileId" -When { $server.Silent -gt $before }
        $stop.State | Should -Be Stopped
        $stop.Seconds | Should -BeLessThan $limit
    }

    It 'while sending' {
        $before = $server.Silent
        $stop = Measure-Stop "$connect $($server.Endpoint); Send-WxCloudFile '$file'" -When { $server.Silent -gt $before }
        $stop.State | Should -Be Stopped
        $stop.Seconds | Should -BeLessThan $limit
    }

    It 'while receiving, and leaves no file under the final name' {
        $before = $server.Silent
        $folder = Join-Path $TestDrive received
        $stop = Measure-Stop "$connect $($server.Endpoint); Receive-WxCloudFile $fileId -Destination '$folder'" -When { $server.Silent -gt $before }
        $stop.State | Should -Be Stopped
        $stop.Seconds | Should -BeLessThan $limit
        Join-Path $folder a.png | Should -Not -Exist
    }

    It 'while sending to a full pipeline of many files' {
        $many = Join-Path $TestDrive many
        $null = New-Item -ItemType Directory $many
        1..200 | ForEach-Object { [System.IO.File]::WriteAllText("$many/$_.txt", "$_") }
        $before = $server.Silent
        $stop = Measure-Stop "$connect $($server.Endpoint); Get-ChildItem '$many' | Send-WxCloudFile" -When { $server.Silent -ge $before + 10 }
        $stop.State | Should -Be Stopped
        $stop.Seconds | Should -BeLessThan $limit
    }

    It 'while Send-WxFile sends' {
        $before = $server.Silent
        $stop = Measure-Stop "Send-WxFile '$($server.Endpoint)/objects/a' '$file'" -When { $server.Silent -gt $before }
        $stop.State | Should -Be Stopped
        $stop.Seconds | Should -BeLessThan $limit
    }

    It 'while Receive-WxFile receives, and leaves no file' {
        $before = $server.Silent
        $folder = Join-Path $TestDrive fetched
        $stop = Measure-Stop "Receive-WxFile '$($server.Endpoint)/objects/a.png' -OutFile '$folder/a.png'" -When { $server.Silent -gt $before -and (Get-ChildItem $folder -Force -ErrorAction Ignore) }
        $stop.State | Should -Be Stopped
        $stop.Seconds | Should -BeLessThan $limit
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }

    It 'while a drive is listed, read or tested: <_>' -ForEach 'Get-ChildItem wx:/', 'Test-Path wx:/a', 'Get-Content wx:/a', 'Set-Content wx:/a x' {
        $before = $server.Silent
        $stop = Measure-Stop "$connect $($server.Endpoint)/silent -Drive; $_" -When { $server.Silent -gt $before }
        $stop.State | Should -Be Stopped
        $stop.Seconds | Should -BeLessThan $limit
    }

    It 'and so does an error in a command before it' {
        Import-Module (Get-PackagePath)
        $connection = Connect-WxCloud -AccessToken (ConvertTo-SecureString token -AsPlainText -Force) -EnvironmentId local-env -Endpoint $server.Endpoint
        $before = $server.Silent
        {
            & {
                $file
                while ($server.Silent -eq $before) {
                    Start-Sleep -Milliseconds 20
                }

                throw 'broken'
            } | Send-WxCloudFile -Connection $connection
        } | Should -Throw 'broken'
        $server.Silent | Should -BeGreaterThan $before
    }

    It 'and closes its sockets' {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        while (-not $server.AllClosed -and $clock.Elapsed.TotalSeconds -lt $limit) {
            Start-Sleep -Milliseconds 20
        }

        $server.AllClosed | Should -BeTrue
    }
}
