#!/usr/bin/env bash
# ./build.sh TARGET [AREA]: installs what the target needs, then hands over to build.cake.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
  cat <<'TXT'
Usage: ./build.sh TARGET [AREA]

  demo               the whole journey by itself, on a virtual card; screenshots in dist/demo/
  run                the same stack, left up for you at http://localhost:5080
  test               everything: format, build, C#, tsc, node, browser; ends with "N passed, N failed, N skipped"
  bench [AREA]       figures (host, verification, extension) into dist/bench/
  pictures           every state of the host's window in every language, light, dark and at twice the size, into dist/pictures/
  publish [AREA]     dist/host, dist/extension, dist/server
  package            dist/packages
  format             puts every file in the house's format
TXT
}

target=${1:-}
area=${2:-}
case $target in
  demo | run | test | bench | pictures | publish | package | format) ;;
  -h | --help | help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

# What a target needs of the system, as Debian names it.
build_packages=(clang zlib1g-dev)
stack_packages=(chromium xvfb xdotool imagemagick libgtk-3-0 libpcsclite1 pcscd vsmartcard-vpcd iproute2 util-linux fonts-dejavu-core adwaita-icon-theme)
test_packages=(softhsm2 opensc opensc-pkcs11 openssl nginx-light pinentry-gtk2 procps chromium-l10n wine wine64
  at-spi2-core dbus-daemon python3-gi gir1.2-atspi-2.0 postgresql)
bench_packages=(firefox-esr)
case $target in
  bench) needed=("${build_packages[@]}" "${stack_packages[@]}" "${bench_packages[@]}") ;;
  demo | run) needed=("${build_packages[@]}" "${stack_packages[@]}") ;;
  pictures) needed=("${stack_packages[@]}") ;;
  test) needed=("${build_packages[@]}" "${stack_packages[@]}" "${bench_packages[@]}" "${test_packages[@]}") ;;
  publish | package) needed=("${build_packages[@]}") ;;
  *) needed=() ;;
esac

missing=()
for name in "${needed[@]}"; do
  dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || missing+=("$name")
done

if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  if ! command -v apt-get >/dev/null || { [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; }; then
    echo "These are missing and cannot be installed from here: ${missing[*]}" >&2
    echo "On Debian or Ubuntu, as root: apt-get install ${missing[*]}" >&2
    exit 3
  fi
  echo "Installing: ${missing[*]}"
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update -qq \
      && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "apt-get could not install: ${missing[*]}" >&2
    exit 3
  fi
fi

for tool in dotnet node npm; do
  command -v "$tool" >/dev/null || { echo "$tool is missing. Needed: the .NET SDK of global.json and Node 20 or later." >&2; exit 3; }
done

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet tool restore >/dev/null

if [ "$target" != test ]; then
  exec dotnet cake --target="$target" ${area:+--area="$area"} --verbosity=minimal
fi

rm -rf dist/results
code=0
dotnet cake --target=test --verbosity=minimal || code=$?
node tests/count-results.mjs dist/results || code=1
exit "$code"
