package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

const foreignText = "profile foreign flags=(complain) {\n  /etc/foreign r,\n}\n"

// webText denies or allows reading /proc/cpuinfo.
func webText(rule string) string {
	return fmt.Sprintf(`include <tunables/global>
profile web flags=(attach_disconnected,mediate_deleted) {
  include <abstractions/base>
  file,
  signal,
  %s /proc/cpuinfo r,
  profile cgi {
    /srv/cgi r,
  }
}
`, rule)
}

func loaderScenario(r *report) {
	r.check("a foreign profile is loaded by hand", parse(foreignText), "")
	foreign := entryOf("foreign")
	r.check("the kernel shows the foreign profile", foreign, "complain")

	publish(map[string]string{"web": webText("deny")})
	withoutMacAdmin(r)
	underAProfile(r)

	loader := startLoader("unconfined", macAdmin)
	defer func() { fmt.Print("# log of the last loader\n", loader.log) }()
	oneBadProfile(r, loader)

	publish(map[string]string{"web": webText("deny")})
	r.check("the loader becomes ready when the bad profiles are gone", waitReady(), "ready")
	status := statusOf(loader)
	r.check("the loader holds MAC_ADMIN alone", status, "CapEff:\t0000000200000000")
	r.check("the loader may gain no privileges", status, "NoNewPrivs:\t1")
	r.check("a process under the profile may not read cpuinfo", self("read-under", "web", "/proc/cpuinfo"), "permission denied")

	sleeper := exec.Command("/proc/self/exe", "stay-under", "web")
	r.holds("a process stays under the profile", sleeper.Start() == nil)

	publish(map[string]string{"web": webText("allow")})
	r.check("the probe sees a changed text before the loader", probe("unconfined", macAdmin), "web: waiting: its text changed")
	r.check("the loader becomes ready with the changed text", waitReady(), "ready")
	r.check("the changed text is in force", self("read-under", "web", "/proc/cpuinfo"), "read")
	r.check("the loader says that it replaced", loader.log.String(), "web: replaced: its text changed")

	r.check("somebody else weakens the profile", parse(strings.Replace(webText("allow"), "flags=(", "flags=(complain,", 1)), "")
	r.check("the loader says what was changed", loader.awaits("web: replaced: somebody changed web"), "(enforce to complain)")
	r.check("the profile is put back", entryOf("web"), "(enforce)")
	r.check("the loader is ready again", waitReady(), "ready")

	r.check("the loader ends on SIGTERM", loader.stop(), "exit 0")
	r.check("the loader says that nothing goes", loader.log.String(), "the loader: stopped: the profiles stay")
	r.check("the profile stays", entryOf("web"), "(enforce)")
	r.check("its child stays", entryOf("web//cgi"), "(enforce)")
	r.check("the process stays confined", labelOf(sleeper), "web (enforce)")
	fmt.Print("# log of the first loader\n", loader.log)

	publish(map[string]string{"web": webText("allow"), "retired": "web # by mistake\nelsewhere\n"})
	loader = startLoader("unconfined", macAdmin)
	r.check("wanted and retired at once is said", loader.awaits("web: failed:"), "it is wanted and retired at once")
	r.check("and the probe fails", probe("unconfined", macAdmin), "web: failed: it is wanted and retired at once")
	r.check("and unloads nothing", entryOf("web"), "(enforce)")

	publish(map[string]string{})
	r.check("what is no longer wanted is left", loader.awaits("web: left:"), "it is no longer wanted, and stays until it is retired")
	r.check("an empty folder unloads nothing", entryOf("web"), "(enforce)")

	r.holds("the process ends", sleeper.Process.Kill() == nil)
	_ = sleeper.Wait()
	publish(map[string]string{"retired": "web\n"})
	r.check("the probe waits for a retired profile to go", probe("unconfined", macAdmin), "web: waiting: it is retired")
	r.check("the loader becomes ready when it is gone", waitReady(), "ready")
	r.check("the retired profile is gone", entryOf("web"), "")
	r.check("its child is gone", entryOf("web//cgi"), "")
	r.check("the loader says that it unloaded", loader.log.String(), "web: unloaded: it is retired")
	r.check("the foreign profile was never touched", entryOf("foreign"), foreign)
	r.check("the second loader ends", loader.stop(), "exit 0")
}

func withoutMacAdmin(r *report) {
	loader := startLoader("unconfined", noCapability)
	r.check("the log says that MAC_ADMIN is missing", loader.awaits("the loader: waiting:"), "the capability MAC_ADMIN is missing: add it")
	r.check("the probe says it, too", probe("unconfined", noCapability), "the capability MAC_ADMIN is missing: add it")
	r.check("nothing is loaded without it", entryOf("web"), "")
	r.check("that loader ends on SIGTERM", loader.stop(), "exit 0")
}

// underAProfile is the loader with the runtime's default profile, which
// denies what the loader needs. The image's root is no root to AppArmor here.
func underAProfile(r *report) {
	r.check("a profile like the runtime's is loaded", parse(
		"profile cage flags=(attach_disconnected) {\n  file,\n  capability,\n  signal,\n  deny /{,image/}sys/kernel/security/** rwklx,\n}\n"), "")
	r.check("the probe says that the loader is confined", probe("cage", macAdmin), "not confined by AppArmor")
}

func oneBadProfile(r *report, loader *pod) {
	publish(map[string]string{
		"web":    webText("deny"),
		"broken": "profile broken {\n  nonsense\n}\n",
		"thief":  "profile thief {\n}\n" + strings.Replace(foreignText, "complain", "enforce", 1),
	})
	r.check("the loader looks at everything", loader.awaits("the loader: watching:"), "watching")
	answer := probe("unconfined", macAdmin)
	r.check("the probe names the broken profile", answer, "broken: failed: AppArmor parser error")
	r.check("the probe names the profile that would replace another", answer, `thief: failed: its text also declares "foreign"`)
	r.check("nothing of that file is loaded", entryOf("thief"), "")
	r.check("the good profile is loaded all the same", entryOf("web"), "(enforce)")
	r.check("with its child", entryOf("web//cgi"), "(enforce)")
	r.check("the loader says that it loaded", loader.log.String(), "web: loaded: ")
}

// publish swaps the folder as the kubelet does with a ConfigMap.
func publish(files map[string]string) {
	const folder = "/run/profiles"
	update, err := os.MkdirTemp(folder, "..update-")
	must(err)
	must(os.Chmod(update, 0o755))
	for name, text := range files {
		must(os.WriteFile(filepath.Join(update, name), []byte(text), 0o644))
	}
	must(os.Symlink(filepath.Base(update), folder+"/..data_tmp"))
	must(os.Rename(folder+"/..data_tmp", folder+"/..data"))
	entries, err := os.ReadDir(folder)
	must(err)
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), "..") {
			must(os.Remove(filepath.Join(folder, entry.Name())))
		}
	}
	for name := range files {
		must(os.Symlink("..data/"+name, filepath.Join(folder, name)))
	}
}

// parse loads a text by hand, with all rights.
func parse(text string) string {
	command := exec.Command("/sbin/apparmor_parser", "--replace", "--skip-cache")
	command.SysProcAttr = &syscall.SysProcAttr{Chroot: "/image"}
	command.Dir = "/"
	command.Stdin = strings.NewReader(text)
	out, err := command.CombinedOutput()
	if err != nil {
		return string(out) + err.Error()
	}
	return string(out)
}

// entryOf is the kernel's line about a profile and its hash, empty when there
// is none.
func entryOf(name string) string {
	list, err := os.ReadFile("/sys/kernel/security/apparmor/profiles")
	must(err)
	for line := range strings.Lines(string(list)) {
		if strings.HasPrefix(line, name+" (") {
			hashes, _ := filepath.Glob("/sys/kernel/security/apparmor/policy/profiles/" + name + ".*/sha1")
			if len(hashes) == 1 {
				hash, _ := os.ReadFile(hashes[0])
				return strings.TrimSpace(line) + " " + strings.TrimSpace(string(hash))
			}
			return strings.TrimSpace(line)
		}
	}
	return ""
}

func labelOf(command *exec.Cmd) string {
	// The thread that changed its profile is the one that main runs on.
	label, err := os.ReadFile(fmt.Sprintf("/proc/%d/attr/current", command.Process.Pid))
	must(err)
	return string(label)
}

func statusOf(p *pod) string {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	must(err)
	return string(status)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
