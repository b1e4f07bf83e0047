#!/bin/sh
# Prepares a gateway for apps whose keys are in Parsec: release izuma, provider pkcs11.
# Written by: secure-edge gateway --parsec izuma --provider pkcs11 --group-id 1300
#
# Run it as root, as often as you like: what is as wanted is left alone, and Parsec starts anew only when one of its
# files changed. With --check it changes nothing, prints what differs, and exits 1 if anything does.
# Exit codes: 0 all is as wanted, 1 it is not, 2 wrong call.
set -eu

group_id=1300

# Says what is not as wanted. False unless it is to be changed now: "differs ... || return 0".
differs() {
  differences=$((differences + 1))
  case $mode in
  check) echo "differs: $*" ;;
  change) echo "changes: $*" ;;
  esac
  [ "$mode" = change ]
}

# Says what this script cannot mend. Nothing is changed while there is any.
refuse() {
  refusals=$((refusals + 1))
  echo "cannot be: $*" >&2
}

# What is left to a person.
left() {
  differences=$((differences + 1))
  [ "$mode" = look ] || echo "left to you: $*"
}

# access PATH: its owner, group and mode as UID:GID MODE
access() {
  stat -L -c '%u:%g %a' "$1" 2>/dev/null || echo missing
}

# want_folder PATH UID:GID MODE
want_folder() {
  is=$(access "$1")
  if [ -e "$1" ] && [ ! -d "$1" ]; then
    refuse "$1 is no folder"
  elif [ "$is" != "$2 $3" ]; then
    differs "folder $1 is $is, wanted $2 $3" || return 0
    mkdir -p "$1"
    chown "$2" "$1"
    chmod "$3" "$1"
  fi
}

# want_access PATH UID:GID MODE: of what is there already
want_access() {
  is=$(access "$1")
  if [ "$is" != missing ] && [ "$is" != "$2 $3" ]; then
    differs "$1 is $is, wanted $2 $3" || return 0
    chown "$2" "$1"
    chmod "$3" "$1"
  fi
}

# want_file PATH UID:GID MODE: with the text that comes in
want_file() {
  text=$(cat)
  is=$(access "$1")
  if [ -d "$1" ]; then
    refuse "$1 is a folder"
  elif [ "$is" = missing ] || [ "$text" != "$(cat "$1")" ]; then
    if [ "$is" = missing ]; then what="is missing"; else what="has another text"; fi
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

# field FILE COLUMN VALUE WANTED: of the first line whose COLUMN is VALUE, the column WANTED
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
    refuse "group $2 is the host's group $name: it is wanted for $1"
  elif [ -n "$gid" ]; then
    refuse "group $1 has the number $gid on this host: it is wanted with $2"
  else
    differs "group $1 ($2) is missing" || return 0
    groupadd --gid "$2" "$1"
  fi
}

# want_user NAME UID GID COMMENT: an account that holds the number, and that nobody can log in to
want_user() {
  name=$(field /etc/passwd 3 "$2" 1)
  uid=$(field /etc/passwd 1 "$1" 3)
  if [ -n "$name" ] && [ "$name" != "$1" ]; then
    refuse "user $2 is the host's user $name: it is wanted for $1 ($4)"
    return 0
  elif [ -n "$uid" ] && [ "$uid" != "$2" ]; then
    refuse "user $1 has the number $uid on this host: it is wanted with $2"
    return 0
  elif [ -z "$uid" ]; then
    differs "user $1 ($2, $4) is missing" || return 0
    useradd --uid "$2" --gid "$3" --comment "$4" --no-create-home --home-dir /nonexistent \
      --no-log-init --shell "$nologin" --expiredate 1970-01-02 "$1"
  elif [ "$(field /etc/passwd 1 "$1" 4)" != "$3" ]; then
    differs "user $1 has another group than $3" || return 0
    usermod --gid "$3" "$1"
  fi
  want_no_login "$1"
}

# want_no_login NAME: no shell, no password, expired
want_no_login() {
  case $(field /etc/passwd 1 "$1" 7) in
  */nologin | */false) ;;
  *) ! differs "user $1 has a shell" || usermod --shell "$nologin" "$1" ;;
  esac
  case $(field /etc/shadow 1 "$1" 2) in
  !* | '*'*) ;;
  *) ! differs "user $1 is not locked" || usermod --lock "$1" ;;
  esac
  [ "$(field /etc/shadow 1 "$1" 8)" = 1 ] ||
    ! differs "user $1 does not expire" || usermod --expiredate 1970-01-02 "$1"
}

# want_running UNIT
want_running() {
  [ ! -d /run/systemd/system ] || systemctl --quiet is-active "$1" || {
    differs "$1 does not run" || return 0
    changed=yes
  }
}

# setting KEY [VALUE]: the gateway's own line, else one with the value, if there is one
setting() {
  grep -E "^$1 *=" /etc/secure-edge/provider.toml 2>/dev/null || [ $# -eq 1 ] || echo "$1 = $2"
}

# what the keys are bound to, of a configuration that comes in
bound() {
  grep -E '^(auth_type|manager_type|provider_type) *=' | tr -d ' ' | sort -u
}

# what has changed, as the running system sees it
take_effect() {
  [ -d /run/systemd/system ] || return 0
  systemctl daemon-reload
  udevadm control --reload 2>/dev/null || true
  systemctl restart secure-edge-apparmor.service secure-edge-health.timer || true
  systemctl restart parsec.service
}

# Parsec's configuration. What only this gateway knows stands in /etc/secure-edge/provider.toml.
parsec_config() {
  cat <<'END'
# Written by gateway preparation: a change here is undone by its next run.
[core_settings]
log_level = "info"

[listener]
listener_type = "DomainSocket"
timeout = 3000

# an app is known by its Unix user; changed while there are keys, it would give them to others
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

  # the group of Parsec's clients, by whichever of two names; its user, whose number a package may have chosen; and
  # an administrator, who is not root: root in a pod must not be one
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
  # keys are lost to a configuration that is bound to something else
  config=/etc/parsec/config.toml
  if [ -e "$config" ] && [ -n "$(ls -A /userdata/parsec 2>/dev/null)" ] &&
    [ "$(bound <"$config")" != "$(parsec_config | bound)" ]; then
    refuse "$config has $(bound <"$config" | tr '\n' ' ')and there may be keys of it in /userdata/parsec: write the script for it, or move both away"
  fi
  want_file "$config" "$parsec_uid:$group_id" 400 <<END
$(parsec_config)
END

  # a package's own unit is kept, and the file beside it adds to it
  unit=/etc/systemd/system/parsec.service
  if [ ! -e /usr/lib/systemd/system/parsec.service ] && [ ! -e /lib/systemd/system/parsec.service ] &&
    { [ ! -e "$unit" ] || grep -q '^# Written by gateway preparation' "$unit"; }; then
    want_file "$unit" 0:0 644 <<END
# Written by gateway preparation: no package brings one.
[Unit]
Description=Parsec, the gateway's keeper of keys
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
# Who may enter the folder is a client of Parsec: the socket itself is open to all.
d /run/parsec 0750 parsec 1300 -
END
  want_file /etc/secure-edge/health 0:0 755 <<'END'
#!/bin/sh
# Exits 0 if Parsec can work with its keys. ping and list-keys tell nothing: they succeed with a dead TPM.
set -eu

key=secure-edge-health
timeout 30 parsec-tool list-keys 2>&1 | grep -q "$key" ||
  timeout 30 parsec-tool --provider 2 create-ecc-key --key-name "$key" >/dev/null 2>&1 || true
if ! said=$(timeout 30 parsec-tool --provider 2 sign --key-name "$key" health 2>&1); then
  echo "Parsec signs nothing: $said" >&2
  exit 1
fi

echo "Parsec works"
END
  want_file /etc/secure-edge/backup 0:0 755 <<'END'
#!/bin/sh
# Saves Parsec's keys: backup ARCHIVE.tar [FOLDER]
# FOLDER is the state of a TPM in software: it and the record of the keys are one thing, and neither is worth anything
# without the other. The state of a real TPM stays in its chip; the archive is of use with that chip alone.
# To restore: stop Parsec and the TPM, then tar --extract --preserve-permissions --file ARCHIVE.tar --directory /
set -eu

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
  echo "use: $0 ARCHIVE.tar [FOLDER]" >&2
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
  /*) [ -d "$tpm_state" ] || { echo "$tpm_state is no folder" >&2; exit 2; } ;;
  *)
    [ -d /userdata/parsec/NVChip ] || [ -f /userdata/parsec/NVChip ] || {
      echo "the TPM is software: name the folder of its state, with a / at its beginning, after the archive" >&2
      exit 2
    }
    ;;
  esac
  ;;
esac
[ ! -e "$archive" ] || { echo "$archive exists already" >&2; exit 2; }

stopped=
end() {
  rm -f "$archive.part"
  for unit in $stopped; do systemctl start "$unit"; done
}
trap end EXIT
for unit in parsec.service swtpm.service; do
  if [ -d /run/systemd/system ] && systemctl --quiet is-active "$unit"; then
    systemctl stop "$unit"
    # the TPM starts first
    stopped="$unit $stopped"
  fi
done
if pidof parsec >/dev/null; then
  echo "Parsec still runs: stop it first" >&2
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
# Loads every profile of /etc/secure-edge/apparmor.d, in place of what is loaded under its name. Unloads none: a
# process whose profile goes is confined no more.
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
# stops before a TPM in software does
After=swtpm.service

[Service]
User=parsec
Group=1300
UMask=0077
# The folder outlives the service: a pod that mounts it sees the socket of the next start.
RuntimeDirectory=parsec
RuntimeDirectoryMode=0750
RuntimeDirectoryPreserve=yes
END
  want_file /etc/systemd/system/secure-edge-health.service 0:0 644 <<'END'
[Unit]
Description=Whether Parsec can work with its keys
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
Description=Asks every five minutes whether Parsec can work with its keys

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
  echo "use: $0 [--check]" >&2
  exit 2
fi
if [ "$(id -u)" != 0 ]; then
  echo "$0 must be run as root, to see and to set what belongs to others" >&2
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
