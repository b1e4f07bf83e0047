#!/bin/sh
# Makes this host a machine that can receive sealed app packages. Written by: secure-edge gateway packages
#
# Run it as root, as often as you like: it changes only differences, and never replaces a key. With --check, it changes
# nothing and prints the differences.
# Exit codes: 0 no differences are left, 1 differences or errors, 2 wrong usage.
set -eu

machine=gateway-7
folder=/etc/secure-edge/packages
public=$folder/$machine.pub.pem
# configuration of container-app-service; if empty, the path in its unit
ecs=

# Reports a difference. Succeeds only if the script corrects it now: "differs ... || return 0".
differs() {
  differences=$((differences + 1))
  case $mode in
  check) echo "differs: $*" ;;
  change) echo "changes: $*" ;;
  esac
  [ "$mode" = change ]
}

# Reports an error that this script cannot fix. After an error, the script changes nothing.
refuse() {
  refusals=$((refusals + 1))
  echo "error: $*" >&2
}

# Reports a difference that a person must correct.
left() {
  differences=$((differences + 1))
  [ "$mode" = look ] || echo "left to you: $*"
}

# access PATH: prints its owner, group and mode as UID:GID MODE
access() {
  stat -L -c '%u:%g %a' "$1" 2>/dev/null || echo missing
}

# want_folder PATH UID:GID MODE
want_folder() {
  is=$(access "$1")
  if [ -e "$1" ] && [ ! -d "$1" ]; then
    refuse "$1 is not a folder"
  elif [ "$is" != "$2 $3" ]; then
    differs "folder $1 is $is, wanted $2 $3" || return 0
    mkdir -p "$1"
    chown "$2" "$1"
    chmod "$3" "$1"
  fi
}

# want_access PATH UID:GID MODE: of an existing path
want_access() {
  is=$(access "$1")
  if [ "$is" != missing ] && [ "$is" != "$2 $3" ]; then
    differs "$1 is $is, wanted $2 $3" || return 0
    chown "$2" "$1"
    chmod "$3" "$1"
  fi
}

# want_file PATH UID:GID MODE: with the text of standard input
want_file() {
  text=$(cat)
  is=$(access "$1")
  if [ -d "$1" ]; then
    refuse "$1 is a folder"
  elif [ "$is" = missing ] || [ "$text" != "$(cat "$1")" ]; then
    if [ "$is" = missing ]; then what="is missing"; else what="has a different text"; fi
    differs "file $1 $what" || return 0
    mkdir -p "$(dirname "$1")"
    (umask 077 && printf '%s\n' "$text" >"$1.new")
    chown "$2" "$1.new"
    chmod "$3" "$1.new"
    mv -f "$1.new" "$1"
    changed=yes
  else
    want_access "$@"
  fi
}

# want_program NAME WHERE_FROM
want_program() {
  command -v "$1" >/dev/null || refuse "the program $1 is missing: $2"
}

# want_enabled UNIT
want_enabled() {
  [ "$(systemctl is-enabled "$1" 2>/dev/null)" = enabled ] || {
    differs "$1 is not started at boot" || return 0
    systemctl --quiet enable "$1"
  }
}

# key_name contains the machine's name without a line break, because container-app-service compares the whole content
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
    sed -n 's/^ExecStart=.*cappsd .*-config[= ]*\([^ ]*\).*/\1\/ecs.json/p' | head -n 1
}

# ecs_value KEY DEFAULT: prints the value of a key
ecs_value() {
  value=$(sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" "$ecs" | head -n 1)
  echo "${value:-$2}"
}

# misspelled KEY INSTEAD_OF
misspelled() {
  ! grep -q "\"$1\" *:" "$ecs" || left "$ecs has \"$1\", which container-app-service does not read: write \"$2\""
}

# checks the keys that are wrong in the readme and the example of container-app-service
check_ecs() {
  ecs=${ecs:-$(ecs_of_unit)}
  [ -n "$ecs" ] && [ -r "$ecs" ] || return 0
  misspelled write_timeout: write_timeout
  misspelled key_location key
  misspelled reservedPort reserved_port
  misspelled reservedSSLPort reserved_ssl_port
  [ "$(ecs_value key /mnt/data/key/key)" = "$folder/key" ] ||
    left "$ecs has the key in $(ecs_value key /mnt/data/key/key): write \"key\": \"$folder/key\", or use --key-folder"
  [ "$(ecs_value key_name /mnt/data/key/key_name)" = "$folder/key_name" ] ||
    left "$ecs has the name in $(ecs_value key_name /mnt/data/key/key_name): write \"key_name\": \"$folder/key_name\", or use --key-folder"
}

# the machine's key: created once, readable only for root, never printed
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
  bits=$(openssl rsa -in "$folder/key" -passin pass: -noout -text 2>/dev/null | sed -n 's/.*(\([0-9]*\) bit.*/\1/p')
  if [ "${bits:-0}" -lt 2048 ]; then
    refuse "$folder/key must be an RSA key of at least 2048 bits without a passphrase"
    return 0
  fi
  want_public_key <<END
$(openssl pkey -in "$folder/key" -passin pass: -pubout)
END
}

# want_secure_edge VERSION: the command that opens packages, in the version that wrote this script. npm runs no scripts of
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

prepare() {
  want_folder "$folder" 0:0 755
  want_key
  want_key_name
  check_ecs
  want_folder /var/lib/secure-edge/packages 0:0 755
  want_folder /var/lib/secure-edge/packages/due 0:0 700
  want_folder /var/lib/secure-edge/packages/failed 0:0 700
  want_file /etc/secure-edge/packages/trusted.pub.pem 0:0 644 <<'END'
-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA
-----END PUBLIC KEY-----
END
  want_file /etc/secure-edge/install-due 0:0 755 <<'END'
#!/bin/sh
# Installs the packages in /var/lib/secure-edge/packages/due, in the order of their names, and deletes each installed package. If a
# package cannot be installed, moves it to failed, together with the output. To try again, move it back to due.
set -euf

cd /var/lib/secure-edge/packages
options=
[ ! -r /etc/secure-edge/packages/options ] || options=$(cat /etc/secure-edge/packages/options)
failed=0
set +f
for package in due/*; do
  set -f
  [ -f "$package" ] || continue
  name=${package#due/}
  # shellcheck disable=SC2086 # options are words
  if said=$(secure-edge package install "$package" --machine gateway-7 --key /etc/secure-edge/packages/key \
    --verify /etc/secure-edge/packages/trusted.pub.pem --wait 300 $options 2>&1); then
    printf '%s\n' "$said"
    rm -f "$package"
  else
    printf '%s\n' "$said" >&2
    printf '%s\n' "$said" >"failed/$name.error"
    mv -f "$package" failed/
    failed=1
  fi
done
exit "$failed"
END
  want_file /etc/systemd/system/secure-edge-packages.service 0:0 644 <<'END'
[Unit]
Description=Install the app packages that are due
After=local-fs.target parsec.service containerd.service crio.service docker.service kubelet.service
ConditionDirectoryNotEmpty=/var/lib/secure-edge/packages/due

[Service]
Type=oneshot
UMask=0022
ExecStart=/etc/secure-edge/install-due

[Install]
WantedBy=multi-user.target
END
  want_access /etc/secure-edge/packages/options 0:0 644
  want_program systemctl "this script is for hosts with systemd"
  want_secure_edge VERSION
  want_enabled secure-edge-packages.service
}

# applies the changes to the running system
take_effect() {
  [ ! -d /run/systemd/system ] || systemctl daemon-reload
}

if [ $# -gt 1 ] || { [ $# -eq 1 ] && [ "$1" != --check ]; }; then
  echo "usage: $0 [--check]" >&2
  exit 2
fi
if [ "$(id -u)" != 0 ]; then
  echo "$0 must run as root, to read and change the files of other users" >&2
  exit 2
fi

differences=0
refusals=0
changed=no

if [ $# -eq 1 ]; then
  mode=check
  prepare
  [ $((differences + refusals)) -eq 0 ] || exit 1
  echo "all is as wanted"
  exit 0
fi

mode=look
prepare
if [ "$refusals" -gt 0 ]; then
  echo "nothing was changed" >&2
  exit 1
fi
mode=change
differences=0
prepare
[ "$changed" = no ] || take_effect
[ "$differences" -gt 0 ] || echo "all is as wanted"
