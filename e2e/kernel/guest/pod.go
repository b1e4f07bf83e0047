package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	stateFolder    = "/image/run/apparmor-loader"
	profilesFolder = "/image/profiles"
	macAdmin       = "33"
	noCapability   = "none"
)

// pod is a running container of the loader's image.
type pod struct {
	command *exec.Cmd
	log     *safeBuffer
}

// podCommand starts the image's program with one capability at most and
// without new privileges. This program does the first half: see beLoaderPod.
func podCommand(profile, capability string, args ...string) *exec.Cmd {
	return exec.Command("/proc/self/exe", append([]string{"pod", profile, capability}, args...)...)
}

func startLoader(profile, capability string) *pod {
	p := &pod{command: podCommand(profile, capability, "run", "--profiles", "/profiles", "--interval", "1s"), log: &safeBuffer{}}
	p.command.Stdout, p.command.Stderr = p.log, p.log
	if err := p.command.Start(); err != nil {
		fmt.Fprintln(p.log, err)
	}
	return p
}

// stop does what the kubelet does to end a container.
func (p *pod) stop() string {
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err.Error()
	}
	if err := p.command.Wait(); err != nil {
		return err.Error()
	}
	return "exit 0"
}

// probe is the readiness probe, which runs in the same container.
func probe(profile, capability string) string {
	out, err := podCommand(profile, capability, "ready", "--profiles", "/profiles").CombinedOutput()
	if err == nil {
		return "ready " + string(out)
	}
	return string(out) + err.Error()
}

// waitReady returns the answer of the probe when it is ready, or at last.
func waitReady() string {
	return poll(func() (string, bool) {
		answer := probe("unconfined", macAdmin)
		return answer, strings.HasPrefix(answer, "ready")
	})
}

// awaits returns the log when something is in it, or at last.
func (p *pod) awaits(words string) string {
	return poll(func() (string, bool) {
		log := p.log.String()
		return log, strings.Contains(log, words)
	})
}

// poll is patient: the machine is emulated, and its host may be busy.
func poll(look func() (string, bool)) string {
	for end := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		if answer, done := look(); done || time.Now().After(end) {
			return answer
		}
	}
}

// beLoaderPod turns this process into the image's program: root of the image,
// user 0 without supplementary groups, at most one capability, no new
// privileges, and perhaps a profile.
func beLoaderPod(args []string) error {
	runtime.LockOSThread()
	profile, capability, program := args[0], args[1], append([]string{"/usr/local/bin/apparmor-loader"}, args[2:]...)
	if profile != "unconfined" {
		if err := os.WriteFile("/proc/thread-self/attr/exec", []byte("exec "+profile), 0); err != nil {
			return err
		}
	}
	if err := syscall.Chroot("/image"); err != nil {
		return err
	}
	if err := os.Chdir("/"); err != nil {
		return err
	}
	for number := range 64 {
		if fmt.Sprint(number) == capability {
			continue
		}
		// Beyond the last capability the kernel refuses; that is no harm.
		if errno := prctl(syscall.PR_CAPBSET_DROP, uintptr(number)); errno != 0 && errno != syscall.EINVAL {
			return fmt.Errorf("drop capability %d: %w", number, errno)
		}
	}
	const noNewPrivileges = 38 // PR_SET_NO_NEW_PRIVS
	if profile == "unconfined" {
		if errno := prctl(noNewPrivileges, 1); errno != 0 {
			return errno
		}
	}
	return syscall.Exec(program[0], program, []string{"PATH=/nowhere"})
}

func prctl(option, value uintptr) syscall.Errno {
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRCTL, option, value, 0, 0, 0, 0)
	return errno
}

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
	select {}
}

// enter changes the profile of this thread, on which everything then happens.
func enter(profile string) error {
	runtime.LockOSThread()
	return os.WriteFile("/proc/thread-self/attr/current", []byte("changeprofile "+profile), 0)
}

func self(args ...string) string {
	out, err := exec.Command("/proc/self/exe", args...).CombinedOutput()
	if err != nil {
		return string(out) + err.Error()
	}
	return string(out)
}

// safeBuffer is written by one goroutine and read by another.
type safeBuffer struct {
	mutex  sync.Mutex
	buffer bytes.Buffer
}

func (s *safeBuffer) Write(content []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.buffer.Write(content)
}

func (s *safeBuffer) String() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.buffer.String()
}
