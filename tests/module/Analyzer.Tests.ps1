Describe 'PSScriptAnalyzer' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Testing.psm1" -Force
        $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
        $isMissing = -not (Get-Module PSScriptAnalyzer -ListAvailable)
        if ($isMissing) {
            return
        }

        Import-Module PSScriptAnalyzer
        function Get-Finding ($Path, $Settings) {
            Invoke-ScriptAnalyzer -Path $Path -Recurse -Settings $Settings | ForEach-Object { "$($_.RuleName) $($_.ScriptName):$($_.Line) $($_.Message)" }
        }
    }

    It 'finds nothing in the package by the rules of the gallery' {
        if ($isMissing) {
            Set-ItResult -Skipped -Because 'PSScriptAnalyzer is not installed'
        }

        Get-Finding (Get-PackagePath) PSGallery | Should -BeNullOrEmpty
    }

    It 'finds nothing in <_> by the rules of the project' -ForEach 'build.ps1', 'tests/module', 'examples' {
        if ($isMissing) {
            Set-ItResult -Skipped -Because 'PSScriptAnalyzer is not installed'
        }

        Get-Finding "$root/$_" "$root/PSScriptAnalyzerSettings.psd1" | Should -BeNullOrEmpty
    }
}
