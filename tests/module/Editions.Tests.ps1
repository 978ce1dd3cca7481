BeforeDiscovery {
    Import-Module "$PSScriptRoot/Testing.psm1" -Force
    $root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
    $scripts = Get-Item "$root/build.ps1", "$(Get-PackagePath)/*.ps*1", "$PSScriptRoot/*.ps*1" | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
}

BeforeAll {
    # The syntax in a script that Windows PowerShell 5.1 does not know.
    function Get-NewSyntax($Code) {
        $tokens = $null
        $script = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref]$tokens, [ref]$null)
        $script.FindAll({ param($node) $node.GetType().Name -in 'TernaryExpressionAst', 'PipelineChainAst' }, $true) | ForEach-Object { "$($_.Extent.StartLineNumber): $_" }
        $tokens | Where-Object { "$($_.Kind)" -in 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket', 'Clean' } | ForEach-Object { "$($_.Extent.StartLineNumber): $($_.Text)" }
    }
}

# Windows PowerShell runs these files; it would report the syntax itself, and not run the suite at all.
Describe 'The script <Name>' -Tag PowerShell7 -ForEach $scripts {
    It 'has no syntax that Windows PowerShell lacks' {
        Get-NewSyntax (Get-Content -LiteralPath $Path -Raw -Encoding UTF8) | Should -BeNullOrEmpty
    }
}

Describe 'Syntax that Windows PowerShell lacks' -Tag PowerShell7 {
    It 'is found: <_>' -ForEach '$a ? 1 : 2', 'a && b', '$a ?? 1', '$a ??= 1', '${a}?.b', '${a}?[0]' {
        Get-NewSyntax $_ | Should -Not -BeNullOrEmpty
    }
}
