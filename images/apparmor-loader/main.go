// Command apparmor-loader keeps AppArmor profiles from ConfigMaps in the kernel
// of a node.
//
//	apparmor-loader run --profiles /profiles --interval 10s
//	apparmor-loader ready --profiles /profiles
//
// Each file of the folder is the text of the profile of that name; the file
// "retired" lists the names to unload. The loader acts on the profiles that it
// loaded itself and has on record; it never unloads anything else, least of
// all when it stops.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/loader"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/parser"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/profiles"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/securityfs"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/oneline"
)

const usage = "usage: apparmor-loader run|ready [--profiles FOLDER] [--state FOLDER] [--adopt NAME]... [--interval DURATION]"

func main() {
	code, err := start(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

func start(args []string) (int, error) {
	commands := map[string]func(*loader.Loader, time.Duration) int{"run": run, "ready": ready}
	if len(args) == 0 || commands[args[0]] == nil {
		return 2, errors.New(usage)
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	folder := flags.String("profiles", "/profiles", "folder with a file for each profile")
	state := flags.String("state", "/run/apparmor-loader", "folder with the record of what was loaded; it must be writable for the loader only, and outlive its pod")
	var adopted []string
	flags.Func("adopt", "name of a profile that the loader takes over from somebody else; may be repeated", func(name string) error {
		adopted = append(adopted, name)
		return profiles.CheckName(name)
	})
	interval := flags.Duration("interval", 10*time.Second, "time between two looks at folder and kernel")
	if err := flags.Parse(args[1:]); err != nil {
		return 2, nil // flag has printed it
	}
	if flags.NArg() > 0 || *interval < time.Second {
		return 2, fmt.Errorf("%s\nthe interval is at least 1s", usage)
	}
	return commands[args[0]](&loader.Loader{
		Kernel:      securityfs.Kernel{Root: "/"},
		Parser:      parser.Parser{Path: parser.Path},
		Folder:      *folder,
		StateFolder: *state,
		Adopted:     adopted,
		Say:         func(line string) { fmt.Println(line) },
	}, *interval), nil
}

// run ends only by a signal, and leaves the kernel as it is.
func run(l *loader.Loader, interval time.Duration) int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		l.Reconcile(ctx)
		select {
		case <-tick.C:
		case <-ctx.Done():
			fmt.Println("the loader: stopped: the profiles stay")
			return 0
		}
	}
}

// ready is the readiness probe.
func ready(l *loader.Loader, _ time.Duration) int {
	lines := l.Unsettled()
	if len(lines) == 0 {
		return 0
	}
	fmt.Println(oneline.Several(lines))
	return 1
}
