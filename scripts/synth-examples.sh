#!/usr/bin/env bash
# Writes the dist/ of every example, each as its reader would: with the cdk8s CLI, in the example's own folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
cdk8s=$PWD/node_modules/.bin/cdk8s

for configuration in examples/*/cdk8s.yaml; do
  [[ -e $configuration ]] || continue
  (cd "$(dirname "$configuration")" && "$cdk8s" --check-upgrade=false synth)
done

node --import tsx scripts/compose-examples.ts
