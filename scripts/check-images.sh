#!/usr/bin/env bash
# Vets and tests the Go programs that the images run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v go >/dev/null || { echo 'go is missing: install Go, the programs under images/ need it'; exit 1; }

mapfile -t modules < <(git ls-files 'images/*go.mod')
((${#modules[@]} > 0)) || { echo 'no Go module under images/'; exit 1; }
for module in "${modules[@]}"; do
  folder=$(dirname "$module")
  echo "$folder"
  unformatted=$(gofmt -l "$folder")
  [[ -z $unformatted ]] || { echo "gofmt would change: $unformatted"; exit 1; }
  (cd "$folder" && go vet ./... && go test ./...)
done
