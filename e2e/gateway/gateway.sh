#!/usr/bin/env bash
# Part of run.sh that runs on the gateway. Prints TAP.
# shellcheck disable=SC2317 # functions are called through "ok"
set -uo pipefail
cd /test || exit 1
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
count=0
failed=0
# ok NAME COMMAND...
ok() {
  local name=$1
  shift
  count=$((count + 1))
  if "$@" >/test/said 2>&1; then
    echo "ok $count - $name"
  else
    failed=$((failed + 1))
    echo "not ok $count - $name"
    sed 's/^/# /' /test/said
  fi
}
# ends CODE COMMAND...: the command must have that exit code
ends() {
  local wanted=$1 code=0
  shift
  "$@" || code=$?
  [ "$code" -eq "$wanted" ] || { echo "ended with $code"; return 1; }
}
# says TEXT COMMAND...: the output must contain the text, with any exit code
says() {
  local text=$1 said
  shift
  said=$("$@" 2>&1)
  echo "$said"
  [[ $said == *"$text"* ]]
}
equal() { [ "$1" = "$2" ] || { echo "got $1, wanted $2"; return 1; }; }
# state of the gateway: every file with its owner, mode and time, without the files of this test
state() { find /etc /var/lib /run /usr -xdev -printf '%p %u:%g %m %T@ %s\n' | sort | sha256sum; }
unchanged_by() {
  local before
  before=$(state)
  "$@"
  equal "$(state)" "$before"
}
as() {
  local uid=$1 groups=$2
  shift 2
  setpriv --reuid="$uid" --regid="$uid" --groups="$groups" -- "$@"
}
app() { as "$1" 1206 parsec-tool "${@:2}"; }
admin() { setpriv --reuid=1207 --regid=1206 --groups="$(getent group tss | cut -d: -f3)" -- "$@"; }

# --- preparation
ok 'a gateway that is not prepared differs' ends 1 ./prepare --check
ok 'the check prints the differences' says 'differs: user edge-10000 (10000, signer) is missing' ./prepare --check
ok 'the check changes nothing' unchanged_by ./prepare --check
ok 'an unknown option is rejected' ends 2 ./prepare --chek
ok 'a user other than root is rejected' ends 2 as 10000 10000 ./prepare --check

groupadd --gid 10001 foreign
ok 'a number that the host uses is rejected' says "group id 10001 belongs to the host's group foreign" ./prepare
ok 'and nothing is changed' unchanged_by ends 1 ./prepare
groupdel foreign

mkdir -p /etc/secure-edge
echo 'tcti = "swtpm:host=127.0.0.1,port=2321"' >/etc/secure-edge/provider.toml
ok 'a gateway is prepared' ends 0 ./prepare
ok 'then there are no differences' says 'all is as wanted' ./prepare --check
ok 'with exit code 0' ends 0 ./prepare --check
ok 'a second time changes nothing' unchanged_by ./prepare
ok 'and prints that' says 'all is as wanted' ./prepare

ok 'an app has an account with its number' equal "$(getent passwd edge-10000)" 'edge-10000:x:10000:10000:signer:/nonexistent:/usr/sbin/nologin'
ok 'and no password, and is expired' equal "$(getent shadow edge-10000 | cut -d: -f2,8)" '!:1'
ok 'an app of every gateway has an account' equal "$(id -u edge-10001)" 10001
ok 'an app of another gateway does not have an account' ends 2 getent passwd 10003
ok "the socket's folder belongs to its group" equal "$(stat -c '%U:%g %a' /run/parsec)" 'parsec:1206 750'
ok 'only root can read the settings of this gateway' equal "$(stat -c '%u %a' /etc/secure-edge/provider.toml)" '0 600'
ok 'the units are started at boot' equal "$(cd /etc/systemd/system && echo ./*.wants/{parsec,secure-edge}*)" \
  './multi-user.target.wants/parsec.service ./multi-user.target.wants/secure-edge-apparmor.service ./timers.target.wants/secure-edge-health.timer'
ok 'systemd accepts the units' ends 0 systemd-analyze verify /etc/systemd/system/{parsec.service,secure-edge-*}
ok 'the folder is created at boot' bash -c 'rm -r /run/parsec; systemd-tmpfiles --create /etc/tmpfiles.d/secure-edge-parsec.conf; /test/prepare --check'

for drift in 'chmod 755 /run/parsec' 'chmod 444 /etc/parsec/config.toml' 'usermod --shell /bin/sh edge-10000' \
  'usermod --expiredate "" edge-10000' 'usermod --password x edge-10000' 'chown root /var/lib/parsec' 'usermod --gid 0 edge-10000' \
  'echo >>/etc/secure-edge/health true' 'rm /etc/tmpfiles.d/secure-edge-parsec.conf' 'systemctl disable secure-edge-health.timer'; do
  bash -c "$drift" 2>/dev/null
  ok "reported: $drift" ends 1 ./prepare --check
  ./prepare >/dev/null 2>&1
  ok "corrected: $drift" ends 0 ./prepare --check
done

ok 'without the trial, the accounts differ' says 'differs: user edge-10000 does not expire on ' ./trial --check
ok 'a trial is prepared' ends 0 ./trial
ok 'its accounts expire in a week' equal "$(getent shadow edge-10000 | cut -d: -f8)" "$(($(date +%s) / 86400 + 7))"
ok 'then there are no differences in a trial' ends 0 ./trial --check
sed 's/^\(  want_trial\) .*/\1 1970-01-03 2/' trial >ended
ok 'the end of a trial is reported' says 'left to you: the trial ended on 1970-01-03' sh ended --check
ok 'and is a difference' ends 1 sh ended --check
ok 'after a trial, the script makes the accounts permanent' ends 0 ./prepare
ok 'and expired' equal "$(getent shadow edge-10000 | cut -d: -f8)" 1

# --- Parsec
start_tpm() {
  # without the function `as`, whose process would be the shell's
  setpriv --reuid=10020 --regid=10020 --clear-groups -- swtpm socket --tpm2 --tpmstate dir=/var/lib/swtpm-test --server type=tcp,port=2321 \
    --ctrl type=tcp,port=2322 --flags not-need-init,startup-clear >>/test/swtpm.log 2>&1 &
  tpm=$!
  sleep 1
}
start_parsec() {
  # otherwise the log of the previous start would count
  : >/test/parsec.log
  setpriv --reuid=parsec --regid=1206 --clear-groups -- parsec --config /etc/parsec/config.toml >/test/parsec.log 2>&1 &
  parsec=$!
  for _ in $(seq 60); do
    grep -q 'Parsec is ready' /test/parsec.log && return 0
    sleep 0.5
  done
  cat /test/parsec.log
  return 1
}
stop_parsec() {
  kill "$parsec"
  wait "$parsec" 2>/dev/null
}
# like ExecStopPost of the unit
# shellcheck source=/dev/null
shutdown_tpm() { (. /etc/secure-edge/tpm.env && export TPM2TOOLS_TCTI && tpm2_shutdown --clear); }
stop_tpm() {
  kill -9 "$tpm"
  wait "$tpm" 2>/dev/null
}

mkdir -m 700 /var/lib/swtpm-test
chown 10020 /var/lib/swtpm-test
start_tpm
ok 'Parsec accepts the configuration' start_parsec
ok 'the health check succeeds' says 'Parsec works' admin /etc/secure-edge/health
ok 'an app is a client' ends 0 app 10000 create-ecc-key --key-name app-key
ok 'and uses its key, which is in the TPM' says 'app-key (TPM provider' app 10000 list-keys
ok 'a user outside the group is not a client' ends 1 as 10000 10000 parsec-tool ping
ok 'an app is not an administrator' says AdminOperation app 10000 list-clients
ok 'parsec-admin is an administrator' says 10000 admin parsec-tool list-clients
ok 'root is not an administrator' says AdminOperation parsec-tool list-clients

app 10002 create-ecc-key --key-name left-over >/dev/null 2>&1
ok 'the keys of a retired user are reported' ends 1 ./prepare --check
ok 'with the command that deletes them' says 'parsec-tool delete-client --client 10002' ./prepare --check
eval "$(./prepare --check | sed -n 's/^left to you: .*: run //p')" >/dev/null 2>&1
ok 'and are not reported after that command' ends 0 ./prepare --check

stop_tpm
ok 'ping succeeds with a dead TPM' ends 0 app 10000 ping
ok 'list-keys succeeds with a dead TPM' ends 0 app 10000 list-keys
ok 'the health check fails with a dead TPM' ends 1 admin /etc/secure-edge/health
stop_parsec

start_tpm
start_parsec
ok 'a hard stop counts as a failed attempt' says 'the TPM counts 1 failed tries of 3' admin /etc/secure-edge/health
app 10000 sign --key-name app-key x >/dev/null 2>&1
stop_tpm
stop_parsec
start_tpm
start_parsec
ok 'the health check fails one hard stop before the lockout' says 'one more hard stop locks it' admin /etc/secure-edge/health
ok 'with exit code 1' ends 1 admin /etc/secure-edge/health
TPM2TOOLS_TCTI=swtpm:host=127.0.0.1,port=2321 tpm2_dictionarylockout --clear-lockout
app 10000 sign --key-name app-key x >/dev/null 2>&1
stop_parsec
ok 'the TPM is shut down in an orderly way' shutdown_tpm
stop_tpm
start_tpm
start_parsec
ok 'and counts no failed attempt' equal "$(admin /etc/secure-edge/health 2>&1)" 'Parsec works'

# --- backup
ok 'a backup of a running Parsec is rejected' ends 1 /etc/secure-edge/backup /test/backup.tar /var/lib/swtpm-test
stop_parsec
shutdown_tpm
stop_tpm
ok 'a backup without the state of a software TPM is rejected' ends 2 /etc/secure-edge/backup /test/backup.tar
ok 'a backup is written' ends 0 /etc/secure-edge/backup /test/backup.tar /var/lib/swtpm-test
ok 'only root can read it' equal "$(stat -c '%u %a' /test/backup.tar)" '0 600'
ok 'it is never overwritten' ends 2 /etc/secure-edge/backup /test/backup.tar /var/lib/swtpm-test
rm -r /var/lib/parsec /var/lib/swtpm-test
tar --extract --preserve-permissions --file /test/backup.tar --directory /
start_tpm
ok 'Parsec starts from the backup' start_parsec
ok 'and signs with the old key' ends 0 app 10000 sign --key-name app-key x
ok 'the gateway has no differences' ends 0 ./prepare --check

ok 'another provider is rejected while there may be keys' says 'provider_type="Tpm"' ./software
ok 'and nothing is changed' unchanged_by ends 1 ./software
stop_parsec
shutdown_tpm
stop_tpm

# --- the other setups, each on a gateway without keys
fresh() {
  rm -rf /var/lib/parsec /etc/parsec /etc/secure-edge
  mkdir -p /etc/secure-edge
}
fresh
ok 'a gateway of Izuma is prepared' ends 0 ./izuma
ok 'a second time changes nothing' unchanged_by ./izuma
ok 'its state is in the folder of Izuma' equal "$(stat -c '%U %a' /userdata/parsec)" 'parsec 700'
fresh
ok 'a gateway with keys in software is prepared' ends 0 ./software
ok 'a second time changes nothing' unchanged_by ./software
fresh
ok 'a token without its settings is rejected' says 'the provider needs a line user_pin' ./pkcs11
printf '%s\n' 'library_path = "/usr/lib/libtoken.so"' 'user_pin = "1234"' 'slot_number = 1' >/etc/secure-edge/provider.toml
ok 'a gateway with a token is prepared' ends 0 ./pkcs11
ok 'with its settings' equal "$(tail -3 /etc/parsec/config.toml)" 'library_path = "/usr/lib/libtoken.so"
slot_number = 1
user_pin = "1234"'

# --- a machine for packages
ok 'without the program that installs packages, nothing is changed' unchanged_by ends 1 ./commission
# fake command: prints its arguments, and fails for one package
cat >/usr/local/bin/secure-edge <<'END'
#!/bin/sh
echo "$*"
case $3 in *bad*) exit 2 ;; esac
END
chmod 755 /usr/local/bin/secure-edge
ok 'a machine without a key differs' says 'differs: the machine has no key' ./commission --check
ok 'the check changes nothing' unchanged_by ends 1 ./commission --check
ok 'a machine is commissioned' ends 0 ./commission
ok 'then there are no differences' says 'all is as wanted' ./commission --check
ok 'a second time changes nothing' unchanged_by ./commission
packages=/etc/secure-edge/packages
ok 'only root can read its key' equal "$(stat -c '%u %a' $packages/key)" '0 600'
ok 'the key has 4096 bits' says '4096 bit' openssl rsa -in $packages/key -noout -text
ok 'its name has no line break' equal "$(od -An -c $packages/key_name | tr -d ' ')" 'gateway-7'
ok 'the public key belongs to the key' equal "$(openssl pkey -in $packages/key -pubout)" "$(cat $packages/gateway-7.pub.pem)"
ok 'systemd accepts the unit' ends 0 systemd-analyze verify /etc/systemd/system/secure-edge-packages.service
echo '{"key_location": "/mnt/data/key/key"}' >/etc/ecs.json
ok 'a key that the old service does not read is reported' says 'write "key"' ./commission --check
rm /etc/ecs.json
for drift in "chmod 644 $packages/key" "echo >>$packages/key_name" "rm $packages/gateway-7.pub.pem" "echo x >$packages/trusted.pub.pem" \
  'systemctl disable secure-edge-packages.service' 'rmdir /var/lib/secure-edge/packages/due'; do
  bash -c "$drift" 2>/dev/null
  ok "reported: $drift" ends 1 ./commission --check
  ./commission >/dev/null 2>&1
  ok "corrected: $drift" ends 0 ./commission --check
done
cd /var/lib/secure-edge/packages || exit 1
ok 'without due packages, nothing is done' equal "$(/etc/secure-edge/install-due)" ''
touch 'due/1 good.pkg' due/2-bad.pkg due/3-good.pkg
echo '--image-client ctr' >$packages/options
ok 'due packages are installed, even if one of them fails' ends 1 /etc/secure-edge/install-due
ok 'no package is due then' equal "$(ls due)" ''
ok 'the failed package is moved to failed' equal "$(ls failed)" '2-bad.pkg
2-bad.pkg.error'
ok 'with the output' equal "$(cat failed/2-bad.pkg.error)" \
  'package install due/2-bad.pkg --machine gateway-7 --key /etc/secure-edge/packages/key --verify /etc/secure-edge/packages/trusted.pub.pem --image-client ctr'
cd /test || exit 1

echo "1..$count"
exit $((failed > 0))
