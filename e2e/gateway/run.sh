#!/usr/bin/env bash
# Prepares a Debian gateway with the script that `secure-edge gateway` writes, and runs the real Parsec 1.5 with a software
# TPM on it. Requirements: root, Debian 12 with debootstrap and iproute2, and the image edge-app, which contains parsec-tool.
# The tree and the Parsec service are built once, and kept in the cache.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-secure-edge

tree=$cache/gateway-bookworm
if [ ! -e "$tree.complete" ]; then
  rm -rf "$tree"
  debootstrap --variant=minbase \
    --include=systemd-sysv,tpm2-tools,swtpm,libtss2-tcti-swtpm0,libtss2-tcti-device0,openssl,apparmor,procps \
    bookworm "$tree"
  touch "$tree.complete"
fi

parsec=$(cd "$root" && npm run --silent e2e:prepare -- parsec | sed -n 's/^Parsec, Apache-2.0: //p')
image=$root/images/build/edge-app/rootfs-amd64.tar
[ -e "$image" ] || { echo "$image is missing: build it with npm run images -- edge-app" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# only its owner can enter the folder of mktemp, but everyone must be able to enter the root folder of a gateway
mkdir -m 755 "$work/gateway"
cp -a "$tree/." "$work/gateway"
install "$parsec" "$work/gateway/usr/local/bin"
tar -C "$work/gateway" -xf "$image" usr/local/bin/parsec-tool
mkdir "$work/gateway/test"
cp "$here/gateway.sh" "$work/gateway/test"

secure_edge() {
  (cd "$work/gateway/test" && node --import "$root/node_modules/tsx/dist/loader.mjs" "$root/src/cli/secure-edge.ts" "$@")
}
secure_edge identity assign signer --gateway gateway-7 # 10000
secure_edge identity assign reader                     # 10001
secure_edge identity assign gone --gateway gateway-7   # 10002
secure_edge identity assign other --gateway gateway-8  # 10003
secure_edge gateway --gateway gateway-7 >"$work/gateway/test/before-retirement"
secure_edge identity retire gone --gateway gateway-7
secure_edge gateway --gateway gateway-7 >"$work/gateway/test/prepare"
secure_edge gateway --gateway gateway-7 --expires 7d >"$work/gateway/test/trial"
secure_edge gateway --gateway gateway-7 --parsec izuma >"$work/gateway/test/izuma"
secure_edge gateway --gateway gateway-7 --provider software >"$work/gateway/test/software"
secure_edge gateway --gateway gateway-7 --provider pkcs11 >"$work/gateway/test/pkcs11"
openssl genpkey -algorithm ed25519 | openssl pkey -pubout -out "$work/gateway/test/release.pub.pem"
secure_edge gateway packages gateway-7 --verify release.pub.pem --ecs-config /etc/ecs.json >"$work/gateway/test/commission"
chmod 755 "$work/gateway/test/"*

# its own network, because nobody else may reach the port of a software TPM
# shellcheck disable=SC2016
unshare --mount --pid --net --fork --kill-child -- bash -ec '
  mount --make-rprivate /
  ip link set lo up
  mount -t proc proc "$1/proc"
  mount -t tmpfs tmpfs "$1/run"
  mount -t tmpfs -o mode=755 tmpfs "$1/dev"
  mknod -m 666 "$1/dev/null" c 1 3
  mknod -m 666 "$1/dev/urandom" c 1 9
  exec chroot "$1" /bin/bash /test/gateway.sh
' -- "$work/gateway"
