package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

const (
	securityfs  = "/sys/kernel/security"
	profileList = securityfs + "/apparmor/profiles"
)

// parse loads a text by hand, with all rights, and in less time than the loader
// takes: the kernel gets larger tables of the same meaning. It says nothing
// when it goes well.
func parse(text string) string {
	parser := container{
		Image: "apparmor-loader", Command: []string{"/sbin/apparmor_parser", "--replace", "--skip-cache", "--optimize=no-expr-simplify"}, Folder: "/",
		Capabilities: everyCapability(), Profile: unconfined, Volumes: []volume{{Source: securityfs, Path: securityfs}},
	}.process()
	parser.Stdin = strings.NewReader(text)
	out, err := parser.CombinedOutput()
	if err != nil {
		return string(out) + err.Error()
	}
	return string(out)
}

func everyCapability() []int {
	all := make([]int, 64)
	for number := range all {
		all[number] = number
	}
	return all
}

// entryOf is the kernel's line about a profile and its hash, empty when there
// is none.
func entryOf(name string) string {
	for line := range strings.Lines(readFile(profileList)) {
		if strings.HasPrefix(line, name+" (") {
			hashes, _ := filepath.Glob(securityfs + "/apparmor/policy/profiles/" + name + ".*/sha1")
			if len(hashes) == 1 {
				return strings.TrimSpace(line) + " " + strings.TrimSpace(readFile(hashes[0]))
			}
			return strings.TrimSpace(line)
		}
	}
	return ""
}

// modeOf is how a profile stands in the kernel's list.
func modeOf(name string) string {
	for line := range strings.Lines(readFile(profileList)) {
		if mode, found := strings.CutPrefix(strings.TrimSpace(line), name+" "); found {
			return strings.Trim(mode, "()")
		}
	}
	return absent
}

const absent = "not there"

// readUnder reads a file under a profile, and says how that went.
func readUnder(args []string) error {
	if err := enter(args[0]); err != nil {
		return err
	}
	if _, err := os.ReadFile(args[1]); err != nil {
		return err
	}
	fmt.Println("read")
	return nil
}

// stayUnder keeps a process under a profile.
func stayUnder(args []string) error {
	if err := enter(args[0]); err != nil {
		return err
	}
	return sleep(nil)
}

func sleep([]string) error {
	time.Sleep(time.Hour)
	return nil
}

// enter changes the profile of this thread, on which everything then happens.
func enter(profile string) error {
	runtime.LockOSThread()
	return os.WriteFile("/proc/thread-self/attr/current", []byte("changeprofile "+profile), 0)
}

func self(args ...string) string {
	out, err := exec.Command("/init", args...).CombinedOutput()
	if err != nil {
		return string(out) + err.Error()
	}
	return string(out)
}

// labelOf is the profile of the thread that main runs on.
func labelOf(pid int) string {
	return strings.TrimSpace(readFile(fmt.Sprintf("/proc/%d/attr/current", pid)))
}
