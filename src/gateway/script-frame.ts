import type { GatewayFile } from './gateway-files';

/*
 * Common parts of the scripts for a gateway. A script first checks everything, changes nothing if a step would fail, and
 * prints each change.
 */

/** Returns the step that writes a file. The end mark of the text differs from each of its lines. */
export function wantFile({ path, mode, text }: GatewayFile): string {
  const lines = text.endsWith('\n') ? text : `${text}\n`;
  let end = 'END';
  while (lines.split('\n').includes(end)) end += '_';
  return `  want_file ${path} 0:0 ${mode} <<'${end}'\n${lines}${end}\n`;
}

/** Functions that compare the actual state with the wanted state, and correct it. */
export const WANTS = `# Reports a difference. Succeeds only if the script corrects it now: "differs ... || return 0".
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
    (umask 077 && printf '%s\\n' "$text" >"$1.new")
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
`;

/** Runs `prepare` in the mode of the script's option, and `take_effect` if a file changed. */
export const MAIN = `if [ $# -gt 1 ] || { [ $# -eq 1 ] && [ "$1" != --check ]; }; then
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
`;
