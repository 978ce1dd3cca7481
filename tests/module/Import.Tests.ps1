BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    $package = Get-PackagePath
    $count = (Import-PowerShellDataFile "$package/WxCloud.psd1").CmdletsToExport.Count
}

Describe 'Importing' {
    It 'gives all cmdlets again after a removal' {
        Invoke-Fresh {
            Import-Module $package
            Remove-Module WxCloud
            Import-Module $package
            (Get-Command -Module WxCloud).Count
            (Connect-WxCloud -Emulator).AppId
        } | Should -Be $count, 'wx0000000000000001'
    }

    It 'gives all cmdlets again with -Force' {
        Invoke-Fresh {
            Import-Module $package
            Import-Module $package -Force
            Import-Module $package -Force
            (Get-Command -Module WxCloud).Count
            (Connect-WxCloud -Emulator).AppId
        } | Should -Be $count, 'wx0000000000000001'
    }

    It 'leaves no cmdlet behind when it is removed' {
        Invoke-Fresh {
            Import-Module $package
            Remove-Module WxCloud
            @(Get-Command -Module WxCloud -ErrorAction Ignore).Count
        } | Should -Be 0
    }

    It 'happens automatically from a module path' {
        $parent = Split-Path $package
        Invoke-Fresh { (Connect-WxCloud -Emulator).AppId } -Environment @{ PSModulePath = "$parent$([IO.Path]::PathSeparator)$env:PSModulePath" } |
            Should -Be 'wx0000000000000001'
    }

    It 'works beside a module that loaded another edition of a library, and leaves it working' {
        Invoke-Fresh {
            Import-Module $other
            Get-OtherService
            Import-Module $testing, $package
            $emulator = Start-TestEmulator
            try {
                $null = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -NoTokenCache
                (Get-WxAccessToken).AppId
            }
            finally {
                Stop-TestEmulator $emulator
            }
            Get-OtherService
        } | Should -Be 'works', 'wx0000000000000001', 'works'
    }

    It 'does not load its libraries into the context of the host' -Tag PowerShell7 {
        Invoke-Fresh {
            Import-Module $package
            $null = Connect-WxCloud -Emulator
            [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name -match 'Polly|WxCloud'
        } | Should -Be 'WxCloud.Loader'
    }

    It 'of a second copy at another place works in the same session' {
        $copy = Join-Path $TestDrive WxCloud
        Copy-Item $package $copy -Recurse
        Invoke-Fresh ([scriptblock]::Create("Import-Module `$package; Remove-Module WxCloud; Import-Module '$copy'; (Get-Command Connect-WxCloud).DLL -like '$TestDrive*'; (Connect-WxCloud -Emulator).AppId")) |
            Should -Be 'True', 'wx0000000000000001'
    }

    It 'works in two runspaces, each with a default connection of its own' {
        Invoke-Fresh {
            Import-Module $package
            $null = Connect-WxCloud -Emulator -Name first
            $second = [powershell]::Create()
            $null = $second.AddScript("Import-Module '$package'; (Get-WxCloudConnection | Measure-Object).Count; `$null = Connect-WxCloud -Emulator -Name second; (Get-WxCloudConnection).Name")
            $second.Invoke()
            (Get-WxCloudConnection).Name
        } | Should -Be 0, 'second', 'first'
    }

    It 'works in ForEach-Object -Parallel, where connections bind to -Connection' -Tag PowerShell7 {
        Invoke-Fresh {
            Import-Module $testing, $package
            $emulator = Start-TestEmulator
            try {
                $connection = Connect-WxCloud -Emulator -Endpoint $emulator.Endpoint -NoTokenCache
                $all = 1..8 | ForEach-Object -Parallel {
                    Import-Module $using:package
                    Get-WxAccessToken -Connection $using:connection -AsPlainText
                }
                "$($all.Count) $(@($all | Sort-Object -Unique).Count)"
            }
            finally {
                Stop-TestEmulator $emulator
            }
        } | Should -Be '8 1'
    }

    It 'works in Start-ThreadJob' -Tag PowerShell7 {
        Invoke-Fresh {
            Import-Module $package
            $connection = Connect-WxCloud -Emulator
            $job = Start-ThreadJob { Import-Module $using:package; (Connect-WxCloud -Emulator -Name job).Name; ($using:connection).Name }
            $job | Receive-Job -Wait -AutoRemoveJob
        } | Should -Be 'job', 'emulator'
    }

    It 'starts no thread' {
        # PowerShell's own start may take a thread of the pool in the same moment; a thread of ours would come every time.
        $started = foreach ($try in 1..5) {
            Invoke-Fresh {
                $null = Get-Process -Id $PID
                $before = [System.Threading.ThreadPool]::ThreadCount
                Import-Module $package
                [System.Threading.ThreadPool]::ThreadCount - $before
            }
        }

        $started | Should -Contain '0'
    }

    It 'loads only the assemblies of the module and opens no connection' -Tag NewestBuild {
        Invoke-Fresh {
            Import-Module $package
            $loaded = (Get-Command Connect-WxCloud).ImplementingType.Assembly
            [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($loaded).Assemblies.GetName().Name
        } | Should -Be 'WxCloud.Cmdlets', 'WxCloud.Core'
    }
}
