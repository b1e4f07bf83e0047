// Command seccomp-installer keeps seccomp profiles from ConfigMaps in a folder
// of the kubelet's, where the container runtime reads them.
//
//	seccomp-installer run --profiles /profiles --folder /var/lib/kubelet/seccomp/secure-edge
//	seccomp-installer ready --profiles /profiles --folder /var/lib/kubelet/seccomp/secure-edge
//
// Each file of the profiles' folder is a profile; the file "retired" lists the
// names to remove. The installer acts on the files that it wrote itself and has
// on record; it never removes anything else, least of all when it stops: a
// container whose profile is missing does not start.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"syscall"
	"time"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/oneline"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/seccomp-installer/internal/installer"
)

const usage = "usage: seccomp-installer run|ready --folder FOLDER [--profiles FOLDER] [--owner NAME] [--adopt NAME]... [--interval DURATION]"

var ownerForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

func main() {
	code, err := start(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

func start(args []string) (int, error) {
	commands := map[string]func(*installer.Installer, time.Duration) int{"run": run, "ready": ready}
	if len(args) == 0 || commands[args[0]] == nil {
		return 2, errors.New(usage)
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	profiles := flags.String("profiles", "/profiles", "folder with a file for each profile")
	folder := flags.String("folder", "", "folder of the node that gets them; it must be writable for root only")
	owner := flags.String("owner", "seccomp-installer", "name that tells installers apart which write to one folder")
	var adopted []string
	flags.Func("adopt", "name of a file that the installer takes over from somebody else; may be repeated", func(name string) error {
		adopted = append(adopted, name)
		return installer.CheckName(name)
	})
	interval := flags.Duration("interval", 10*time.Second, "time between two looks at the folders")
	if err := flags.Parse(args[1:]); err != nil {
		return 2, nil // flag has printed it
	}
	if !ownerForm.MatchString(*owner) {
		return 2, fmt.Errorf("%s\nthe owner must be letters, digits and hyphens, got %q", usage, *owner)
	}
	if flags.NArg() > 0 || *folder == "" || *interval < time.Second {
		return 2, fmt.Errorf("%s\nthe interval is at least 1s", usage)
	}
	return commands[args[0]](&installer.Installer{
		Profiles: *profiles,
		Folder:   *folder,
		Owner:    *owner,
		Adopted:  adopted,
		Say:      func(line string) { fmt.Println(line) },
	}, *interval), nil
}

// run ends only by a signal, and leaves the folder as it is.
func run(i *installer.Installer, interval time.Duration) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		i.Reconcile()
		select {
		case <-tick.C:
		case <-ctx.Done():
			fmt.Println("the installer: stopped: the profiles stay")
			return 0
		}
	}
}

// ready is the readiness probe.
func ready(i *installer.Installer, _ time.Duration) int {
	lines := i.Unsettled()
	if len(lines) == 0 {
		return 0
	}
	fmt.Println(oneline.Several(lines))
	return 1
}
