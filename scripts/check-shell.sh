#!/usr/bin/env bash
# Lints every committed shell script, whatever its name, and every script that the library writes for gateways.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mapfile -t scripts < <(git ls-files -z | xargs -0 awk 'FNR == 1 && /^#!.*[ \/](ba|da)?sh( |$)/ { print FILENAME } { nextfile }')
((${#scripts[@]} > 0)) || { echo 'no shell script found'; exit 1; }

folder=$(mktemp --directory)
trap 'rm -rf "$folder"' EXIT
node --import tsx scripts/gateway-scripts.ts "$folder"
written=("$folder"/*.sh)
((${#written[@]} > 10)) || { echo "only ${#written[@]} scripts for gateways"; exit 1; }

shellcheck "${scripts[@]}" "${written[@]}"
echo "${#scripts[@]} scripts, and ${#written[@]} for gateways"
