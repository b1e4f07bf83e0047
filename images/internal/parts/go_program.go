package parts

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
)

// GoProgram builds a program of this module without anything of the machine in
// it: no paths, no version control state, no C library.
func (w *Workshop) GoProgram(ctx context.Context, name, version, architecture string) (Program, Part, error) {
	folder, err := os.MkdirTemp("", "go-program-")
	if err != nil {
		return Program{}, Part{}, err
	}
	defer os.RemoveAll(folder)

	binary := filepath.Join(folder, name)
	env := []string{
		"CGO_ENABLED=0", "GOOS=linux", "GOARCH=" + architecture, "GOAMD64=v1", "GOARM64=v8.0",
		"GOTOOLCHAIN=go" + w.Pins.Go, "GOFLAGS=", "GOEXPERIMENT=", "GOWORK=off", "GOENV=off",
	}
	if _, err := run(ctx, w.Source, env, "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags=-s -w -buildid=", "-o", binary, "./"+name); err != nil {
		return Program{}, Part{}, err
	}
	content, err := os.ReadFile(binary)
	if err != nil {
		return Program{}, Part{}, err
	}
	licence, err := os.ReadFile(filepath.Join(runtime.GOROOT(), "LICENSE"))
	if err != nil {
		return Program{}, Part{}, err
	}
	program := Program{Binary: content, Licence: append([]byte(goNotice), licence...)}
	return program, Part{Name: name, Version: version, SHA256: sha256Of(content), Platform: "linux/" + architecture}, nil
}

const goNotice = `This program is part of cdk8s-secure-edge, licensed under the Apache License,
Version 2.0: http://www.apache.org/licenses/LICENSE-2.0

It contains Go's standard library, which is licensed as follows.

`
