"""Compiles seccomp profiles with libseccomp, the way that runc does.

Reads a JSON list of profiles; writes a JSON list with {"error"} or {"filter": pseudo code} for each.
"""

import json
import sys
import tempfile

import seccomp


def action(name, number):
    name = name.removeprefix("SCMP_ACT_")
    if name in ("ERRNO", "TRACE"):
        return getattr(seccomp, name)(1 if number is None else number)
    return getattr(seccomp, "KILL" if name == "KILL_THREAD" else name)


def condition(arg):
    compare = getattr(seccomp, arg["op"].removeprefix("SCMP_CMP_"))
    return seccomp.Arg(arg["index"], compare, arg["value"], arg.get("valueTwo", 0))


def build(profile):
    default = action(profile["defaultAction"], profile.get("defaultErrnoRet"))
    filter = seccomp.SyscallFilter(default)
    for architecture in profile.get("architectures", []):
        token = getattr(seccomp.Arch, architecture.removeprefix("SCMP_ARCH_"))
        if not filter.exist_arch(token):
            filter.add_arch(token)
    for rule in profile["syscalls"]:
        outcome = action(rule["action"], rule.get("errnoRet"))
        if outcome == default:
            continue
        for name in rule["names"]:
            try:
                number = seccomp.resolve_syscall(seccomp.Arch(), name)
            except Exception:
                continue
            if number == -1:
                continue
            filter.add_rule(outcome, name, *map(condition, rule.get("args", [])))
    with tempfile.TemporaryFile() as file:
        filter.export_pfc(file)
        file.seek(0)
        return file.read().decode()


def result(profile):
    try:
        return {"filter": build(profile)}
    except Exception as error:
        return {"error": str(error)}


json.dump([result(profile) for profile in json.load(sys.stdin)], sys.stdout)
