package main

import (
	"fmt"
	"os/exec"
	"strings"
	"time"
)

const foreignText = "profile foreign flags=(complain) {\n  /etc/foreign r,\n}\n"

// webText denies or allows reading /proc/cpuinfo.
func webText(rule string) string {
	return fmt.Sprintf(`profile web flags=(attach_disconnected,mediate_deleted) {
  file,
  signal,
  %s /proc/cpuinfo r,
  profile cgi {
    /srv/cgi r,
  }
}
`, rule)
}

// lifecycle is what becomes of profiles while they change, while loaders come
// and go, and when they are retired.
func lifecycle(r *report, container container, others []profileQuestion) {
	r.check("a foreign profile is loaded by hand", orDone(parse(foreignText)), done)
	foreign := entryOf("foreign")
	r.check("the kernel shows the foreign profile", foreign, "complain")

	loader := container.start()
	oneBadProfile(r, loader, container)

	publish(map[string]string{"web": webText("deny")})
	r.check("the loader becomes ready when the bad profiles are gone", container.waitReady(), ready)
	r.check("a process under the profile may not read cpuinfo", self("read-under", "web", "/proc/cpuinfo"), "permission denied")
	sleeper := exec.Command("/init", "stay-under", "web")
	must(sleeper.Start())
	label := func() string {
		return poll(time.Second/20, func() (string, bool) {
			label := labelOf(sleeper.Process.Pid)
			return label, label == "web (enforce)"
		})
	}
	r.equal("a process stays under the profile", label(), "web (enforce)")

	loader.whilePaused(func() {
		publish(map[string]string{"web": webText("allow")})
		r.check("the probe sees a changed text before the loader", container.probe(), "web: waiting: its text changed")
	})
	r.check("the loader becomes ready with the changed text", container.waitReady(), ready)
	r.check("the changed text is in force", self("read-under", "web", "/proc/cpuinfo"), "read")
	r.check("the loader says that it replaced", loader.log.String(), "web: replaced: its text changed")

	strong := webText("allow")
	r.check("somebody else weakens the profile", orDone(parse(strings.Replace(strong, "flags=(", "flags=(complain,", 1))), done)
	r.check("the loader says what was changed", loader.awaits("web: rejected:"), "web: rejected: somebody else changed web (enforce to complain)")
	r.check("and the probe fails", container.probe(), "web: rejected: somebody else changed web (enforce to complain)")
	r.equal("the profile of somebody else is left as it is", modeOf("web"), "complain")
	r.check("the loader ends on SIGTERM, too", loader.stop(), "exit status 0")
	loader = container.adopting("web").start()
	r.check("a loader that adopts the profile becomes ready", container.adopting("web").waitReady(), ready)
	r.equal("the profile is put back", modeOf("web"), "enforce")

	r.check("the loader ends on SIGTERM", loader.stop(), "exit status 0")
	r.check("the loader says that nothing goes", loader.log.String(), "the loader: stopped: the profiles stay")
	r.equal("the profile stays", modeOf("web"), "enforce")
	r.equal("its child stays", modeOf("web//cgi"), "enforce")
	r.equal("the process stays confined", label(), "web (enforce)")
	fmt.Printf("log of the second loader:\n%s", loader.log)

	publish(map[string]string{"web": webText("allow"), "retired": "web # by mistake\nelsewhere\n"})
	loader = container.start()
	r.check("wanted and retired at once is said", loader.awaits("web: failed:"), "it is wanted and retired at once")
	r.check("and the probe fails", container.probe(), "web: failed: it is wanted and retired at once")
	r.equal("and unloads nothing", modeOf("web"), "enforce")

	publish(map[string]string{})
	r.check("a profile that was removed from the folder stays loaded", loader.awaits("web: left:"), "it is no longer wanted, and stays until it is retired")
	r.equal("an empty folder unloads nothing", modeOf("web"), "enforce")

	must(sleeper.Process.Kill())
	_ = sleeper.Wait()
	loader.whilePaused(func() {
		publish(map[string]string{"retired": "web\n"})
		r.check("the probe waits for a retired profile to go", container.probe(), "web: waiting: it is retired")
	})
	r.check("the loader becomes ready when it is gone", container.waitReady(), ready)
	r.equal("the retired profile is gone", modeOf("web"), absent)
	r.equal("its child is gone", modeOf("web//cgi"), absent)
	r.check("the loader says that it unloaded", loader.log.String(), "web: unloaded: it is retired")
	for _, other := range others {
		r.equal("profile "+other.Name+", which was in no folder meanwhile", modeOf(other.Name), other.Mode)
	}
	r.equal("the foreign profile was never touched", entryOf("foreign"), foreign)
	r.check("the last loader ends", loader.stop(), "exit status 0")
	fmt.Printf("log of the last loader:\n%s", loader.log)
}

func oneBadProfile(r *report, loader *running, container container) {
	publish(map[string]string{
		"web":    webText("deny"),
		"broken": "profile broken {\n  nonsense\n}\n",
		"thief":  "profile thief {\n}\n" + strings.Replace(foreignText, "complain", "enforce", 1),
	})
	r.check("the loader looks at everything", loader.awaits("web: loaded:"), "web: loaded: ")
	answer := container.probe()
	r.check("the probe names the broken profile", answer, "broken: failed: AppArmor parser error")
	r.check("the probe names the profile that would replace another", answer, `thief: rejected: its text declares "foreign": one profile a file`)
	r.equal("nothing of that file is loaded", modeOf("thief"), absent)
	r.equal("the good profile is loaded all the same", modeOf("web"), "enforce")
	r.equal("with its child", modeOf("web//cgi"), "enforce")
}
