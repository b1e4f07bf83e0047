#!/usr/bin/env bash
# Writes every generated file again, twice: neither run may change a byte. The second uses `npx cdk8s synth`, in
# another locale, time zone and umask.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scratch=$(mktemp -d)
# the last umask below must not stay on the files
trap 'rm -rf "$scratch"; chmod -R u=rwX,go=rX dist docs examples' EXIT

# The working tree as a git tree, untracked files too; the real index is not touched.
snapshot() {
  cp "$(git rev-parse --git-path index)" "$scratch/index"
  GIT_INDEX_FILE=$scratch/index git add --all
  GIT_INDEX_FILE=$scratch/index git write-tree
}

same() {
  git --no-pager diff --exit-code "$1" "$2" || {
    echo "generated files are stale: commit what this check has written ($3)"
    exit 1
  }
}

committed=$(snapshot)

npm run --silent import
npm run --silent schemas
npm run --silent docs --if-present
npm run --silent synth
npm run --silent synth:examples
same "$committed" "$(snapshot)" 'npm run import, schemas, docs, synth, synth:examples'

unset LC_ALL LC_MESSAGES
export LANG=tr_TR.UTF-8 TZ=Pacific/Kiritimati CDK8S_CHECK_UPGRADE=false
umask 077
npm run --silent docs --if-present
npx --no-install cdk8s synth
npm run --silent synth:examples
same "$committed" "$(snapshot)" 'another locale, time zone and umask'

echo 'every generated file is as it is committed'
