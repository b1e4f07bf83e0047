import { PARSEC_ADMIN_USER_ID, PARSEC_CONFIG_FOLDER, PARSEC_FOLDER } from '../host/parsec';
import { PROVIDERS, STATE_FOLDER } from './parsec-config';
import { ParsecProvider, ParsecRelease } from './parsec-release';

/** File that gateway preparation writes. Gateways with the same settings get the same file. */
export interface GatewayFile {
  readonly path: string;
  /** Mode of the file: `755` for a program, `644` for other files. */
  readonly mode: string;
  readonly text: string;
}

/** Settings of a gateway that its files depend on. */
export interface GatewaySetup {
  readonly release: ParsecRelease;
  readonly provider: ParsecProvider;
  /** Group that owns the socket's folder. */
  readonly groupId: number;
}

/** Folder that contains the files of gateway preparation. It is not below `/usr`, which is read-only on some gateways. */
export const HOME = '/etc/secure-edge';
/** File with the gateway's own settings of the provider, including secrets. A person writes it. */
export const PROVIDER_SETTINGS = `${HOME}/provider.toml`;
/** File with the environment variables of the TPM's own tools. */
export const TPM_ENVIRONMENT = `${HOME}/tpm.env`;

/** Returns the files of a gateway, in the order in which the script writes them. */
export function gatewayFiles(setup: GatewaySetup): GatewayFile[] {
  return [
    { path: '/etc/tmpfiles.d/secure-edge-parsec.conf', mode: '644', text: socketFolder(setup) },
    ...(setup.provider === ParsecProvider.TPM
      ? [{ path: '/etc/udev/rules.d/90-secure-edge-tpm.rules', mode: '644', text: TPM_DEVICES }]
      : []),
    { path: `${HOME}/health`, mode: '755', text: health(setup) },
    { path: `${HOME}/backup`, mode: '755', text: backup(setup) },
    { path: `${HOME}/load-apparmor`, mode: '755', text: LOAD_APPARMOR },
    { path: '/etc/systemd/system/parsec.service.d/secure-edge.conf', mode: '644', text: parsecDropIn(setup) },
    { path: '/etc/systemd/system/secure-edge-health.service', mode: '644', text: healthService(setup) },
    { path: '/etc/systemd/system/secure-edge-health.timer', mode: '644', text: HEALTH_TIMER },
    { path: '/etc/systemd/system/secure-edge-apparmor.service', mode: '644', text: APPARMOR_SERVICE },
  ];
}

/** Returns the unit of Parsec, for gateways without a package that installs one. The script replaces `PROGRAM` with the program's path. */
export function parsecService({ release }: GatewaySetup): string {
  return `[Unit]
Description=Parsec service
Documentation=https://parallaxsecond.github.io/parsec-book/

[Service]
ExecStart=PROGRAM --config ${PARSEC_CONFIG_FOLDER}/config.toml
ExecReload=/bin/kill -HUP $MAINPID
WorkingDirectory=${STATE_FOLDER[release]}
Restart=always
RestartSec=5s
NoNewPrivileges=yes
CapabilityBoundingSet=
PrivateTmp=yes
ProtectSystem=strict
ReadWritePaths=${STATE_FOLDER[release]} ${PARSEC_FOLDER}
ProtectHome=yes
ProtectHostname=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes

[Install]
WantedBy=multi-user.target
`;
}

function socketFolder({ groupId }: GatewaySetup): string {
  return `# Only users who may enter this folder are clients of Parsec: everyone may open the socket itself.
d ${PARSEC_FOLDER} 0750 parsec ${groupId} -
`;
}

const TPM_DEVICES = `# Only Parsec may use the TPM: anyone who can open it can clear it, together with all keys.
KERNEL=="tpm[0-9]*", MODE="0660", GROUP="tss"
KERNEL=="tpmrm[0-9]*", MODE="0660", OWNER="root", GROUP="tss"
`;

function parsecDropIn({ provider, groupId }: GatewaySetup): string {
  const tpm = `
# Saves the state in the TPM's memory before the TPM can lose power. A stop without this counts as a failed attempt, and
# after a few of them the TPM rejects every signature.
SupplementaryGroups=tss
EnvironmentFile=${TPM_ENVIRONMENT}
ExecStopPost=-/usr/bin/env tpm2_shutdown --clear
`;
  return `[Unit]
# Parsec stops before a software TPM does
After=swtpm.service

[Service]
User=parsec
Group=${groupId}
UMask=0077
# The folder is kept when the service stops, so that a pod that mounts it gets the socket of the next start.
RuntimeDirectory=parsec
RuntimeDirectoryMode=0750
RuntimeDirectoryPreserve=yes
${provider === ParsecProvider.TPM ? tpm : ''}`;
}

function health(setup: GatewaySetup): string {
  return `#!/bin/sh
# Exits 0 if Parsec can use its keys. It does not use ping or list-keys, because they succeed with a dead TPM.
set -eu

${work(setup)}${setup.provider === ParsecProvider.TPM ? LOCKOUT : ''}
echo "Parsec works"
`;
}

/** Returns the commands that use a key. Before Parsec 1.0, the TPM and PKCS #11 providers cannot generate random numbers. */
function work({ release, provider }: GatewaySetup): string {
  const { id } = PROVIDERS[provider];
  if (release === ParsecRelease.V1_5)
    return `if ! said=$(timeout 30 parsec-tool --provider ${id} generate-random --nbytes 16 2>&1); then
  echo "Parsec returns no random numbers: $said" >&2
  exit 1
fi
`;
  return `key=secure-edge-health
timeout 30 parsec-tool list-keys 2>&1 | grep -q "$key" ||
  timeout 30 parsec-tool --provider ${id} create-ecc-key --key-name "$key" >/dev/null 2>&1 || true
if ! said=$(timeout 30 parsec-tool --provider ${id} sign --key-name "$key" health 2>&1); then
  echo "Parsec cannot sign: $said" >&2
  exit 1
fi
`;
}

const LOCKOUT = `
if ! command -v tpm2_getcap >/dev/null; then
  echo "the TPM's lockout counter is not checked: tpm2-tools are missing" >&2
else
  if [ -r ${TPM_ENVIRONMENT} ]; then
    # shellcheck source=/dev/null
    . ${TPM_ENVIRONMENT}
    export TPM2TOOLS_TCTI
  fi
  if ! state=$(timeout 30 tpm2_getcap properties-variable 2>&1); then
    echo "cannot read the TPM's lockout counter: $state" >&2
    exit 1
  fi
  value() { echo "$state" | awk -v name="$1:" '$1 == name { print $2 }'; }
  tries=$(value TPM2_PT_LOCKOUT_COUNTER)
  most=$(value TPM2_PT_MAX_AUTH_FAIL)
  if [ "$(value inLockout)" = 1 ]; then
    echo "the TPM is locked after too many hard stops: run tpm2_dictionarylockout --clear-lockout" >&2
    exit 1
  fi
  if [ $((tries + 1)) -ge $((most)) ]; then
    echo "the TPM counts $((tries)) failed tries of $((most)), and one more hard stop locks it: run tpm2_dictionarylockout --clear-lockout" >&2
    exit 1
  fi
  if [ $((tries)) -gt 0 ]; then
    echo "the TPM counts $((tries)) failed tries of $((most)): Parsec or the TPM was stopped hard" >&2
  fi
fi
`;

function healthService({ provider, groupId }: GatewaySetup): string {
  return `[Unit]
Description=Check that Parsec can use its keys
After=parsec.service

[Service]
Type=oneshot
User=${PARSEC_ADMIN_USER_ID}
Group=${groupId}
${provider === ParsecProvider.TPM ? 'SupplementaryGroups=tss\n' : ''}NoNewPrivileges=yes
ExecStart=${HOME}/health
`;
}

const HEALTH_TIMER = `[Unit]
Description=Check every five minutes that Parsec can use its keys

[Timer]
OnBootSec=2min
OnUnitActiveSec=5min

[Install]
WantedBy=timers.target
`;

function backup({ release }: GatewaySetup): string {
  const state = STATE_FOLDER[release];
  return `#!/bin/sh
# Saves Parsec's keys: backup ARCHIVE.tar [FOLDER]
# FOLDER contains the state of a software TPM. This state and the records of the keys are useless without each other. The
# state of a real TPM stays in its chip, and the archive can be used only with that chip.
# To restore: stop Parsec and the TPM, then tar --extract --preserve-permissions --file ARCHIVE.tar --directory /
set -eu

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "usage: $0 ARCHIVE.tar [FOLDER]" >&2
  exit 2
fi
archive=$1
tpm_state=
[ $# -lt 2 ] || tpm_state=$2
tcti=
if [ -r ${TPM_ENVIRONMENT} ]; then
  # shellcheck source=/dev/null
  . ${TPM_ENVIRONMENT}
  tcti=$TPM2TOOLS_TCTI
fi
case $tcti in
'' | device:*) ;;
*)
  case $tpm_state in
  /*) [ -d "$tpm_state" ] || { echo "$tpm_state is not a folder" >&2; exit 2; } ;;
  *)
    [ -d ${state}/NVChip ] || [ -f ${state}/NVChip ] || {
      echo "the TPM is a software TPM: add the absolute path of its state folder after the archive" >&2
      exit 2
    }
    ;;
  esac
  ;;
esac
[ ! -e "$archive" ] || { echo "$archive already exists" >&2; exit 2; }

stopped=
end() {
  rm -f "$archive.part"
  for unit in $stopped; do systemctl start "$unit"; done
}
trap end EXIT
for unit in parsec.service swtpm.service; do
  if [ -d /run/systemd/system ] && systemctl --quiet is-active "$unit"; then
    systemctl stop "$unit"
    # the TPM must start first
    stopped="$unit $stopped"
  fi
done
if pidof parsec >/dev/null; then
  echo "Parsec is still running: stop it first" >&2
  exit 1
fi

umask 077
set -- etc/parsec/config.toml ${state.slice(1)}
[ -z "$tpm_state" ] || set -- "$@" "$(echo "$tpm_state" | cut -c2-)"
tar --create --file "$archive.part" --directory / "$@"
mv "$archive.part" "$archive"
echo "saved /$(echo "$*" | sed 's, , /,g')"
`;
}

const LOAD_APPARMOR = `#!/bin/sh
# Loads every profile in ${HOME}/apparmor.d, and replaces loaded profiles with the same name. Unloads nothing,
# because the kernel leaves the processes of an unloaded profile unconfined.
set -eu

failed=0
for profile in ${HOME}/apparmor.d/*; do
  [ -f "$profile" ] || continue
  apparmor_parser --replace --skip-cache "$profile" || failed=1
done
exit "$failed"
`;

/** Unit that loads profiles before the kubelet starts. The kubelet of Kubernetes 1.13 rejects a pod whose profile is not loaded, and does not try again. */
const APPARMOR_SERVICE = `[Unit]
Description=AppArmor profiles of the gateway's pods
ConditionSecurity=apparmor
After=apparmor.service
Before=kubelet.service k3s.service k3s-agent.service docker.service containerd.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=${HOME}/load-apparmor

[Install]
WantedBy=multi-user.target
`;
