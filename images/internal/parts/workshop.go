// Package parts gets what images are made of: programs built from source with
// pinned compilers, and pinned packages of Debian.
package parts

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Part is one thing in an image, as the lock file records it.
type Part struct {
	Name     string `json:"name"`
	Version  string `json:"version"`
	SHA256   string `json:"sha256"`
	Platform string `json:"platform"`
}

// Program is a program with the licences of everything that is linked into it.
type Program struct{ Binary, Licence []byte }

// Pins is the content of parts.json: the one version of everything.
type Pins struct {
	Go     string               `json:"go"`
	Rust   string               `json:"rust"`
	Zig    Pin                  `json:"zig"`
	Crates map[string]Pin       `json:"crates"`
	Debian map[string]DebianPin `json:"debian"`
}

// Pin is a version and the checksum of the file that carries it.
type Pin struct {
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
}

// DebianPin is a version and the checksum of its package by architecture.
type DebianPin struct {
	Version string            `json:"version"`
	SHA256  map[string]string `json:"sha256"`
}

// Workshop builds and fetches parts.
type Workshop struct {
	// Source is the folder of the Go module that holds the programs.
	Source string
	// Cache keeps what was downloaded or built before.
	Cache string
	Pins  Pins
}

// Open reads the pins of a source folder and finds the cache of this user.
func Open(source string) (*Workshop, error) {
	source, err := filepath.Abs(source)
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(filepath.Join(source, "parts.json"))
	if err != nil {
		return nil, err
	}
	workshop := &Workshop{Source: source}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&workshop.Pins); err != nil {
		return nil, fmt.Errorf("parts.json: %w", err)
	}
	// The archives are compressed by the standard library of the Go that runs
	// this program: another Go may give other bytes.
	if want := "go" + workshop.Pins.Go; runtime.Version() != want {
		return nil, fmt.Errorf("this is %s, but images are pinned to %s: set GOTOOLCHAIN=%s", runtime.Version(), want, want)
	}
	caches, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	workshop.Cache = filepath.Join(caches, "cdk8s-secure-edge", "images")
	return workshop, os.MkdirAll(workshop.Cache, 0o755)
}

// run starts a program with exactly the environment given beside the paths
// that tools need, and shows its words only when it fails.
func run(ctx context.Context, folder string, env []string, program string, args ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, program, args...)
	command.Dir = folder
	command.Env = append(passed("PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "GOPATH", "GOCACHE", "GOMODCACHE",
		"GOPROXY", "GOSUMDB", "CARGO_HOME", "RUSTUP_HOME", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
		"http_proxy", "https_proxy", "no_proxy", "SSL_CERT_FILE", "PIP_INDEX_URL", "PIP_CERT"), env...)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s", program, strings.Join(args, " "), err, bytes.TrimSpace(stderr.Bytes()))
	}
	return stdout.Bytes(), nil
}

func passed(names ...string) []string {
	var env []string
	for _, name := range names {
		if value, set := os.LookupEnv(name); set {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// writeWhole writes a file that is there whole or not at all.
func writeWhole(name string, content []byte, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	partial := name + ".partial"
	if err := os.WriteFile(partial, content, mode); err != nil {
		return err
	}
	return os.Rename(partial, name)
}

func verifyFile(name, want string) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if got := sha256Of(content); got != want {
		return fmt.Errorf("%s has SHA-256 %s, pinned is %q", filepath.Base(name), got, want)
	}
	return nil
}

func sha256Of(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
