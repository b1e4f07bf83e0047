#!/bin/sh
# Prepares a gateway for apps whose keys are in Parsec: release izuma, provider pkcs11.
# Written by: secure-edge gateway --parsec izuma --provider pkcs11 --group-id 1300
#
# Run it as root, as often as you like: it changes only differences, and restarts Parsec only if one of its files has
# changed. With --check, it changes nothing and prints the differences.
# Exit codes: 0 no differences are left, 1 differences or errors, 2 wrong usage.
set -eu

group_id=1300

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

nologin=/usr/sbin/nologin
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
    useradd --uid "$2" --gid "$3" --comment "$4" --no-create-home --home-dir /nonexistent \
      --no-log-init --shell "$nologin" --expiredate "${5:-1970-01-02}" "$1"
  elif [ "$(field /etc/passwd 1 "$1" 4)" != "$3" ]; then
    differs "the group of user $1 is not $3" || return 0
    usermod --gid "$3" "$1"
  fi
  want_no_login "$1" ${5:+"$5" "$6"}
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
  [ "$(field /etc/shadow 1 "$1" 8)" = "${3:-1}" ] ||
    ! differs "user $1 does not expire${2:+ on $2}" || usermod --expiredate "${2:-1970-01-02}" "$1"
}

# want_running UNIT
want_running() {
  [ ! -d /run/systemd/system ] || systemctl --quiet is-active "$1" || {
    differs "$1 is not running" || return 0
    changed=yes
  }
}

# setting KEY [VALUE]: prints the gateway's own line, or a line with VALUE
setting() {
  grep -E "^$1 *=" /etc/secure-edge/provider.toml 2>/dev/null || [ $# -eq 1 ] || echo "$1 = $2"
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

# Parsec's configuration. Settings that only this gateway has are in /etc/secure-edge/provider.toml.
parsec_config() {
  cat <<'END'
# Written by gateway preparation. Its next run reverts changes in this file.
[core_settings]
log_level = "info"

[listener]
listener_type = "DomainSocket"
timeout = 3000

# Parsec identifies an app by its Unix user. A change while there are keys would give them to other apps.
[authenticator]
auth_type = "UnixPeerCredentials"
admins = [ { name = "1207" } ]

[[key_manager]]
name = "on-disk-manager"
manager_type = "OnDisk"
store_path = "/userdata/parsec/mappings"

[[provider]]
provider_type = "Pkcs11"
key_info_manager = "on-disk-manager"
END
  setting library_path
  setting slot_number
  setting serial_number
  setting user_pin
}

prepare() {
  want_program systemctl "this script is for hosts with systemd"
  want_program parsec-tool "install parsec-tool"
  parsec=$(command -v parsec || command -v /usr/libexec/parsec/parsec) ||
    refuse "the program parsec is missing: install the Parsec service"

  # the group of Parsec's clients, which can have one of two names; Parsec's user, whose number a package can have chosen;
  # and an administrator that is not root, because otherwise root in a pod would be one
  want_group parsec "$group_id" parsec-clients
  parsec_uid=$(field /etc/passwd 1 parsec 3)
  if [ -z "$parsec_uid" ]; then
    parsec_uid=1206
    want_user parsec 1206 "$group_id" "Parsec service"
  elif [ "$parsec_uid" = 0 ]; then
    refuse "user parsec is root on this host"
  else
    want_no_login parsec
  fi
  want_user parsec-admin 1207 "$group_id" "Parsec administrator"

  # no app has an identity here

  want_folder /run/parsec "$parsec_uid:$group_id" 750
  want_folder /userdata/parsec "$parsec_uid:$group_id" 700
  want_folder /etc/parsec "$parsec_uid:$group_id" 700
  want_folder /etc/secure-edge 0:0 755
  want_folder /etc/secure-edge/apparmor.d 0:0 755
  want_access /etc/secure-edge/provider.toml 0:0 600

  [ -n "$(setting library_path)" ] || refuse "the provider needs a line library_path = \"...\" in /etc/secure-edge/provider.toml"
  [ -n "$(setting user_pin)" ] || refuse "the provider needs a line user_pin = \"...\" in /etc/secure-edge/provider.toml"
  # keys are lost if a setting changes that they depend on
  config=/etc/parsec/config.toml
  if [ -e "$config" ] && [ -n "$(ls -A /userdata/parsec 2>/dev/null)" ] &&
    [ "$(bound <"$config")" != "$(parsec_config | bound)" ]; then
    refuse "$config has $(bound <"$config" | tr '\n' ' ')and its keys may be in /userdata/parsec: write a script with these settings, or move both away"
  fi
  want_file "$config" "$parsec_uid:$group_id" 400 <<END
$(parsec_config)
END

  # the unit of a package is kept, and another file adds settings to it
  unit=/etc/systemd/system/parsec.service
  if [ ! -e /usr/lib/systemd/system/parsec.service ] && [ ! -e /lib/systemd/system/parsec.service ] &&
    { [ ! -e "$unit" ] || grep -q '^# Written by gateway preparation' "$unit"; }; then
    want_file "$unit" 0:0 644 <<END
# Written by gateway preparation, because no package installs this unit.
[Unit]
Description=Parsec service
Documentation=https://parallaxsecond.github.io/parsec-book/

[Service]
ExecStart=$parsec --config /etc/parsec/config.toml
ExecReload=/bin/kill -HUP \$MAINPID
WorkingDirectory=/userdata/parsec
Restart=always
RestartSec=5s
NoNewPrivileges=yes
CapabilityBoundingSet=
PrivateTmp=yes
ProtectSystem=strict
ReadWritePaths=/userdata/parsec /run/parsec
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
END
  fi
  want_file /etc/tmpfiles.d/secure-edge-parsec.conf 0:0 644 <<'END'
# Only users who may enter this folder are clients of Parsec: everyone may open the socket itself.
d /run/parsec 0750 parsec 1300 -
END
  want_file /etc/secure-edge/health 0:0 755 <<'END'
#!/bin/sh
# Exits 0 if Parsec can use its keys. It does not use ping or list-keys, because they succeed with a dead TPM.
set -eu

key=secure-edge-health
timeout 30 parsec-tool list-keys 2>&1 | grep -q "$key" ||
  timeout 30 parsec-tool --provider 2 create-ecc-key --key-name "$key" >/dev/null 2>&1 || true
if ! said=$(timeout 30 parsec-tool --provider 2 sign --key-name "$key" health 2>&1); then
  echo "Parsec cannot sign: $said" >&2
  exit 1
fi

echo "Parsec works"
END
  want_file /etc/secure-edge/backup 0:0 755 <<'END'
#!/bin/sh
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
if [ -r /etc/secure-edge/tpm.env ]; then
  # shellcheck source=/dev/null
  . /etc/secure-edge/tpm.env
  tcti=$TPM2TOOLS_TCTI
fi
case $tcti in
'' | device:*) ;;
*)
  case $tpm_state in
  /*) [ -d "$tpm_state" ] || { echo "$tpm_state is not a folder" >&2; exit 2; } ;;
  *)
    [ -d /userdata/parsec/NVChip ] || [ -f /userdata/parsec/NVChip ] || {
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
set -- etc/parsec/config.toml userdata/parsec
[ -z "$tpm_state" ] || set -- "$@" "$(echo "$tpm_state" | cut -c2-)"
tar --create --file "$archive.part" --directory / "$@"
mv "$archive.part" "$archive"
echo "saved /$(echo "$*" | sed 's, , /,g')"
END
  want_file /etc/secure-edge/load-apparmor 0:0 755 <<'END'
#!/bin/sh
# Loads every profile in /etc/secure-edge/apparmor.d, and replaces loaded profiles with the same name. Unloads nothing,
# because the kernel leaves the processes of an unloaded profile unconfined.
set -eu

failed=0
for profile in /etc/secure-edge/apparmor.d/*; do
  [ -f "$profile" ] || continue
  apparmor_parser --replace --skip-cache "$profile" || failed=1
done
exit "$failed"
END
  want_file /etc/systemd/system/parsec.service.d/secure-edge.conf 0:0 644 <<'END'
[Unit]
# Parsec stops before a software TPM does
After=swtpm.service

[Service]
User=parsec
Group=1300
UMask=0077
# The folder is kept when the service stops, so that a pod that mounts it gets the socket of the next start.
RuntimeDirectory=parsec
RuntimeDirectoryMode=0750
RuntimeDirectoryPreserve=yes
END
  want_file /etc/systemd/system/secure-edge-health.service 0:0 644 <<'END'
[Unit]
Description=Check that Parsec can use its keys
After=parsec.service

[Service]
Type=oneshot
User=1207
Group=1300
NoNewPrivileges=yes
ExecStart=/etc/secure-edge/health
END
  want_file /etc/systemd/system/secure-edge-health.timer 0:0 644 <<'END'
[Unit]
Description=Check every five minutes that Parsec can use its keys

[Timer]
OnBootSec=2min
OnUnitActiveSec=5min

[Install]
WantedBy=timers.target
END
  want_file /etc/systemd/system/secure-edge-apparmor.service 0:0 644 <<'END'
[Unit]
Description=AppArmor profiles of the gateway's pods
ConditionSecurity=apparmor
After=apparmor.service
Before=kubelet.service k3s.service k3s-agent.service docker.service containerd.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/etc/secure-edge/load-apparmor

[Install]
WantedBy=multi-user.target
END

  want_enabled parsec.service
  want_enabled secure-edge-apparmor.service
  want_enabled secure-edge-health.timer
  want_running parsec.service
  want_running secure-edge-health.timer

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
