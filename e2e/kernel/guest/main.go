// Command guest is the first process of the emulated machine: it runs the
// loader's image as a pod would, checks what becomes of the kernel's profiles,
// and switches the machine off.
package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

func main() {
	if len(os.Args) > 1 {
		role(os.Args[1], os.Args[2:])
		return
	}
	report := &report{}
	if err := mountAll(); err != nil {
		report.check("the machine is ready", err.Error(), "")
	} else {
		loaderScenario(report)
	}
	report.end()
	syscall.Sync()
	_ = syscall.Reboot(syscall.LINUX_REBOOT_CMD_POWER_OFF)
}

// role is what this program does when it is not the first process.
func role(name string, args []string) {
	roles := map[string]func([]string) error{"pod": beLoaderPod, "read-under": readUnder, "stay-under": stayUnder}
	if err := roles[name](args); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func mountAll() error {
	for _, m := range []struct{ kind, path string }{
		{"proc", "/proc"}, {"sysfs", "/sys"}, {"securityfs", "/sys/kernel/security"}, {"tmpfs", "/run"}, {"devtmpfs", "/dev"},
	} {
		if err := mount(m.kind, m.kind, m.path, 0); err != nil {
			return err
		}
	}
	// The image as its container sees it: read-only but for two emptyDirs.
	if err := mount("/image", "", "/image", syscall.MS_BIND); err != nil {
		return err
	}
	for _, m := range []struct {
		source, kind, path string
		flags              uintptr
	}{
		{"proc", "proc", "/image/proc", 0},
		{"/sys", "", "/image/sys", syscall.MS_BIND | syscall.MS_REC},
		{"tmpfs", "tmpfs", "/image/tmp", 0},
		{"tmpfs", "tmpfs", stateFolder, 0},
		{"/run/profiles", "", profilesFolder, syscall.MS_BIND},
	} {
		if err := os.MkdirAll("/run/profiles", 0o755); err != nil {
			return err
		}
		if err := mount(m.source, m.kind, m.path, m.flags); err != nil {
			return err
		}
	}
	return mount("", "", "/image", syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY)
}

func mount(source, kind, path string, flags uintptr) error {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return err
	}
	if err := syscall.Mount(source, path, kind, flags, ""); err != nil {
		return fmt.Errorf("mount %s: %w", path, err)
	}
	return nil
}

// report writes one line a check, in the form of the Test Anything Protocol.
type report struct{ count int }

// check holds when got contains want; an empty want stands for nothing at all.
func (r *report) check(sentence, got, want string) {
	r.count++
	got = strings.TrimSpace(got)
	if (want == "" && got == "") || (want != "" && strings.Contains(got, want)) {
		fmt.Printf("ok %d - %s\n", r.count, sentence)
		return
	}
	fmt.Printf("not ok %d - %s: got %q, want %q\n", r.count, sentence, got, want)
}

func (r *report) holds(sentence string, held bool) {
	r.check(sentence, map[bool]string{true: "yes", false: "no"}[held], "yes")
}

func (r *report) end() { fmt.Printf("1..%d\n", r.count) }
