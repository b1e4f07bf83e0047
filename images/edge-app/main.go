// Command edge-app is a client of Parsec: it shows whose keys it works with,
// and makes a first key for an identity that has none. The edge-app image runs
// it next to parsec-tool.
package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	me, err := currentIdentity()
	if err == nil {
		err = app{
			identity: me,
			tool:     parsecTool{path: "/usr/local/bin/parsec-tool", endpoint: os.Getenv(endpointVariable)},
			number:   func() int { return 1 + rand.IntN(10) },
			stdout:   os.Stdout,
			stderr:   os.Stderr,
		}.run(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "edge-app:", err)
		os.Exit(1)
	}
}
