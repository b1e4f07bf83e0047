// Package securityfs is the kernel's side: which profiles it has, how one is
// put in and taken out, and what stands in the way of that.
package securityfs

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/plan"
)

const (
	enabled  = "sys/module/apparmor/parameters/enabled"
	folder   = "sys/kernel/security/apparmor"
	status   = "proc/self/status"
	label    = "proc/self/attr/current"
	boot     = "proc/sys/kernel/random/boot_id"
	macAdmin = 33 // CAP_MAC_ADMIN of linux/capability.h
)

// Kernel is the running kernel, seen below a root folder.
type Kernel struct{ Root string }

// Obstacle says what keeps the loader from its work, nil when nothing does.
func (k Kernel) Obstacle() error {
	switch state, err := os.ReadFile(k.path(enabled)); {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("the kernel has no AppArmor")
	case err != nil:
		return err
	case strings.TrimSpace(string(state)) != "Y":
		return errors.New("AppArmor is disabled in the kernel: boot with apparmor=1 security=apparmor")
	}
	user, capabilities, err := k.rights()
	switch {
	case err != nil:
		return err
	case user != 0:
		return fmt.Errorf("the loader runs as user %d: run it as user 0, the kernel takes profiles from no other", user)
	case capabilities&(1<<macAdmin) == 0:
		return errors.New("the capability MAC_ADMIN is missing: add it to the container's capabilities")
	}
	list, err := os.Open(k.path(folder, "profiles"))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("/sys/kernel/security is empty: mount the node's securityfs there")
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("the list of profiles is not readable: run as user 0 and not confined by AppArmor (%w)", err)
	case err != nil:
		return err
	}
	return list.Close()
}

// Confinement names the profile that the loader itself runs under, empty when
// there is none.
func (k Kernel) Confinement() string {
	content, err := os.ReadFile(k.path(label))
	name := strings.TrimRight(string(content), "\x00\n")
	if err != nil || name == "unconfined" {
		return ""
	}
	return name
}

// rights are the user and the capabilities in force.
func (k Kernel) rights() (user, capabilities uint64, err error) {
	content, err := os.ReadFile(k.path(status))
	if err != nil {
		return 0, 0, err
	}
	values := map[string][]string{}
	for line := range strings.Lines(string(content)) {
		key, value, _ := strings.Cut(line, ":")
		values[key] = strings.Fields(value)
	}
	users, sets := values["Uid"], values["CapEff"] // real, effective, saved, of the file system
	if len(users) != 4 || len(sets) != 1 {
		return 0, 0, errors.New("the kernel does not show user and capabilities of a process")
	}
	user, err = strconv.ParseUint(users[1], 10, 32)
	if err != nil {
		return 0, 0, err
	}
	capabilities, err = strconv.ParseUint(sets[0], 16, 64)
	return user, capabilities, err
}

// Profiles lists every profile in the kernel, children too.
func (k Kernel) Profiles() (plan.Kernel, error) {
	content, err := os.ReadFile(k.path(folder, "profiles"))
	if err != nil {
		return nil, err
	}
	digests := map[string]string{}
	if err := readDigests(k.path(folder, "policy", "profiles"), digests); err != nil {
		return nil, err
	}
	profiles := plan.Kernel{}
	for lines := bufio.NewScanner(bytes.NewReader(content)); lines.Scan(); {
		line := lines.Text()
		at := strings.LastIndex(line, " (")
		if at < 0 || !strings.HasSuffix(line, ")") {
			return nil, fmt.Errorf("the kernel's list has the line %q", line)
		}
		name := line[:at]
		profiles[name] = plan.Entry{Mode: line[at+2 : len(line)-1], Digest: digests[name]}
	}
	return profiles, nil
}

// readDigests reads the folders that the kernel shows for each profile. Their
// names end in a number, so the file "name" tells which is which.
func readDigests(folder string, digests map[string]string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		profile := filepath.Join(folder, entry.Name())
		name, err := readOptional(filepath.Join(profile, "name"))
		if err != nil {
			return err
		}
		for _, hash := range []string{"sha256", "sha1"} { // sha1 until Linux 6.7
			digest, err := readOptional(filepath.Join(profile, hash))
			if err != nil {
				return err
			}
			if digest != "" {
				digests[name] = digest
				break
			}
		}
		if err := readDigests(filepath.Join(profile, "profiles"), digests); err != nil {
			return err
		}
	}
	return nil
}

// readOptional takes a file that is missing, or went away while it was read,
// as empty.
func readOptional(name string) (string, error) {
	content, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSpace(string(content)), err
}

// Boot identifies the start of the kernel: its profiles are gone at the next.
func (k Kernel) Boot() (string, error) {
	content, err := os.ReadFile(k.path(boot))
	id := strings.TrimSpace(string(content))
	if err == nil && id == "" {
		err = errors.New("the kernel does not identify its start")
	}
	return id, err
}

// Load puts every profile of a compiled text in, all or none. Without replace
// the kernel rejects if it has one of them.
func (k Kernel) Load(compiled []byte, replace bool) error {
	file := ".load"
	if replace {
		file = ".replace"
	}
	err := k.write(file, compiled)
	switch {
	case errors.Is(err, syscall.EEXIST):
		return fmt.Errorf("somebody else loaded it at the same time (%w)", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("the kernel denies it to the loader (%w)", err)
	}
	return err
}

// Remove takes a profile and its children out.
func (k Kernel) Remove(name string) error { return k.write(".remove", []byte(name)) }

// write is one write(2): the kernel takes each as a whole.
func (k Kernel) write(name string, content []byte) error {
	file, err := os.OpenFile(k.path(folder, name), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Close())
}

func (k Kernel) path(parts ...string) string {
	return filepath.Join(append([]string{k.Root}, parts...)...)
}
