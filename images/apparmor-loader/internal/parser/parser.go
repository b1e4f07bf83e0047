// Package parser runs apparmor_parser, which compiles a text and puts it into
// the kernel.
package parser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

const (
	// Path is where the image has the parser; nothing is searched.
	Path = "/sbin/apparmor_parser"

	// patience is for large profiles on slow gateways.
	patience = 2 * time.Minute
	maxWords = 4 << 10
)

// Parser is the program at a path.
type Parser struct{ Path string }

// Names lists the profiles that a text declares, children as parent//child.
func (p Parser) Names(ctx context.Context, text []byte) ([]string, error) {
	names, _, err := p.run(ctx, text, "--names")
	return strings.FieldsFunc(names, func(r rune) bool { return r == '\n' }), err
}

// Load puts every profile of a text into the kernel, in place of those of the
// same name, and returns the parser's warnings. It reads no cache: a stale one
// would load another text.
func (p Parser) Load(ctx context.Context, text []byte) (string, error) {
	_, warnings, err := p.run(ctx, text, "--replace", "--skip-cache")
	return warnings, err
}

// run gives the text by standard input, so that what is loaded is what was
// looked at before.
func (p Parser) run(ctx context.Context, text []byte, args ...string) (stdout, stderr string, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	out, words := &limited{limit: 1 << 20}, &limited{limit: maxWords}
	command := exec.CommandContext(ctx, p.Path, args...)
	command.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"}
	command.Dir = "/"
	command.Stdin = bytes.NewReader(text)
	command.Stdout, command.Stderr = out, words
	err = command.Run()
	if ctx.Err() != nil {
		err = fmt.Errorf("apparmor_parser took longer than %s", patience)
	} else if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		err = fmt.Errorf("%s (apparmor_parser: %s)", oneLine(words.String()+out.String()), exit)
	}
	return out.String(), oneLine(words.String()), err
}

// oneLine keeps a message from looking like several.
func oneLine(text string) string {
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
}

func (l *limited) Write(content []byte) (int, error) {
	if room := l.limit - l.kept.Len(); room > 0 {
		l.kept.Write(content[:min(room, len(content))])
	}
	return len(content), nil
}

func (l *limited) String() string { return l.kept.String() }
