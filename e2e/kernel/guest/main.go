// Command guest is the first process of the emulated machine: it runs images
// as a node would, asks the kernel what becomes of them, writes what happened
// to the console, and switches the machine off.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"syscall"
)

func main() {
	if len(os.Args) > 1 {
		role(os.Args[1], os.Args[2:])
		return
	}
	// The console's first line is the firmware's.
	fmt.Println()
	report := &report{}
	if questions, err := prepare(); err != nil {
		report.check("the machine is ready", err.Error(), "ready")
	} else {
		questions.ask(report)
	}
	report.end()
	syscall.Sync()
	_ = syscall.Reboot(syscall.LINUX_REBOOT_CMD_POWER_OFF)
}

// role is what this program does when it is not the first process.
func role(name string, args []string) {
	roles := map[string]func([]string) error{
		"container": beContainer, "try": tryAll, "sleep": sleep, "nothing": func([]string) error { return nil },
		"read-under": readUnder, "stay-under": stayUnder,
	}
	if err := roles[name](args); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// runtimeProfile is the one that containerd lays on containers that name none.
const runtimeProfile = "cri-containerd.apparmor.d"

// questions come from the manifests, and from the library.
type questions struct {
	Loaders  []loaderQuestion  `json:"loaders"`
	Variants []variantQuestion `json:"variants"`
	Presets  []presetQuestion  `json:"presets"`
}

func (q questions) ask(r *report) {
	loader := q.Loaders[0].Container
	r.part("loaders")
	r.check("the runtime's own profile is loaded by hand", orDone(parse(readFile("/runtime-profile"))), done)
	r.equal("the kernel has it", modeOf(runtimeProfile), "enforce")
	var profiles []profileQuestion
	for _, each := range q.Loaders {
		each.ask(r)
		profiles = append(profiles, each.Profiles...)
	}
	r.part("variants")
	for _, each := range q.Variants {
		each.ask(r)
	}
	r.part("rights")
	oneRightLess(r, loader)
	r.part("lifecycle")
	lifecycle(r, loader, profiles)
	r.part("strangers")
	strangers(r, loader)
	r.part("presets")
	for _, each := range q.Presets {
		each.ask(r)
	}
}

// prepare makes the machine a node, and reads what it is asked.
func prepare() (questions, error) {
	var what questions
	for _, m := range []struct{ kind, path string }{
		{"proc", "/proc"}, {"sysfs", "/sys"}, {"securityfs", "/sys/kernel/security"}, {"tmpfs", "/run"}, {"devtmpfs", "/dev"},
	} {
		if err := mount(m.kind, m.kind, m.path, 0); err != nil {
			return what, err
		}
	}
	if err := os.MkdirAll(profilesFolder, 0o755); err != nil {
		return what, err
	}
	if err := raiseLoopback(); err != nil {
		return what, err
	}
	text, err := os.ReadFile("/asked.json")
	if err != nil {
		return what, err
	}
	return what, json.Unmarshal(text, &what)
}

func readFile(name string) string {
	content, err := os.ReadFile(name)
	if err != nil {
		return err.Error()
	}
	return string(content)
}
