BeforeDiscovery {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    $cmdlets = (Import-PowerShellDataFile "$(Get-PackagePath)/WxCloud.psd1").CmdletsToExport
}

BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    $package = Get-PackagePath
}

Describe 'The package' {
    It 'contains no System.Management.Automation' {
        Get-ChildItem $package -Recurse -Filter 'System.Management.Automation*' | Should -BeNullOrEmpty
    }

    It 'contains the files that the manifest names' {
        (Test-ModuleManifest "$package/WxCloud.psd1" -ErrorAction Stop).Name | Should -Be WxCloud
    }

    It 'has all that a gallery shows in its manifest, each address below that of the project' {
        $manifest = Import-PowerShellDataFile "$package/WxCloud.psd1"
        $shown = $manifest.PrivateData.PSData
        $shown.ProjectUri | Should -Match '^https://'
        $shown.LicenseUri | Should -BeExactly "$($shown.ProjectUri)/blob/main/LICENSE"
        $shown.ReleaseNotes | Should -BeExactly "$($shown.ProjectUri)/blob/main/CHANGELOG.md"
        $shown.IconUri | Should -BeLike "$($shown.ProjectUri)/raw/main/*.png"
        $manifest.HelpInfoUri | Should -BeLike "$($shown.ProjectUri)/*/"
        $shown.Keys | Should -Contain Prerelease
        $shown.Tags.Count | Should -BeGreaterThan 5
        foreach ($path in ($shown.LicenseUri, $shown.ReleaseNotes, $shown.IconUri) -replace '^.*/main/') {
            "$PSScriptRoot/../../$path" | Should -Exist
        }
    }

    It 'brings no assembly to PowerShell 7.6 that its runtime has itself' -Tag NewestBuild {
        $runtime = Split-Path ([object].Assembly.Location)
        Get-ChildItem "$package/bin/net10.0" -Filter *.dll | Where-Object { Test-Path (Join-Path $runtime $_.Name) } | Should -BeNullOrEmpty
    }

    It 'prefers assemblies that are compiled for this system' -Tag NewestBuild {
        $copy = Copy-Item $package $TestDrive -Recurse -PassThru | Where-Object Name -eq WxCloud
        $system = if ($IsWindows) { 'win' } elseif ($IsMacOS) { 'osx' } else { 'linux' }
        $processor = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant()
        $null = New-Item -ItemType Directory "$copy/bin/net10.0-$system-$processor" -Force
        $location = { Import-Module $package; Split-Path (Get-Command Connect-WxCloud).ImplementingType.Assembly.Location }
        $copied = [scriptblock]::Create("`$package = '$copy'`n$location")
        Get-ChildItem "$copy/bin/net10.0-$system-$processor" | Remove-Item -Recurse
        Invoke-Fresh $copied | Should -Be (Join-Path $copy bin net10.0)
        Copy-Item "$copy/bin/net10.0/*" "$copy/bin/net10.0-$system-$processor" -Recurse
        Invoke-Fresh $copied | Should -Be (Join-Path $copy bin "net10.0-$system-$processor")
    }

    It 'brings the emulator, to be run by dotnet' {
        "$package/emulator/WxCloud.Emulator.dll" | Should -Exist
        "$package/emulator/WxCloud.Emulator.runtimeconfig.json" | Should -Exist
    }

    It 'brings Chinese texts for both editions' {
        "$package/bin/net10.0/zh-Hans/WxCloud.Core.resources.dll" | Should -Exist
        "$package/bin/netstandard2.0/zh-Hans/WxCloud.Core.resources.dll" | Should -Exist
    }

    It 'has about topics in English and Chinese' {
        foreach ($culture in 'en-US', 'zh-CN') {
            "$package/$culture/WxCloud.Cmdlets.dll-Help.xml" | Should -Exist
            "$package/$culture/about_WxCloud.help.txt" | Should -Exist
            "$package/$culture/about_WxCloud_Errors.help.txt" | Should -Exist
        }

        (Invoke-Fresh { Import-Module $package; Get-Help about_WxCloud }) -join ' ' | Should -Match 'fileIDs'
        Invoke-Fresh { [cultureinfo]::CurrentUICulture = 'zh-CN'; Import-Module $package; (Get-Help Send-WxCloudFile).Synopsis } | Should -Match '上传'
    }

    It 'explains every error in English and Chinese' {
        $english = (Invoke-Fresh { Import-Module $package; Get-Help about_WxCloud_Errors }) -join "`n"
        $english | Should -Match '(?s)WxCloud\.Token\.IpNotAllowed\n\s+errcode: .*40164.*What to do: Add IP to the IP whitelist'
        $english -replace '\(`\)' | Should -Not -Match '[|`]'
        $chinese = (Invoke-Fresh { [cultureinfo]::CurrentUICulture = 'zh-CN'; Import-Module $package; Get-Help about_WxCloud_Errors }) -join "`n"
        $chinese | Should -Match '(?s)WxCloud\.Token\.IpNotAllowed\n\s+errcode: .*40164.*处理办法: 请在小程序后台'
    }

    It 'exports exactly the cmdlets of the manifest' {
        Invoke-Fresh {
            $module = Import-Module $package -PassThru
            $manifest = Import-PowerShellDataFile "$package/WxCloud.psd1"
            "cmdlets: $(($module.ExportedCmdlets.Keys | Sort-Object) -join ' ')"
            "manifest: $(($manifest.CmdletsToExport | Sort-Object) -join ' ')"
            "others: $($module.ExportedFunctions.Count + $module.ExportedAliases.Count + $module.ExportedVariables.Count)"
        } | Set-Variable output
        $output[0] -replace '^cmdlets: ' | Should -Be ($output[1] -replace '^manifest: ')
        $output[0] | Should -Match 'Send-WxCloudFile'
        $output[2] | Should -Be 'others: 0'
    }

    It 'has every cmdlet of its assembly in the manifest' {
        Invoke-Fresh {
            Import-Module $package
            $inAssembly = (Get-Command Connect-WxCloud).ImplementingType.Assembly.ExportedTypes | ForEach-Object {
                $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false) | ForEach-Object { "$($_.VerbName)-$($_.NounName)" }
            }
            "only in one: $((Compare-Object $inAssembly (Import-PowerShellDataFile "$package/WxCloud.psd1").CmdletsToExport).InputObject)"
        } | Should -Be 'only in one: '
    }
}

Describe '<_>' -ForEach $cmdlets {
    BeforeAll {
        Import-Module $package
        $command = Get-Command $_
    }

    It 'uses an approved verb' {
        (Get-Verb).Verb | Should -Contain $command.Verb
    }

    It 'has a singular noun' {
        $command.Noun | Should -Not -Match '[^s]s$'
    }

    It 'shows no type of a dependency' {
        $types = $command.Parameters.Values.ParameterType + $command.OutputType.Type
        $types.FullName | Should -Not -Match 'Microsoft\.Extensions|Polly'
    }

    It 'has help with a synopsis, an example and every parameter' {
        $help = Get-Help $command
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis.Trim() | Should -Not -Match "^$($command.Name)"
        @($help.examples.example).Count | Should -BeGreaterThan 0
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        foreach ($name in $command.Parameters.Keys | Where-Object { $_ -notin $common }) {
            ($help.parameters.parameter | Where-Object name -eq $name).description.Text | Should -Not -BeNullOrEmpty -Because "$name needs a description"
        }
    }
}
