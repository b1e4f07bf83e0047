// Command apparmor-loader keeps AppArmor profiles from ConfigMaps in the kernel
// of a node.
//
//	apparmor-loader run --profiles /profiles --interval 10s
//	apparmor-loader ready --profiles /profiles
//
// Each file of the folder is the text of the profile of that name; the file
// "retired" lists the names to unload. Nothing else is ever unloaded, least of
// all when the loader stops.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/loader"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/parser"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/securityfs"
)

const usage = "usage: apparmor-loader run|ready [--profiles FOLDER] [--state FOLDER] [--interval DURATION]"

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
	profiles := flags.String("profiles", "/profiles", "folder with a file for each profile")
	state := flags.String("state", "/run/apparmor-loader", "writable folder that remembers what was loaded")
	interval := flags.Duration("interval", 10*time.Second, "time between two looks at folder and kernel")
	if err := flags.Parse(args[1:]); err != nil {
		return 2, nil // flag has said it
	}
	if flags.NArg() > 0 || *interval < time.Second {
		return 2, fmt.Errorf("%s\nthe interval is at least 1s", usage)
	}
	return commands[args[0]](&loader.Loader{
		Kernel:      securityfs.Kernel{Root: "/"},
		Parser:      parser.Parser{Path: parser.Path},
		Folder:      *profiles,
		StateFolder: *state,
		Say:         func(line string) { fmt.Println(line) },
	}, *interval), nil
}

// run ends by a signal alone, and leaves the kernel as it is.
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
	fmt.Println(strings.Join(lines, "\n"))
	return 1
}
