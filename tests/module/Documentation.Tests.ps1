BeforeDiscovery {
    $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
    # Not all folders: other tests download packages, each with a README of its own.
    $pages = @(Get-Item "$root/README*.md") + (Get-ChildItem "$root/docs" -Recurse -Filter *.md) | ForEach-Object { @{ Page = $_.FullName.Substring($root.Length) -replace '\\', '/' } }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    $commands = @{}
    (Import-Module (Get-PackagePath) -PassThru).ExportedCmdlets.Values | ForEach-Object { $commands[$_.Name] = $_ }
    $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")

    # What is wrong with the use of our cmdlets in a script.
    function Get-Mistake($Code) {
        $errors = $null
        $script = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$errors)
        $errors | ForEach-Object Message
        foreach ($call in $script.FindAll({ param($node) $node -is [System.Management.Automation.Language.CommandAst] }, $true)) {
            if ($call.GetCommandName() -notmatch '^[A-Z]\w+-Wx\w+$') {
                continue
            }

            $command = $commands[$call.GetCommandName()]
            if (-not $command) {
                "$($call.GetCommandName()) does not exist"
                continue
            }

            foreach ($parameter in $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }) {
                $names = $command.Parameters.Keys + $command.Parameters.Values.Aliases
                if ($parameter.ParameterName -notin $names) {
                    "$($command.Name) has no parameter $($parameter.ParameterName)"
                }
            }
        }
    }

    # The scripts in fences, and the pieces of code in sentences and tables that name a cmdlet with something after it.
    function Get-Code($Text) {
        [regex]::Matches($Text, '(?ms)^\s*```powershell\r?\n(.*?)^\s*```').ForEach{ $_.Groups[1].Value }
        [regex]::Matches($Text, '`([^`\r\n]*\w-Wx\w+ [^`\r\n]*)`').ForEach{ $_.Groups[1].Value -replace '\\\|', '|' }
    }
}

Describe 'The page <Page>' -ForEach $pages {
    It 'uses cmdlets and parameters that exist' {
        Get-Code (Get-Content -LiteralPath "$root$Page" -Raw -Encoding UTF8) | ForEach-Object { Get-Mistake $_ } | Should -BeNullOrEmpty
    }
}

Describe 'The pages' {
    It 'have scripts and pieces of code, which are found' {
        $pages = Get-ChildItem "$root/docs/cmdlets" -Filter *-Wx*.md
        $pages.Count | Should -BeGreaterThan 40
        foreach ($page in $pages) {
            Get-Code (Get-Content -LiteralPath $page.FullName -Raw -Encoding UTF8) | Should -Not -BeNullOrEmpty -Because $page.Name
        }
    }
}

Describe 'A mistake on a page' {
    It 'would be found: <Code>' -ForEach @(
        @{ Code = "``````powershell`nSend-WxCloudFiles a`n``````"; Expected = 'Send-WxCloudFiles does not exist' }
        @{ Code = 'Use `Send-WxCloudFile a -Recursive` here.'; Expected = 'Send-WxCloudFile has no parameter Recursive' }
        @{ Code = '| `a` | `Get-WxCloudFile a \| Remove-WxCloudFile -Froce` |'; Expected = 'Remove-WxCloudFile has no parameter Froce' }
    ) {
        Get-Code $Code | ForEach-Object { Get-Mistake $_ } | Should -Be $Expected
    }
}
