package parts

import (
	"context"
	"os"
	"path/filepath"
)

// GoProgram builds a program of this module without anything of the machine in
// it: no paths, no version control state, no C library.
func (w *Workshop) GoProgram(ctx context.Context, name, version, architecture string) ([]byte, Part, error) {
	folder, err := os.MkdirTemp("", "go-program-")
	if err != nil {
		return nil, Part{}, err
	}
	defer os.RemoveAll(folder)

	binary := filepath.Join(folder, name)
	env := []string{
		"CGO_ENABLED=0", "GOOS=linux", "GOARCH=" + architecture, "GOAMD64=v1", "GOARM64=v8.0",
		"GOTOOLCHAIN=go" + w.Pins.Go, "GOFLAGS=", "GOEXPERIMENT=", "GOWORK=off", "GOENV=off",
	}
	if _, err := run(ctx, w.Source, env, "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags=-s -w -buildid=", "-o", binary, "./"+name); err != nil {
		return nil, Part{}, err
	}
	content, err := os.ReadFile(binary)
	if err != nil {
		return nil, Part{}, err
	}
	return content, Part{Name: name, Version: version, SHA256: sha256Of(content), Platform: "linux/" + architecture}, nil
}
