package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

const unconfined = "unconfined"

// container is what a manifest says of one, with what the image says where
// the manifest is silent.
type container struct {
	Image    string   `json:"image"`
	Hostname string   `json:"hostname"`
	Command  []string `json:"command"`
	// Probe is the command that tells whether it is ready.
	Probe       []string `json:"probe"`
	Folder      string   `json:"folder"`
	Environment []string `json:"environment"`
	User        int      `json:"user"`
	Group       int      `json:"group"`
	// Capabilities that are left, by their number.
	Capabilities    []int    `json:"capabilities"`
	NoNewPrivileges bool     `json:"noNewPrivileges"`
	Profile         string   `json:"profile"`
	ReadOnlyRoot    bool     `json:"readOnlyRoot"`
	Volumes         []volume `json:"volumes"`
	// HostProcesses: it sees the processes of the machine.
	HostProcesses bool `json:"hostProcesses"`
}

// volume is a folder of the machine that a container sees.
type volume struct {
	Source   string `json:"source"`
	Path     string `json:"path"`
	ReadOnly bool   `json:"readOnly"`
	// RootOnly folders are made for root to write to, as the kubelet does with
	// a host path.
	RootOnly bool `json:"rootOnly"`
}

func (c container) root() string { return "/images/" + c.Image }

// running is a container that was started, and what it writes.
type running struct {
	command *exec.Cmd
	log     *safeBuffer
}

// process makes the command that becomes the container: see beContainer.
func (c container) process() *exec.Cmd {
	text, err := json.Marshal(c)
	must(err)
	command := exec.Command("/init", "container", string(text))
	flags := syscall.CLONE_NEWNS | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC
	if !c.HostProcesses {
		flags |= syscall.CLONE_NEWPID
	}
	command.SysProcAttr = &syscall.SysProcAttr{Cloneflags: uintptr(flags)}
	return command
}

func (c container) start() *running {
	r := &running{command: c.process(), log: &safeBuffer{}}
	r.command.Stdout, r.command.Stderr = r.log, r.log
	if err := r.command.Start(); err != nil {
		fmt.Fprintln(r.log, err)
	}
	return r
}

// run waits for its end, and returns what it wrote, and how it ended when that
// was badly.
func (c container) run() string {
	out, err := c.process().CombinedOutput()
	if err != nil {
		return strings.TrimSpace(string(out)) + "\n" + err.Error()
	}
	return string(out)
}

// stop does what the kubelet does to end a container.
func (r *running) stop() string {
	if r.command.Process == nil {
		return "it never ran"
	}
	if err := r.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err.Error()
	}
	if err := r.command.Wait(); err != nil {
		return err.Error()
	}
	return "exit status 0"
}

func (r *running) file(name string) string {
	return readFile(fmt.Sprintf("/proc/%d/%s", r.command.Process.Pid, name))
}

// poll is patient: the machine is emulated, and its host may be busy.
func poll(interval time.Duration, look func() (string, bool)) string {
	for end := time.Now().Add(time.Minute); ; time.Sleep(interval) {
		if answer, done := look(); done || time.Now().After(end) {
			return answer
		}
	}
}

// beContainer does what a container runtime does last: it makes the image the
// root of all paths, gives up what the manifest does not grant, and becomes the
// image's program.
func beContainer(args []string) error {
	runtime.LockOSThread()
	var c container
	if err := json.Unmarshal([]byte(args[0]), &c); err != nil {
		return err
	}
	if err := c.enterRoot(); err != nil {
		return err
	}
	if err := syscall.Sethostname([]byte(c.Hostname)); err != nil {
		return err
	}
	if c.Profile != unconfined {
		if err := os.WriteFile("/proc/thread-self/attr/exec", []byte("exec "+c.Profile), 0); err != nil {
			return fmt.Errorf("profile %s: %w", c.Profile, err)
		}
	}
	if err := c.giveUpRights(); err != nil {
		return err
	}
	return fmt.Errorf("%s: %w", c.Command[0], syscall.Exec(c.Command[0], c.Command, c.Environment))
}

// enterRoot moves the image over the machine's root, as it is done when a
// system starts: to AppArmor, paths then begin there.
func (c container) enterRoot() error {
	root := c.root()
	if err := mount("", "", "/", syscall.MS_REC|syscall.MS_PRIVATE); err != nil {
		return err
	}
	if err := mount(root, "", root, syscall.MS_BIND); err != nil {
		return err
	}
	if err := mount("proc", "proc", root+"/proc", 0); err != nil {
		return err
	}
	if err := bind("/sys", root+"/sys", true); err != nil {
		return err
	}
	if err := fillDev(root + "/dev"); err != nil {
		return err
	}
	for _, v := range c.Volumes {
		if err := v.makeSource(); err != nil {
			return err
		}
		if err := bind(v.Source, filepath.Join(root, v.Path), v.ReadOnly); err != nil {
			return err
		}
	}
	if c.ReadOnlyRoot {
		if err := mount("", "", root, syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY); err != nil {
			return err
		}
	}
	if err := os.Chdir(root); err != nil {
		return err
	}
	if err := mount(".", "", "/", syscall.MS_MOVE); err != nil {
		return err
	}
	if err := syscall.Chroot("."); err != nil {
		return err
	}
	return os.Chdir(c.Folder)
}

func (c container) giveUpRights() error {
	for number := range 64 {
		if slices.Contains(c.Capabilities, number) {
			continue
		}
		// Beyond the last capability the kernel refuses; that is no harm.
		if errno := prctl(syscall.PR_CAPBSET_DROP, uintptr(number)); errno != 0 && errno != syscall.EINVAL {
			return fmt.Errorf("drop capability %d: %w", number, errno)
		}
	}
	if err := syscall.Setgroups(nil); err != nil {
		return err
	}
	if err := syscall.Setgid(c.Group); err != nil {
		return err
	}
	if err := syscall.Setuid(c.User); err != nil {
		return err
	}
	const noNewPrivileges = 38 // PR_SET_NO_NEW_PRIVS
	if c.NoNewPrivileges {
		if errno := prctl(noNewPrivileges, 1); errno != 0 {
			return errno
		}
	}
	return nil
}

// fillDev makes the devices that every container has.
func fillDev(folder string) error {
	if err := mount("tmpfs", "tmpfs", folder, syscall.MS_NOSUID); err != nil {
		return err
	}
	for name, minor := range map[string]int{"null": 3, "zero": 5, "full": 7, "random": 8, "urandom": 9} {
		path := filepath.Join(folder, name)
		if err := syscall.Mknod(path, syscall.S_IFCHR|0o666, 1<<8|minor); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := os.Chmod(path, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// makeSource makes the folder of the machine that is not there, for all to
// write to unless it is root's: so are volumes without content.
func (v volume) makeSource() error {
	if _, err := os.Stat(v.Source); err == nil {
		return nil
	}
	if err := os.MkdirAll(v.Source, 0o755); err != nil || v.RootOnly {
		return err
	}
	return os.Chmod(v.Source, 0o777)
}

// bind shows a folder of the machine somewhere else.
func bind(source, path string, readOnly bool) error {
	if err := mount(source, "", path, syscall.MS_BIND); err != nil || !readOnly {
		return err
	}
	return mount("", "", path, syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY)
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

func prctl(option, value uintptr) syscall.Errno {
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRCTL, option, value, 0, 0, 0, 0)
	return errno
}

func must(err error) {
	if err != nil {
		panic(err)
	}
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
