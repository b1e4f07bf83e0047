package main

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"syscall"
)

const (
	strangerText = "profile stranger flags=(complain) {\n  /etc/stranger r,\n}\n"
	keptText     = "profile kept {\n  file,\n}\n"
	recordFolder = "/run/secure-edge/apparmor-loader"
)

// beyond are texts that reach beyond a profile of their own, by their file.
// Each would confine every program of the machine, which is /init, or change
// the profile of somebody else.
var beyond = map[string]string{
	"by-path":        "profile by-path /init {\n}\n",
	"by-glob":        "profile by-glob /{,**} {\n}\n",
	"by-alternation": "profile by-alternation /{init,sbin/init} {\n}\n",
	"by-variable":    "@{all}=/init /sbin/init\nprofile by-variable @{all} {\n}\n",
	"by-xattrs":      "profile by-xattrs /init xattrs=(user.x=*) {\n}\n",
	"by-name":        "profile by-name {\n}\n/init {\n}\n",
	"in-namespace":   "profile :elsewhere:in-namespace {\n}\n",
	"two-profiles":   "profile two-profiles {\n}\n" + strangerText,
}

// strangers is what the loader does about profiles that it did not load, and
// about texts that would change more than a profile of its own.
func strangers(r *report, container container) {
	r.check("profiles are loaded by hand, one of the name of a runtime", orDone(parse(strangerText+"profile runc flags=(unconfined) {\n}\n")), done)
	before := entryOf("stranger")

	loader := notReplaced(r, container, before)
	notUnloaded(r, loader, container, before)
	notLaidOnTheMachine(r, loader, container)
	publish(map[string]string{"kept": keptText})
	r.check("the loader becomes ready with a profile of its own", container.waitReady(), ready)
	r.check("a second loader does not share the record", second(container, "of the same record"), "the loader: waiting: another process of the node uses the record")
	r.check("the loader ends", loader.stop(), "exit status 0")
	kept := entryOf("kept")
	r.equal("the kernel's hash is that of the compiled text", kept, "kept (enforce) "+hashOf(keptText))

	restarted(r, container, kept)
	adopted(r, container)
}

func notReplaced(r *report, container container, before string) *running {
	publish(map[string]string{"stranger": strings.Replace(strangerText, "complain", "enforce", 1)})
	loader := container.start()
	r.check("a profile of somebody else is rejected", loader.awaits("stranger: rejected:"), "stranger: rejected: the kernel has a profile of this name that this loader did not load")
	answer := container.probe()
	r.check("and the probe names it", answer, "stranger: rejected: ")
	r.check("and fails", answer, "exit status 1")
	r.equal("it is as it was", entryOf("stranger"), before)
	publish(map[string]string{"stranger": strangerText})
	r.check("the same text does not make it the loader's", container.probe(), "stranger: rejected: ")
	return loader
}

func notUnloaded(r *report, loader *running, container container, before string) {
	publish(map[string]string{"retired": "stranger\nrunc\n" + runtimeProfile + "\n"})
	r.check("a retired profile of somebody else is rejected", loader.awaits("runc: rejected:"), "runc: rejected: it is retired, but this loader did not load it: it stays")
	r.check("and the probe names it", container.probe(), "runc: rejected: ")
	r.equal("the retired profile is as it was", entryOf("stranger"), before)
	r.equal("that of the name of a runtime, too", modeOf("runc"), unconfined)
	r.equal("the runtime's own, too", modeOf(runtimeProfile), "enforce")
}

func notLaidOnTheMachine(r *report, loader *running, container container) {
	publish(beyond)
	for _, name := range sorted(beyond) {
		r.check("the text "+name+" is rejected", loader.awaits(name+": rejected:"), name+": rejected: ")
		r.equal("its profile", modeOf(name), absent)
	}
	r.check("a program of the machine starts", orDone(self("nothing")), done)
	program := exec.Command("/init", "sleep")
	must(program.Start())
	r.equal("and is not confined", labelOf(program.Process.Pid), unconfined)
	must(program.Process.Kill())
	_ = program.Wait()
	r.check("and the probe names the texts", container.probe(), "by-path: rejected: it is attached to programs by their path")
}

// second runs another loader until it has said something.
func second(container container, name string) string {
	loader := container.inPodOfItsOwn(name).start()
	said := loader.awaits("the loader: ")
	if problem := loader.stop(); problem != "exit status 0" {
		return problem
	}
	return said
}

// restarted is about the record after a restart of the pod, of the node, and
// when it is that of another loader.
func restarted(r *report, container container, kept string) {
	loader := container.start()
	r.check("a restarted loader knows its own", loader.awaits("kept: "), "kept: loaded: as before")
	r.check("it ends", loader.stop(), "exit status 0")

	other := container.inPodOfItsOwn("another loader")
	other.volumeAt(stateFolder).Source = "/run/secure-edge/another"
	publish(map[string]string{"kept": strings.Replace(keptText, "file", "network", 1)})
	loader = other.start()
	r.check("a loader with another record rejects the profile of the first", loader.awaits("kept: "), "kept: rejected: ")
	r.equal("which stays", entryOf("kept"), kept)
	r.check("it ends", loader.stop(), "exit status 0")

	publish(map[string]string{"kept": keptText})
	record := recordFolder + "/state.json"
	boot := strings.TrimSpace(readFile("/proc/sys/kernel/random/boot_id"))
	must(os.WriteFile(record, []byte(strings.Replace(readFile(record), boot, "another", 1)), 0o600))
	loader = container.start()
	r.check("the record of another start of the kernel is not believed", loader.awaits("kept: "), "kept: rejected: ")
	r.check("it ends", loader.stop(), "exit status 0")

	must(os.WriteFile(record, []byte(strings.Replace(readFile(record), boot, "another", 1)), 0o600))
	must(os.WriteFile(securityfs+"/apparmor/.remove", []byte("kept"), 0))
	loader = container.start()
	r.check("with the kernel's profiles gone, they are loaded again", loader.awaits("kept: "), "kept: loaded: the kernel lacks it")
	r.equal("the same", entryOf("kept"), kept)
	must(loader.command.Process.Signal(syscall.SIGKILL))
	_ = loader.command.Wait()

	loader = container.start()
	r.check("a killed loader knows its own", loader.awaits("kept: "), "kept: loaded: as before")
	publish(map[string]string{"retired": "kept\n"})
	r.check("and unloads it when it is retired", loader.awaits("kept: unloaded:"), "kept: unloaded: it is retired")
	r.equal("the profile", modeOf("kept"), absent)
	r.check("it ends", loader.stop(), "exit status 0")
}

// adopted is about a profile of somebody else that the DaemonSet hands over.
func adopted(r *report, container container) {
	container = container.adopting("stranger")
	publish(map[string]string{"stranger": strings.Replace(strangerText, "complain", "enforce", 1)})
	loader := container.start()
	r.check("an adopted profile is replaced", loader.awaits("stranger: "), "stranger: replaced: it is adopted")
	r.equal("its mode", modeOf("stranger"), "enforce")
	publish(map[string]string{"retired": "stranger\n"})
	r.check("and unloaded when it is retired", loader.awaits("stranger: unloaded:"), "stranger: unloaded: it is retired")
	r.check("the loader ends", loader.stop(), "exit status 0")
	fmt.Printf("log of a loader that adopts:\n%s", loader.log)
}

// adopting is the loader with one more argument, its probe too.
func (c container) adopting(name string) container {
	c.Command = append(slices.Clone(c.Command), "--adopt", name)
	c.Probe = append(slices.Clone(c.Probe), "--adopt", name)
	return c
}

// hashOf is the kernel's hash of a text with one profile: of the version and of
// what follows the version in the compiled text.
func hashOf(text string) string {
	compiler := container{
		Image: "apparmor-loader", Command: []string{"/sbin/apparmor_parser", "--skip-kernel-load", "--stdout", "--skip-cache"}, Folder: "/",
		Capabilities: everyCapability(), Profile: unconfined, Volumes: []volume{{Source: securityfs, Path: securityfs}},
	}.process()
	compiler.Stdin = strings.NewReader(text)
	compiled, err := compiler.Output()
	header := regexp.MustCompile(`(?s)^\x04\x08\x00version\x00\x02`).FindIndex(compiled)
	if err != nil || header == nil {
		return fmt.Sprintf("%q, %v", compiled, err)
	}
	sum := sha1.Sum(compiled[header[1]:])
	return hex.EncodeToString(sum[:])
}

func sorted(texts map[string]string) []string {
	var names []string
	for name := range texts {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
