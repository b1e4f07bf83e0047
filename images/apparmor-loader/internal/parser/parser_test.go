package parser

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// script is a parser that does what the test says.
func script(t *testing.T, text string) Parser {
	t.Helper()
	path := filepath.Join(t.TempDir(), "apparmor_parser")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o755); err != nil {
		t.Fatal(err)
	}
	return Parser{Path: path}
}

func TestNamesMayHoldSpaces(t *testing.T) {
	names, err := script(t, `[ "$*" = --names ] || exit 9; cat`).Names(context.Background(), []byte("web\nweb//cgi\na b\n"))
	if err != nil || !slices.Equal(names, []string{"web", "web//cgi", "a b"}) {
		t.Errorf("names %q, %v", names, err)
	}
}

func TestLoadReplacesWithoutACacheAndReturnsWarnings(t *testing.T) {
	parser := script(t, `[ "$*" = "--replace --skip-cache" ] || exit 9
echo one >&2; echo two >&2`)
	warnings, err := parser.Load(context.Background(), nil)
	if err != nil || warnings != "one; two" {
		t.Errorf("warnings %q, %v", warnings, err)
	}
}

func TestAFailureIsOneLineOfBoundedLength(t *testing.T) {
	parser := script(t, `echo 'AppArmor parser error' >&2; echo ' at line 3' >&2; yes x | head -c 100000 >&2; exit 1`)
	_, err := parser.Load(context.Background(), nil)
	if err == nil {
		t.Fatal("no error")
	}
	says := err.Error()
	if !strings.HasPrefix(says, "AppArmor parser error; at line 3; x") || !strings.HasSuffix(says, "(apparmor_parser: exit status 1)") {
		t.Errorf("error %.80q", says)
	}
	if len(says) > 3*maxWords || strings.Contains(says, "\n") {
		t.Errorf("error of %d bytes", len(says))
	}
}

func TestTheParserGetsNothingOfTheEnvironment(t *testing.T) {
	t.Setenv("SECRET", "value")
	warnings, err := script(t, `echo "${SECRET-none}" >&2`).Load(context.Background(), nil)
	if err != nil || warnings != "none" {
		t.Errorf("warnings %q, %v", warnings, err)
	}
}

func TestTheRealParserListsChildren(t *testing.T) {
	if _, err := os.Stat(Path); err != nil {
		t.Skip("apparmor_parser is not installed")
	}
	text := "profile web {\n  profile cgi {\n  }\n  hat admin {\n  }\n}\nprofile other {\n}\n"
	names, err := Parser{Path: Path}.Names(context.Background(), []byte(text))
	slices.Sort(names)
	if err != nil || !slices.Equal(names, []string{"other", "web", "web//admin", "web//cgi"}) {
		t.Errorf("names %q, %v", names, err)
	}
}
