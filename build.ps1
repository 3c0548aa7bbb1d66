# ./build.ps1 TARGET [AREA]: the same targets on Windows. demo, run, test and bench need pcscd and GTK: use WSL 2 for them.
param([Parameter(Mandatory)][ValidateSet('publish', 'package', 'format', 'demo', 'run', 'test', 'bench')][string]$Target, [string]$Area = '')
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
if ($Target -in 'demo', 'run', 'test', 'bench') {
  Write-Error "$Target drives a virtual reader, Chromium and a GTK window on Linux. In WSL 2: ./build.sh $Target $Area"
}
dotnet tool restore | Out-Null
$areaArgument = if ($Area) { @("--area=$Area") } else { @() }
dotnet cake --target=$Target @areaArgument --verbosity=minimal
exit $LASTEXITCODE
