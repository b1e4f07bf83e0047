#!/usr/bin/env bash
# Lints every committed shell script, whatever its name.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mapfile -t scripts < <(git ls-files -z | xargs -0 awk 'FNR == 1 && /^#!.*[ \/](ba|da)?sh( |$)/ { print FILENAME } { nextfile }')
((${#scripts[@]} > 0)) || { echo 'no shell script found'; exit 1; }
shellcheck "${scripts[@]}"
echo "${#scripts[@]} scripts"
