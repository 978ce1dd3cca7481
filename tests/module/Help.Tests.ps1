BeforeDiscovery {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    $cmdlets = (Import-PowerShellDataFile "$(Get-PackagePath)/WxCloud.psd1").CmdletsToExport
    $docs = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../docs")
    $pages = @(
        Get-ChildItem "$docs/cmdlets" -Filter *.md | ForEach-Object { @{ Name = $_.Name; English = $_.FullName; Chinese = "$docs/cmdlets/zh-CN/$($_.Name)" } }
        Get-ChildItem $docs -Filter about_*.md | ForEach-Object { @{ Name = $_.Name; English = $_.FullName; Chinese = "$docs/zh-CN/$($_.Name)" } }
    )
    $topics = 'WxCloud', 'WxCloud_Connections', 'WxCloud_Storage', 'WxCloud_Sync', 'WxCloud_Drive', 'WxCloud_Database', 'WxCloud_Functions', 'WxCloud_Emulator', 'WxCloud_Errors', 'WxCloud_Automation'
}

BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    $package = Get-PackagePath
    Import-Module $package

    # What a page has in the same way in each language: the levels of its headings, the names of parameters, its code, and how much there is of
    # the rest. Texts and comments in code are translated.
    function Get-Outline ($Path) {
        $inCode = $false
        $inParagraph = $false
        foreach ($line in Get-Content -LiteralPath $Path -Encoding utf8) {
            if ($line.StartsWith('```')) {
                $inCode = -not $inCode
                $inParagraph = $false
            }
            elseif ($inCode) {
                'code: ' + ($line -replace '<#.*?#>', '<##>' -replace '#.*', '#' -replace "'[^']*[^\x00-\x7f][^']*'|'(milk|shop|home)'", "''")
            }
            elseif ($line -match '^(#+) (-?)(.*)') {
                $inParagraph = $false
                "heading $($Matches[1])" + $(if ($Matches[2]) { " -$($Matches[3])" })
            }
            elseif ($line -match '^\||^- ') {
                $inParagraph = $true
                $Matches[0]
            }
            elseif ($line.Trim()) {
                if (-not $inParagraph) { 'paragraph' }
                $inParagraph = $true
            }
            else {
                $inParagraph = $false
            }
        }
    }
}

Describe 'The page <Name>' -ForEach $pages {
    It 'has the same headings, parameters, paragraphs and code in English and Chinese' {
        (Get-Outline $Chinese) -join "`n" | Should -BeExactly ((Get-Outline $English) -join "`n")
    }

    It 'is Chinese in Chinese' {
        Get-Content -LiteralPath $Chinese -Raw -Encoding utf8 | Should -Match '[\u4e00-\u9fff]{4}'
    }
}

Describe 'The comparison of languages' {
    It 'sees what one page lacks' -ForEach '### -Extra', '```powershell|Get-WxCloudFile other|```', '- item', '| a | b |', 'Another paragraph.' {
        $text = '# A', '', 'Text.', '', '## Examples', '', '```powershell', "Get-WxCloudFile 'x' # all", '```'
        Set-Content "$TestDrive/one.md" $text
        Set-Content "$TestDrive/two.md" ($text + '' + ($_ -split '\|(?=Get|`)'))
        (Get-Outline "$TestDrive/two.md") -join "`n" | Should -Not -BeExactly ((Get-Outline "$TestDrive/one.md") -join "`n")
    }
}

Describe 'The topic about_<_>' -ForEach $topics {
    It 'is in the package in both languages, in lines that fit 80 columns' {
        foreach ($culture in 'en-US', 'zh-CN') {
            $lines = Get-Content "$package/$culture/about_$_.help.txt" -Encoding utf8
            $text = @($lines -notmatch '^ {8}')
            $text.Count | Should -BeGreaterThan 10
            ($text | ForEach-Object { ($_ -replace '[\u2e80-\uffff]', '..').Length } | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 80
        }
    }

    It 'has a short description of one line, which is all that lists of topics show' {
        foreach ($culture in 'en-US', 'zh-CN') {
            (Get-Content "$package/$culture/about_$_.help.txt" -Encoding utf8)[4] | Should -Match '[.\u3002]$'
        }
    }

    It 'is found by Get-Help' {
        Get-Help "about_$_" | Out-String | Should -Match "^\s*TOPIC\s+about_$_\s"
    }
}

Describe 'The help of <_>' -ForEach $cmdlets {
    BeforeAll {
        $command = Get-Command $_
        $help = Get-Help $_
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        function Get-Way ($Parameters) {
            $ways = @(
                if ($Parameters.ValueFromPipeline -eq $true) { 'ByValue' }
                if ($Parameters.ValueFromPipelineByPropertyName -eq $true) { 'ByPropertyName' }
            )
            if ($ways) { "True ($($ways -join ', '))" } else { 'False' }
        }
    }

    It 'states the pipeline input and the necessity of each parameter in each set' {
        foreach ($set in $command.ParameterSets) {
            $expected = $set.Parameters | Where-Object Name -notin $common | ForEach-Object { "$($_.Name) $(Get-Way $_) $($_.IsMandatory)".ToLowerInvariant() } | Sort-Object
            $written = @($help.syntax.syntaxItem | ForEach-Object { , @($_.parameter | Where-Object name -notin $common | ForEach-Object { "$($_.name) $($_.pipelineInput) $($_.required)".ToLowerInvariant() } | Sort-Object) })
            @($written | ForEach-Object { $_ -join "`n" }) | Should -Contain ($expected -join "`n") -Because "that is the set $($set.Name)"
        }
    }

    It 'states the pipeline input of each parameter over all sets' {
        foreach ($parameter in $command.Parameters.Values | Where-Object Name -notin $common) {
            $sets = @($parameter.ParameterSets.Values)
            ($help.parameters.parameter | Where-Object name -eq $parameter.Name).pipelineInput | Should -Be (Get-Way $sets) -Because $parameter.Name
        }
    }

    It 'names what it takes from the pipeline' {
        $takes = $command.Parameters.Values | Where-Object { $_.ParameterSets.Values.ValueFromPipeline -eq $true }
        [bool]$help.inputTypes.inputType.type.name | Should -Be ([bool]$takes)
    }

    It 'has an address online' {
        $project = (Import-PowerShellDataFile "$package/WxCloud.psd1").PrivateData.PSData.ProjectUri
        $help.relatedLinks.navigationLink[0].uri | Should -Be "$project/blob/main/docs/cmdlets/$_.md"
        $command.HelpUri | Should -Be $help.relatedLinks.navigationLink[0].uri
        "$PSScriptRoot/../../docs/cmdlets/$_.md" | Should -Exist
    }
}

Describe 'Get-Help -Online' -Skip:$IsWindows {
    It 'opens the page in the language of the user' -ForEach 'en-US', 'zh-CN' {
        foreach ($name in 'xdg-open', 'open') {
            Set-Content "$TestDrive/$name" '#!/bin/sh', "echo `"`$1`" > '$TestDrive/opened.part'", "mv '$TestDrive/opened.part' '$TestDrive/opened'"
            chmod +x "$TestDrive/$name"
        }

        Remove-Item "$TestDrive/opened" -ErrorAction Ignore
        Invoke-Fresh ([scriptblock]::Create("[cultureinfo]::CurrentUICulture = '$_'; Import-Module `$package; Get-Help Send-WxCloudFile -Online")) -Environment @{ PATH = "${TestDrive}:$env:PATH" }
        $deadline = [datetime]::UtcNow.AddSeconds(60)
        while (-not (Test-Path "$TestDrive/opened")) {
            [datetime]::UtcNow | Should -BeLessThan $deadline
            Start-Sleep -Milliseconds 20
        }

        $folder = if ($_ -eq 'zh-CN') { 'cmdlets/zh-CN' } else { 'cmdlets' }
        Get-Content "$TestDrive/opened" | Should -BeLike "https://*/docs/$folder/Send-WxCloudFile.md"
    }
}
