package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// profilesFolder is the loader's volume of ConfigMaps.
const profilesFolder = "/run/profiles"

// loaderQuestion is a loader's DaemonSet with the profiles of its manifest.
type loaderQuestion struct {
	Manifest  string            `json:"manifest"`
	Container container         `json:"container"`
	Files     map[string]string `json:"files"`
	// Profiles that the texts declare, children among them.
	Profiles []profileQuestion `json:"profiles"`
}

type profileQuestion struct {
	Name string `json:"name"`
	Mode string `json:"mode"`
}

// ask runs the loader until it is ready, and looks into the kernel's list.
func (q loaderQuestion) ask(r *report) {
	publish(q.Files)
	loader := q.Container.start()
	r.check(q.Manifest+": the loader becomes ready", q.Container.waitReady(), ready)
	for _, profile := range q.Profiles {
		r.equal(q.Manifest+": profile "+profile.Name+" in the kernel's list", modeOf(profile.Name), profile.Mode)
	}
	r.equal(q.Manifest+": user, capabilities, profile of the loader", loader.rights(), q.Container.rights())
	r.check(q.Manifest+": the loader ends on SIGTERM", loader.stop(), "exit status 0")
	for _, profile := range q.Profiles {
		r.equal(q.Manifest+": profile "+profile.Name+" when the loader is gone", modeOf(profile.Name), profile.Mode)
	}
}

const ready = "ready"

// probe runs the readiness probe in the same container as the program: it
// returns "ready", or what it says.
func (c container) probe() string {
	c.Command = c.Probe
	if said := c.run(); strings.TrimSpace(said) != "" {
		return said
	}
	return ready
}

// waitReady returns the answer of the probe when it is ready, or at last. Each
// probe takes the one processor from the loader for a while, so they are few.
func (c container) waitReady() string {
	return poll(time.Second/2, func() (string, bool) {
		answer := c.probe()
		return answer, answer == ready
	})
}

// awaits returns the log when something is in it, or at last.
func (r *running) awaits(words string) string {
	return poll(time.Second/20, func() (string, bool) {
		log := r.log.String()
		return log, strings.Contains(log, words)
	})
}

// whilePaused keeps the loader from looking.
func (r *running) whilePaused(do func()) {
	must(r.command.Process.Signal(syscall.SIGSTOP))
	defer func() { must(r.command.Process.Signal(syscall.SIGCONT)) }()
	do()
}

// publish swaps the folder as the kubelet does with a ConfigMap.
func publish(files map[string]string) {
	update, err := os.MkdirTemp(profilesFolder, "..update-")
	must(err)
	must(os.Chmod(update, 0o755))
	for name, text := range files {
		must(os.WriteFile(filepath.Join(update, name), []byte(text), 0o644))
	}
	must(os.Symlink(filepath.Base(update), profilesFolder+"/..data_tmp"))
	must(os.Rename(profilesFolder+"/..data_tmp", profilesFolder+"/..data"))
	entries, err := os.ReadDir(profilesFolder)
	must(err)
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), "..") {
			must(os.Remove(filepath.Join(profilesFolder, entry.Name())))
		}
	}
	for name := range files {
		must(os.Symlink("..data/"+name, filepath.Join(profilesFolder, name)))
	}
}
