#!/usr/bin/env bash
# What the tests need beside Python: PostgreSQL, Chromium with fonts, Postfix's test sink.
# As root on Debian and Ubuntu it is installed; elsewhere the missing is named and its tests skip
# (with CI=true they fail).
set -euo pipefail

declare -A needed=(
    [postgresql]='ls /usr/lib/postgresql/*/bin/initdb'
    [chromium]='command -v chromium || command -v chromium-browser || command -v google-chrome'
    [fonts-noto-core]='ls /usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf'
    [fonts-noto-cjk]='ls /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'
    [postfix]='command -v smtp-sink || ls /usr/sbin/smtp-sink'
)
missing=()
for package in "${!needed[@]}"; do
    bash -c "${needed[$package]}" >/dev/null 2>&1 || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing for the tests: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # A policy that starts nothing: the tests bring up their own servers on loopback.
    printf '#!/bin/sh\nexit 101\n' >/tmp/digest-policy-rc.d
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        install -m 755 /tmp/digest-policy-rc.d /usr/sbin/policy-rc.d
        trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    fi
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
    echo "Not installed, so their tests skip: ${missing[*]} (sudo apt-get install ${missing[*]})"
fi
