# ./build.ps1 TARGET [AREA]: the same targets on Windows. demo, run, test, bench and pictures need pcscd and GTK: use WSL 2 for them.
param([Parameter(Mandatory)][ValidateSet('publish', 'package', 'format', 'demo', 'run', 'test', 'bench', 'pictures')][string]$Target, [string]$Area = '')
$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
if ($Target -in 'demo', 'run', 'test', 'bench', 'pictures') {
  Write-Error "$Target drives a virtual reader, Chromium and a GTK window on Linux. In WSL 2: ./build.sh $Target $Area"
}
dotnet tool restore | Out-Null
$areaArgument = if ($Area) { @("--area=$Area") } else { @() }
dotnet cake --target=$Target @areaArgument --verbosity=minimal
exit $LASTEXITCODE
