#!/usr/bin/env bash
# Vets every Go program of the repository, and tests those that the images run; what e2e/ boots is run by hand.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

command -v go >/dev/null || { echo 'go is missing: install Go, the programs under images/ need it'; exit 1; }

mapfile -t modules < <(git ls-files '*go.mod')
((${#modules[@]} > 0)) || { echo 'no Go module found'; exit 1; }
for module in "${modules[@]}"; do
  folder=$(dirname "$module")
  echo "$folder"
  unformatted=$(gofmt -l "$folder")
  [[ -z $unformatted ]] || { echo "gofmt would change $unformatted"; exit 1; }
  # a module that only pins programs of others holds none of its own
  [[ -n $(cd "$folder" && go list ./... 2>/dev/null) ]] || continue
  (cd "$folder" && go vet ./...)
  [[ $folder == e2e* ]] || (cd "$folder" && go test ./...)
done
