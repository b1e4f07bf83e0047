import { ownPackage } from '../diagnostics/own-package';
import { shellQuote } from './shell-quote';
import { INSTALL_OPTIONS, INSTALL_SERVICE, packageFiles, PACKAGES } from './package-files';
import { MAIN, wantFile, WANTS } from './script-frame';

/** Input of the script that lets a machine receive packages. */
export interface CommissionedMachine {
  readonly machine: string;
  /** Absolute path of letters, digits, dots, dashes and underscores. */
  readonly keyFolder: string;
  /** Name of the key in Parsec. Undefined if the key is a file. */
  readonly parsecKey: string | undefined;
  /** Public key that verifies packages, in PEM. Undefined if the machine does not install packages at boot. */
  readonly trustedKey: string | undefined;
  /** Path of `ecs.json`. Undefined if the script reads it from the unit of container-app-service. */
  readonly ecsConfig: string | undefined;
}

/** Returns the script that lets a host receive packages, for any POSIX shell. */
export function commissioningScript(commissioned: CommissionedMachine): string {
  const key = commissioned.parsecKey === undefined ? KEY_FILE : KEY_IN_PARSEC;
  const program = commissioned.trustedKey === undefined ? [] : [SECURE_EDGE];
  return [head(commissioned), WANTS, FUNCTIONS, key, ...program, steps(commissioned), MAIN].join('\n');
}

function head({ machine, keyFolder, parsecKey, ecsConfig }: CommissionedMachine): string {
  return `#!/bin/sh
# Makes this host a machine that can receive sealed app packages. Written by: secure-edge gateway packages
#
# Run it as root, as often as you like: it changes only differences, and never replaces a key. With --check, it changes
# nothing and prints the differences.
# Exit codes: 0 no differences are left, 1 differences or errors, 2 wrong usage.
set -eu

machine=${shellQuote(machine)}
folder=${keyFolder}
public=$folder/$machine.pub.pem
${parsecKey === undefined ? '' : `key=${shellQuote(parsecKey)}\n`}# configuration of container-app-service; if empty, the path in its unit
ecs=${ecsConfig === undefined ? '' : shellQuote(ecsConfig)}
`;
}

const FUNCTIONS = `# key_name contains the machine's name without a line break, because container-app-service compares the whole content
want_key_name() {
  if [ ! -e "$folder/key_name" ]; then
    differs "file $folder/key_name is missing" || return 0
  elif [ "$(cat "$folder/key_name")" != "$machine" ]; then
    refuse "$folder/key_name contains $(cat "$folder/key_name"): the packages of that machine could not be opened any more"
    return 0
  elif [ "$(wc -c <"$folder/key_name")" -ne "$(printf %s "$machine" | wc -c)" ]; then
    differs "file $folder/key_name has a line break at its end" || return 0
  else
    want_access "$folder/key_name" 0:0 644
    return 0
  fi
  printf %s "$machine" >"$folder/key_name.new"
  chmod 644 "$folder/key_name.new"
  mv -f "$folder/key_name.new" "$folder/key_name"
}

# want_public_key: the key that packages are sealed with, from standard input
want_public_key() {
  want_file "$public" 0:0 644
  [ "$mode" != change ] || echo "for the folder of the packager: $public"
}

# prints the path of the configuration in the unit of container-app-service
ecs_of_unit() {
  cat /etc/systemd/system/*.service /usr/lib/systemd/system/*.service /lib/systemd/system/*.service 2>/dev/null |
    sed -n 's/^ExecStart=.*cappsd .*-config[= ]*\\([^ ]*\\).*/\\1\\/ecs.json/p' | head -n 1
}

# ecs_value KEY DEFAULT: prints the value of a key
ecs_value() {
  value=$(sed -n "s/.*\\"$1\\" *: *\\"\\([^\\"]*\\)\\".*/\\1/p" "$ecs" | head -n 1)
  echo "\${value:-$2}"
}

# misspelled KEY INSTEAD_OF
misspelled() {
  ! grep -q "\\"$1\\" *:" "$ecs" || left "$ecs has \\"$1\\", which container-app-service does not read: write \\"$2\\""
}

# checks the keys that are wrong in the readme and the example of container-app-service
check_ecs() {
  ecs=\${ecs:-$(ecs_of_unit)}
  [ -n "$ecs" ] && [ -r "$ecs" ] || return 0
  misspelled write_timeout: write_timeout
  misspelled key_location key
  misspelled reservedPort reserved_port
  misspelled reservedSSLPort reserved_ssl_port
  [ "$(ecs_value key /mnt/data/key/key)" = "$folder/key" ] ||
    left "$ecs has the key in $(ecs_value key /mnt/data/key/key): write \\"key\\": \\"$folder/key\\", or use --key-folder"
  [ "$(ecs_value key_name /mnt/data/key/key_name)" = "$folder/key_name" ] ||
    left "$ecs has the name in $(ecs_value key_name /mnt/data/key/key_name): write \\"key_name\\": \\"$folder/key_name\\", or use --key-folder"
}
`;

const SECURE_EDGE = `# want_secure_edge VERSION: the command that opens packages, in the version that wrote this script. npm runs no scripts of
# packages, and does not install the dependencies that only synth needs.
want_secure_edge() {
  is=$(secure-edge --version 2>/dev/null) || is=missing
  [ "$is" != "$1" ] || return 0
  if ! command -v npm >/dev/null; then
    refuse "secure-edge is $is, wanted $1: install Node.js with npm, or secure-edge $1"
    return 0
  fi
  differs "secure-edge is $is, wanted $1" || return 0
  npm install --global --omit=optional --ignore-scripts "cdk8s-secure-edge@$1" >&2
}
`;

const SMALLEST_KEY = 2048;

const KEY_FILE = `# the machine's key: created once, readable only for root, never printed
want_key() {
  want_program openssl "install openssl"
  if [ ! -e "$folder/key" ]; then
    differs "the machine has no key" || return 0
    rm -f "$folder/key.new"
    if ! (umask 077 && openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096 -out "$folder/key.new" 2>/dev/null); then
      echo "openssl could not create a key" >&2
      exit 1
    fi
    # ln never replaces a key, not even one that was created in the meantime
    ln "$folder/key.new" "$folder/key"
    rm -f "$folder/key.new"
  fi
  want_access "$folder/key" 0:0 600
  bits=$(openssl rsa -in "$folder/key" -passin pass: -noout -text 2>/dev/null | sed -n 's/.*(\\([0-9]*\\) bit.*/\\1/p')
  if [ "\${bits:-0}" -lt ${SMALLEST_KEY} ]; then
    refuse "$folder/key must be an RSA key of at least ${SMALLEST_KEY} bits without a passphrase"
    return 0
  fi
  want_public_key <<END
$(openssl pkey -in "$folder/key" -passin pass: -pubout)
END
}
`;

const KEY_IN_PARSEC = `# the machine's key: created once, in Parsec, where it belongs to root
want_key() {
  want_program parsec-tool "install parsec-tool"
  if ! keys=$(timeout 30 parsec-tool list-keys 2>&1); then
    refuse "Parsec cannot list its keys: $keys"
    return 0
  fi
  if ! echo "$keys" | grep -qF "* $key ("; then
    differs "the machine has no key $key in Parsec" || return 0
    timeout 120 parsec-tool create-rsa-key --key-name "$key" --oaep >/dev/null
  fi
  want_public_key <<END
$(timeout 30 parsec-tool export-public-key --key-name "$key")
END
}
`;

function steps(commissioned: CommissionedMachine): string {
  const { machine, keyFolder, parsecKey, trustedKey } = commissioned;
  const key = parsecKey === undefined ? `${keyFolder}/key` : `parsec:${parsecKey}`;
  const files = packageFiles({ machine, key, trustedKey });
  return `prepare() {
  want_folder "$folder" 0:0 755
  want_key
  want_key_name
  check_ecs
${['', '/due', '/failed'].map((folder) => `  want_folder ${PACKAGES}${folder} 0:0 ${folder === '' ? '755' : '700'}\n`).join('')}${files.map(wantFile).join('')}${files.length === 0 ? '' : boot()}}

# applies the changes to the running system
take_effect() {
  [ ! -d /run/systemd/system ] || systemctl daemon-reload
}
`;
}

function boot(): string {
  return `  want_access ${INSTALL_OPTIONS} 0:0 644
  want_program systemctl "this script is for hosts with systemd"
  want_secure_edge ${shellQuote(ownPackage().version)}
  want_enabled ${INSTALL_SERVICE}
`;
}
