package main

import (
	"context"
	"fmt"
	"io"
	"strings"
)

const (
	protocol = "1.0"
	noKeys   = "No keys currently available"
)

// tool runs parsec-tool.
type tool interface {
	run(ctx context.Context, args ...string) (answer, error)
}

// answer is what a tool wrote.
type answer struct{ stdout, stderr string }

type app struct {
	identity       identity
	tool           tool
	number         func() int
	stdout, stderr io.Writer
}

func (a app) run(ctx context.Context) error {
	a.say("Running as %s", a.identity)

	ping, err := a.ask(ctx, "ping")
	if err != nil {
		return fmt.Errorf("Parsec is not reachable: %w", err)
	}
	if got := strings.TrimSpace(ping.stdout); got != protocol {
		return fmt.Errorf("Parsec answers with protocol %q, this app speaks %s", got, protocol)
	}
	a.say("Parsec service is reachable!")

	a.say("List the keys managed by this user..")
	keys, err := a.ask(ctx, "list-keys")
	if err != nil {
		return fmt.Errorf("Parsec does not list the keys: %w", err)
	}
	// The tool says so among its messages, not in its result.
	if !strings.Contains(keys.stdout+keys.stderr, noKeys) {
		return nil
	}
	return a.makeFirstKey(ctx)
}

func (a app) makeFirstKey(ctx context.Context) error {
	a.say("Create an ECC key pair..")
	name := fmt.Sprintf("%d-key-%d", a.identity.uid, a.number())
	if _, err := a.ask(ctx, "create-ecc-key", "--key-name", name); err != nil {
		return fmt.Errorf("Parsec does not create the key %s: %w", name, err)
	}
	if _, err := a.ask(ctx, "list-keys"); err != nil {
		return fmt.Errorf("Parsec does not list the keys: %w", err)
	}
	return nil
}

// ask shows what the tool says: its messages come before its results.
func (a app) ask(ctx context.Context, args ...string) (answer, error) {
	got, err := a.tool.run(ctx, args...)
	_, _ = io.WriteString(a.stderr, got.stderr)
	_, _ = io.WriteString(a.stdout, got.stdout)
	return got, err
}

func (a app) say(format string, values ...any) {
	fmt.Fprintf(a.stdout, format+"\n", values...)
}
