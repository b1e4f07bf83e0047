package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
)

const (
	allowed = "allowed"
	denied  = "denied"
)

// tryOutcome is what is tried, and how that went, or should go.
type tryOutcome struct {
	Do      string `json:"do"`
	On      string `json:"on,omitempty"`
	Outcome string `json:"outcome"`
}

func (t tryOutcome) String() string {
	if t.On == "" {
		return t.Do
	}
	return t.Do + " " + t.On
}

// tryAll is the program under a profile: it tries one thing after the other.
func tryAll(args []string) error {
	// The profile, and whoever is traced, belong to a thread.
	runtime.LockOSThread()
	stranger, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	var tries []tryOutcome
	if err := json.Unmarshal([]byte(args[1]), &tries); err != nil {
		return err
	}
	for at, each := range tries {
		tries[at].Outcome = outcomeOf(attempts(stranger)[each.Do](each.On))
	}
	return json.NewEncoder(os.Stdout).Encode(tries)
}

func outcomeOf(err error) string {
	switch {
	case err == nil:
		return allowed
	case errors.Is(err, fs.ErrPermission):
		return denied
	default:
		return err.Error()
	}
}

// attempts are the things that can be tried, by their name.
func attempts(stranger int) map[string]func(on string) error {
	return map[string]func(on string) error{
		"read":                 func(on string) error { _, err := os.ReadFile(on); return err },
		"list":                 func(on string) error { _, err := os.ReadDir(on); return err },
		"write":                func(on string) error { return os.WriteFile(on, []byte("tried"), 0o644) },
		"map":                  mapExecutable,
		"run":                  func(on string) error { return exec.Command(on, "nothing").Run() },
		"listen":               listen,
		"open a raw socket":    func(string) error { return socket(syscall.AF_INET, syscall.SOCK_RAW, syscall.IPPROTO_ICMP) },
		"open a packet socket": func(string) error { return socket(syscall.AF_PACKET, syscall.SOCK_RAW, 0) },
		"ask for addresses":    func(string) error { return socket(syscall.AF_NETLINK, syscall.SOCK_RAW, syscall.NETLINK_ROUTE) },
		"mount":                func(on string) error { return syscall.Mount("tmpfs", on, "tmpfs", 0, "") },
		"give away":            func(on string) error { return os.Chown(on, 1, 1) },
		"trace another process": func(string) error {
			if err := syscall.PtraceAttach(stranger); err != nil {
				return err
			}
			if _, err := syscall.Wait4(stranger, nil, 0, nil); err != nil {
				return err
			}
			return syscall.PtraceDetach(stranger)
		},
		"signal another process": func(string) error { return syscall.Kill(stranger, syscall.SIGCONT) },
		"leave the profile":      func(string) error { return enter(unconfined) },
	}
}

func mapExecutable(on string) error {
	file, err := os.Open(on)
	if err != nil {
		return err
	}
	defer file.Close()
	content, err := syscall.Mmap(int(file.Fd()), 0, 1, syscall.PROT_READ|syscall.PROT_EXEC, syscall.MAP_PRIVATE)
	if err != nil {
		return err
	}
	return syscall.Munmap(content)
}

func listen(on string) error {
	listener, err := net.Listen("tcp", on)
	if err != nil {
		return err
	}
	return listener.Close()
}

func socket(family, kind, protocol int) error {
	descriptor, err := syscall.Socket(family, kind, protocol)
	if err != nil {
		return err
	}
	return syscall.Close(descriptor)
}
