// Package parser runs apparmor_parser, which compiles a text. It puts nothing
// into the kernel.
package parser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

const (
	// Path is where the image has the parser; nothing is searched.
	Path = "/sbin/apparmor_parser"

	// patience is for large profiles on slow gateways.
	patience = 2 * time.Minute
	// maxMemory leaves the loader enough of its container's limit.
	maxMemory = 96 << 20
	maxPolicy = 8 << 20
	maxWords  = 4 << 10
)

// ErrTimeout is the error for a text that takes too long. It says nothing about
// the text on a machine that is less busy.
var ErrTimeout = errors.New("apparmor_parser took too long")

// Parser is the program at a path.
type Parser struct {
	Path string
	// Patience is the longest time for one text.
	// The default is two minutes.
	Patience time.Duration
}

// Compile turns a text into what the kernel takes, and returns the parser's
// warnings. It reads no cache: a stale one would hold another text.
func (p Parser) Compile(ctx context.Context, text []byte) (policy []byte, warnings string, err error) {
	limit := p.Patience
	if limit == 0 {
		limit = patience
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	out, words := &limited{limit: maxPolicy}, &limited{limit: maxWords}
	command := exec.CommandContext(ctx, p.Path, "--skip-kernel-load", "--stdout", "--skip-cache")
	command.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"}
	command.Dir = "/"
	command.Stdout, command.Stderr = out, words
	// Not to wait for a child of the parser that holds its output open.
	command.WaitDelay = time.Second
	err = run(command, text)
	switch exit := (*exec.ExitError)(nil); {
	case ctx.Err() != nil:
		return nil, "", fmt.Errorf("%w: more than %s", ErrTimeout, limit)
	case errors.As(err, &exit):
		return nil, "", fmt.Errorf("%s (apparmor_parser: %s)", joined(words.String()), exit)
	case err != nil:
		return nil, "", err
	case out.cut:
		return nil, "", fmt.Errorf("the compiled profile is larger than %d bytes", maxPolicy)
	}
	return out.kept.Bytes(), joined(words.String()), nil
}

// run gives the text only when the parser's memory is limited.
func run(command *exec.Cmd, text []byte) error {
	input, err := command.StdinPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return err
	}
	limits := limitMemory(command.Process.Pid)
	if limits != nil {
		_ = command.Process.Kill()
	} else {
		// The parser may end before it has read everything: its words say why.
		_, _ = io.Copy(input, bytes.NewReader(text))
	}
	return errors.Join(limits, ignoreClosed(input.Close()), command.Wait())
}

func ignoreClosed(err error) error {
	if errors.Is(err, syscall.EPIPE) {
		return nil
	}
	return err
}

func limitMemory(pid int) error {
	limit := syscall.Rlimit{Cur: maxMemory, Max: maxMemory}
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(pid), syscall.RLIMIT_AS,
		uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if errno != 0 {
		return fmt.Errorf("limit the memory of apparmor_parser: %w", errno)
	}
	return nil
}

// joined keeps a message from looking like several.
func joined(text string) string {
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.Join(lines, "; ")
}

// limited keeps the beginning of what is written to it. It does not embed the
// buffer, whose ReadFrom would go past the limit.
type limited struct {
	kept  bytes.Buffer
	limit int
	cut   bool
}

func (l *limited) Write(content []byte) (int, error) {
	room := l.limit - l.kept.Len()
	l.kept.Write(content[:min(room, len(content))])
	l.cut = l.cut || len(content) > room
	return len(content), nil
}

func (l *limited) String() string { return l.kept.String() }
