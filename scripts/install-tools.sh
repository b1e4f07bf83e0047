#!/usr/bin/env bash
# Installs what the checks need in addition to Node.js, Go and Rust, on Debian or Ubuntu. It skips what is installed.
set -euo pipefail

missing=()
command -v apparmor_parser >/dev/null || missing+=(apparmor)
[[ -d /usr/share/apparmor/extra-profiles ]] || missing+=(apparmor-profiles)
[[ -f /etc/apparmor.d/usr.bin.pidgin ]] || missing+=(apparmor-profiles-extra)
command -v etcd >/dev/null || missing+=(etcd-server)
command -v git >/dev/null || missing+=(git)
command -v openssl >/dev/null || missing+=(openssl)
command -v age >/dev/null || missing+=(age)
command -v chromium >/dev/null || missing+=(chromium)
command -v shellcheck >/dev/null || missing+=(shellcheck)
command -v zsh >/dev/null || missing+=(zsh)
command -v fish >/dev/null || missing+=(fish)
command -v qemu-system-x86_64 >/dev/null || missing+=(qemu-system-x86)
command -v ip >/dev/null || missing+=(iproute2)
command -v systemctl >/dev/null || missing+=(systemd)
command -v docker-registry >/dev/null || missing+=(docker-registry)
command -v skopeo >/dev/null || missing+=(skopeo)
command -v swtpm >/dev/null || missing+=(swtpm)
command -v tpm2_shutdown >/dev/null || missing+=(tpm2-tools)
command -v cc >/dev/null || missing+=(build-essential)
command -v pkg-config >/dev/null || missing+=(pkg-config)
libraries=$(ldconfig -p)
[[ $libraries == *'libtss2-esys.so '* ]] || missing+=(libtss2-dev)
[[ $libraries == *'libtss2-tcti-swtpm.so.0 '* ]] || missing+=(libtss2-tcti-swtpm0)
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
/usr/bin/python3 -c 'import seccomp' 2>/dev/null || missing+=(python3-seccomp)
/usr/bin/python3 -c 'import yaml' 2>/dev/null || missing+=(python3-yaml)

if ((${#missing[@]} > 0)); then
  echo "installing ${missing[*]}"
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends "${missing[@]}" >/dev/null
fi
echo 'apparmor_parser and its profiles, age, chromium, etcd, git, openssl, qemu, shellcheck, zsh, fish, python3 with venv, libseccomp and YAML, a TPM in software, a registry of images and their tools are here'
