# The module's assemblies live in a load context of their own, away from those of the host and of other modules.
$framework = if ([Environment]::Version.Major -ge 10) { 'net10.0' } else { 'netstandard2.0' }
$directory = [System.IO.Path]::Combine($PSScriptRoot, 'bin', $framework)
if ($framework -eq 'net10.0') {
    # A package also has these assemblies compiled for its systems, which halves the time of a session's first command.
    $system = if ($IsWindows) { 'win' } elseif ($IsMacOS) { 'osx' } else { 'linux' }
    $processor = [System.Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture.ToString().ToLowerInvariant()
    $compiled = "$directory-$system-$processor"
    if ([System.IO.File]::Exists([System.IO.Path]::Combine($compiled, 'WxCloud.Cmdlets.dll'))) {
        $directory = $compiled
    }
}

# Assembly.LoadFrom costs a tenth of what Add-Type does; only the loader passes through it.
if (-not ('WxCloud.Loader.ModuleContext' -as [type])) {
    $null = [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($directory, 'WxCloud.Loader.dll'))
}

# Importing again in one session finds the assembly imported already and stops there, even where -Force has just removed
# its cmdlets (PowerShell issue 20710). Importing the module that came of it brings them back.
$cmdlets = Import-Module -Assembly ([WxCloud.Loader.ModuleContext]::Load($directory)) -PassThru
Import-Module -ModuleInfo $cmdlets
