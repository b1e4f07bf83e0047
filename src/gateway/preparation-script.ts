import { PARSEC_ADMIN_USER_ID, PARSEC_CONFIG_FOLDER, PARSEC_FOLDER, PARSEC_USER_ID } from '../host/parsec';
import { quote } from '../diagnostics/input-error';
import { type GivenIdentity, type RetiredIdentity } from './identity-registry-records';
import { shellQuote } from './shell-quote';
import {
  gatewayFiles,
  HOME,
  parsecService,
  PROVIDER_SETTINGS,
  TPM_ENVIRONMENT,
  type GatewaySetup,
} from './gateway-files';
import { parsecConfig, PROVIDERS, STATE_FOLDER } from './parsec-config';
import { ParsecProvider, ParsecRelease } from './parsec-release';
import { MAIN, wantFile, WANTS } from './script-frame';

/** Input of a gateway's script. */
export interface PreparedGateway extends GatewaySetup {
  /** Name of the gateway. Undefined if the script is for every gateway. */
  readonly gateway: string | undefined;
  /** Day on which the accounts of the apps expire, as YYYY-MM-DD. Undefined if they are expired from the start. */
  readonly expires: string | undefined;
  readonly identities: readonly GivenIdentity[];
  readonly retired: readonly RetiredIdentity[];
}

/** Returns the script that prepares a gateway, for any POSIX shell. */
export function preparationScript(prepared: PreparedGateway): string {
  return [
    head(prepared),
    WANTS,
    ACCOUNTS,
    PARSEC,
    ...(prepared.expires === undefined ? [] : [TRIAL]),
    ...(prepared.retired.length > 0 ? [RETIREMENT] : []),
    configuration(prepared),
    steps(prepared),
    MAIN,
  ].join('\n');
}

function head({ gateway, release, provider, groupId, expires }: PreparedGateway): string {
  // quoted as in an error, because a line break would end the comment
  const who = gateway === undefined ? '' : quote(gateway);
  return `#!/bin/sh
# Prepares ${gateway === undefined ? 'a gateway' : `the gateway ${who}`} for apps whose keys are in Parsec: release ${release}, provider ${provider}.
# Written by: secure-edge gateway${gateway === undefined ? '' : ` --gateway ${who}`} --parsec ${release} --provider ${provider} --group-id ${groupId}${expires === undefined ? '' : ` --expires ${expires}`}
#
# Run it as root, as often as you like: it changes only differences, and restarts Parsec only if one of its files has
# changed. With --check, it changes nothing and prints the differences.
# Exit codes: 0 no differences are left, 1 differences or errors, 2 wrong usage.
set -eu

group_id=${groupId}
`;
}

const ACCOUNTS = `nologin=/usr/sbin/nologin
[ -x "$nologin" ] || nologin=/sbin/nologin

# field FILE COLUMN VALUE WANTED: prints the column WANTED of the first line whose COLUMN is VALUE
field() {
  awk -F: -v column="$2" -v value="$3" -v wanted="$4" '$column == value { print $wanted; exit }' "$1"
}

# want_group NAME GID [OTHER_NAME]
want_group() {
  name=$(field /etc/group 3 "$2" 1)
  gid=$(field /etc/group 1 "$1" 3)
  if [ "$name" = "$1" ] || { [ $# -eq 3 ] && [ "$name" = "$3" ]; }; then
    return 0
  elif [ -n "$name" ]; then
    refuse "group id $2 belongs to the host's group $name: it must belong to $1"
  elif [ -n "$gid" ]; then
    refuse "group $1 has the id $gid on this host: it must have $2"
  else
    differs "group $1 ($2) is missing" || return 0
    groupadd --gid "$2" "$1"
  fi
}

# want_user NAME UID GID COMMENT [DATE DAY]: an account that reserves the number, and that nobody can log in to. It is
# expired, or with a trial expires on DATE, which is the number DAY in /etc/shadow
want_user() {
  name=$(field /etc/passwd 3 "$2" 1)
  uid=$(field /etc/passwd 1 "$1" 3)
  if [ -n "$name" ] && [ "$name" != "$1" ]; then
    refuse "user id $2 belongs to the host's user $name: it must belong to $1 ($4)"
    return 0
  elif [ -n "$uid" ] && [ "$uid" != "$2" ]; then
    refuse "user $1 has the id $uid on this host: it must have $2"
    return 0
  elif [ -z "$uid" ]; then
    differs "user $1 ($2, $4) is missing" || return 0
    useradd --uid "$2" --gid "$3" --comment "$4" --no-create-home --home-dir /nonexistent \\
      --no-log-init --shell "$nologin" --expiredate "\${5:-1970-01-02}" "$1"
  elif [ "$(field /etc/passwd 1 "$1" 4)" != "$3" ]; then
    differs "the group of user $1 is not $3" || return 0
    usermod --gid "$3" "$1"
  fi
  want_no_login "$1" \${5:+"$5" "$6"}
}

# want_no_login NAME [DATE DAY]: no shell, no password, expired
want_no_login() {
  case $(field /etc/passwd 1 "$1" 7) in
  */nologin | */false) ;;
  *) ! differs "user $1 has a shell" || usermod --shell "$nologin" "$1" ;;
  esac
  case $(field /etc/shadow 1 "$1" 2) in
  !* | '*'*) ;;
  *) ! differs "user $1 is not locked" || usermod --lock "$1" ;;
  esac
  [ "$(field /etc/shadow 1 "$1" 8)" = "\${3:-1}" ] ||
    ! differs "user $1 does not expire\${2:+ on $2}" || usermod --expiredate "\${2:-1970-01-02}" "$1"
}
`;

const PARSEC = `# want_running UNIT
want_running() {
  [ ! -d /run/systemd/system ] || systemctl --quiet is-active "$1" || {
    differs "$1 is not running" || return 0
    changed=yes
  }
}

# setting KEY [VALUE]: prints the gateway's own line, or a line with VALUE
setting() {
  grep -E "^$1 *=" ${PROVIDER_SETTINGS} 2>/dev/null || [ $# -eq 1 ] || echo "$1 = $2"
}

# prints the settings that the keys depend on, of the configuration on standard input
bound() {
  grep -E '^(auth_type|manager_type|provider_type) *=' | tr -d ' ' | sort -u
}

# applies the changes to the running system
take_effect() {
  [ -d /run/systemd/system ] || return 0
  systemctl daemon-reload
  udevadm control --reload 2>/dev/null || true
  systemctl restart secure-edge-apparmor.service secure-edge-health.timer || true
  systemctl restart parsec.service
}
`;

/** Functions for trials. */
const TRIAL = `# want_trial DATE DAY: the trial has not ended. A pod runs with an expired account, too
want_trial() {
  [ "$(($(date +%s) / 86400))" -lt "$2" ] ||
    left "the trial ended on $1: delete its apps, retire them with secure-edge identity retire, and run a script without --expires"
}
`;

/** Functions for gateways with retired users. */
const RETIREMENT = `as_admin() {
  timeout 10 setpriv --reuid=${PARSEC_ADMIN_USER_ID} --regid="$group_id" --clear-groups "$@"
}

# want_no_keys UID APP COMMAND
want_no_keys() {
  if echo "$clients" | grep -qx "$1"; then
    left "user $1 ($2) is retired and still has keys: run setpriv --reuid=${PARSEC_ADMIN_USER_ID} --regid=$group_id --clear-groups $3"
  fi
}
`;

function configuration({ release, provider }: PreparedGateway): string {
  const { settings } = PROVIDERS[provider];
  const lines = Object.entries(settings).map(
    ([key, value]) => `  setting ${key}${value === undefined ? '' : ` ${shellQuote(value)}`}`,
  );
  return `# Parsec's configuration. Settings that only this gateway has are in ${PROVIDER_SETTINGS}.
parsec_config() {
  cat <<'END'
${parsecConfig(release, provider)}END
${lines.map((line) => `${line}\n`).join('')}}
`;
}

function steps(prepared: PreparedGateway): string {
  return `prepare() {
${[
  programs(prepared),
  users(prepared),
  folders(prepared),
  parsecFiles(prepared),
  files(prepared),
  units(),
  retired(prepared),
].join('\n')}}
`;
}

function programs({ release, provider, retired }: PreparedGateway): string {
  return `  want_program systemctl "this script is for hosts with systemd"
  want_program parsec-tool "install parsec-tool"
  parsec=$(command -v parsec || command -v /usr/libexec/parsec/parsec) ||
    refuse "the program parsec is missing: install the Parsec service"
${release === ParsecRelease.V1_5 && provider === ParsecProvider.TPM ? '  want_program tpm2_shutdown "install tpm2-tools"\n' : ''}${retired.length === 0 ? '' : '  want_program setpriv "install util-linux"\n'}`;
}

const DAY_MS = 86_400_000;

function users({ provider, identities, expires }: PreparedGateway): string {
  const trial = expires === undefined ? undefined : `${expires} ${Date.parse(`${expires}T00:00:00Z`) / DAY_MS}`;
  const accounts = identities.flatMap(({ uid, app }) => [
    `  want_group edge-${uid} ${uid}`,
    trial === undefined
      ? `  want_user edge-${uid} ${uid} ${uid} ${shellQuote(app)}`
      : `  want_user edge-${uid} ${uid} ${uid} ${shellQuote(`${app}, trial until ${expires}`)} ${trial}`,
  ]);
  return `  # the group of Parsec's clients, which can have one of two names; Parsec's user, whose number a package can have chosen;
  # and an administrator that is not root, because otherwise root in a pod would be one
  want_group parsec "$group_id" parsec-clients
  parsec_uid=$(field /etc/passwd 1 parsec 3)
  if [ -z "$parsec_uid" ]; then
    parsec_uid=${PARSEC_USER_ID}
    want_user parsec ${PARSEC_USER_ID} "$group_id" "Parsec service"
  elif [ "$parsec_uid" = 0 ]; then
    refuse "user parsec is root on this host"
  else
    want_no_login parsec
  fi
  want_user parsec-admin ${PARSEC_ADMIN_USER_ID} "$group_id" "Parsec administrator"
${
  provider === ParsecProvider.TPM
    ? `  if [ -z "$(field /etc/group 1 tss 3)" ] && differs "group tss is missing"; then
    groupadd --system tss
  fi
  tss_gid=$(field /etc/group 1 tss 3)
`
    : ''
}
${accounts.length === 0 ? '  # no app has an identity here' : `  # the apps: an account reserves its number, so that the host does not assign it again\n${accounts.join('\n')}`}${trial === undefined ? '' : `\n  want_trial ${trial}`}
`;
}

function folders({ release, provider }: PreparedGateway): string {
  return `  want_folder ${PARSEC_FOLDER} "$parsec_uid:$group_id" 750
  want_folder ${STATE_FOLDER[release]} "$parsec_uid:$group_id" 700
  want_folder ${PARSEC_CONFIG_FOLDER} "$parsec_uid:$group_id" 700
  want_folder ${HOME} 0:0 755
  want_folder ${HOME}/apparmor.d 0:0 755
  want_access ${PROVIDER_SETTINGS} 0:0 600
${provider === ParsecProvider.TPM ? `  want_access /dev/tpmrm0 "0:$tss_gid" 660\n` : ''}`;
}

function parsecFiles(prepared: PreparedGateway): string {
  const { release, provider } = prepared;
  const { required } = PROVIDERS[provider];
  const tpm = `  # the TPM's own tools connect to it as Parsec does
  want_file ${TPM_ENVIRONMENT} 0:0 644 <<END
TPM2TOOLS_TCTI='$(parsec_config | awk -F '"' '/^tcti *=/ { print $2 }')'
END
`;
  return `${required.map((key) => `  [ -n "$(setting ${key})" ] || refuse "the provider needs a line ${key} = \\"...\\" in ${PROVIDER_SETTINGS}"\n`).join('')}  # keys are lost if a setting changes that they depend on
  config=/etc/parsec/config.toml
  if [ -e "$config" ] && [ -n "$(ls -A ${STATE_FOLDER[release]} 2>/dev/null)" ] &&
    [ "$(bound <"$config")" != "$(parsec_config | bound)" ]; then
    refuse "$config has $(bound <"$config" | tr '\\n' ' ')and its keys may be in ${STATE_FOLDER[release]}: write a script with these settings, or move both away"
  fi
  want_file "$config" "$parsec_uid:$group_id" 400 <<END
$(parsec_config)
END
${provider === ParsecProvider.TPM ? tpm : ''}
  # the unit of a package is kept, and another file adds settings to it
  unit=/etc/systemd/system/parsec.service
  if [ ! -e /usr/lib/systemd/system/parsec.service ] && [ ! -e /lib/systemd/system/parsec.service ] &&
    { [ ! -e "$unit" ] || grep -q '^# Written by gateway preparation' "$unit"; }; then
    want_file "$unit" 0:0 644 <<END
# Written by gateway preparation, because no package installs this unit.
${parsecService(prepared).replaceAll('$', '\\$').replace('PROGRAM', '$parsec')}END
  fi`;
}

function files(setup: GatewaySetup): string {
  return gatewayFiles(setup).map(wantFile).join('');
}

function units(): string {
  return ['parsec.service', 'secure-edge-apparmor.service', 'secure-edge-health.timer']
    .map((unit) => `  want_enabled ${unit}\n`)
    .concat('  want_running parsec.service\n', '  want_running secure-edge-health.timer\n')
    .join('');
}

function retired({ retired }: PreparedGateway): string {
  if (retired.length === 0) return '';
  const checks = retired.map(
    ({ uid, app, command }) => `  want_no_keys ${uid} ${shellQuote(app)} ${shellQuote(command)}`,
  );
  return `  # retired users must have no keys
  clients=$(as_admin parsec-tool list-clients 2>/dev/null) || clients=
${checks.join('\n')}
`;
}
