package parts

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

var rustArchitectures = map[string]string{"amd64": "x86_64", "arm64": "aarch64"}

// RustProgram builds a static program from crates.io. Its crate brings the
// checksums of everything that it depends on. The C in them is compiled by
// Zig, because one download of it serves every architecture.
//
// A build takes minutes, so its result is kept.
func (w *Workshop) RustProgram(ctx context.Context, name, architecture string) (Program, Part, error) {
	crate, pinned := w.Pins.Crates[name]
	if !pinned {
		return Program{}, Part{}, fmt.Errorf("parts.json has no crate %q", name)
	}
	kept := filepath.Join(w.Cache, fmt.Sprintf("%s-%s-%s-rust%s-zig%s", name, crate.Version, architecture, w.Pins.Rust, w.Pins.Zig.Version))
	program, err := readProgram(kept)
	if errors.Is(err, fs.ErrNotExist) {
		program, err = w.buildRustProgram(ctx, name, crate, rustArchitectures[architecture])
		if err == nil {
			err = program.write(kept)
		}
	}
	part := Part{Name: name, Version: crate.Version, SHA256: sha256Of(program.Binary), Platform: "linux/" + architecture}
	return program, part, err
}

func readProgram(folder string) (Program, error) {
	binary, err := os.ReadFile(filepath.Join(folder, "program"))
	if err != nil {
		return Program{}, err
	}
	licence, err := os.ReadFile(filepath.Join(folder, "copyright"))
	return Program{Binary: binary, Licence: licence}, err
}

// write makes the program last: without it the folder counts as empty.
func (p Program) write(folder string) error {
	if err := writeWhole(filepath.Join(folder, "copyright"), p.Licence, 0o644); err != nil {
		return err
	}
	return writeWhole(filepath.Join(folder, "program"), p.Binary, 0o755)
}

func (w *Workshop) buildRustProgram(ctx context.Context, name string, crate Pin, machine string) (Program, error) {
	zig, err := w.zig(ctx)
	if err != nil {
		return Program{}, err
	}
	target := machine + "-unknown-linux-musl"
	if _, err := run(ctx, "", nil, "rustup", "toolchain", "install", w.Pins.Rust,
		"--profile", "minimal", "--no-self-update", "--target", target); err != nil {
		return Program{}, err
	}
	folder, err := os.MkdirTemp("", "rust-program-")
	if err != nil {
		return Program{}, err
	}
	defer os.RemoveAll(folder)

	// A cargo home of its own: nobody's configuration, and every path known.
	home := filepath.Join(folder, "cargo")
	variable := strings.ReplaceAll(target, "-", "_")
	env := []string{
		"RUSTUP_TOOLCHAIN=" + w.Pins.Rust,
		"CARGO_HOME=" + home,
		"CARGO_TARGET_" + strings.ToUpper(variable) + "_LINKER=rust-lld",
		"CARGO_ENCODED_RUSTFLAGS=" + strings.Join([]string{
			"--remap-path-prefix=" + home + "=/cargo",
			"--remap-path-prefix=" + folder + "=/build",
			"-Clink-self-contained=yes",
			"-Cstrip=symbols",
		}, "\x1f"),
		// Zig's own checks of undefined behaviour would need its runtime.
		"CC_" + variable + "=" + zig + " cc -target " + machine + "-linux-musl -fno-sanitize=undefined",
		"AR_" + variable + "=" + zig + " ar",
		"ZIG_GLOBAL_CACHE_DIR=" + filepath.Join(folder, "zig"),
		"ZIG_LOCAL_CACHE_DIR=" + filepath.Join(folder, "zig"),
	}
	if _, err := run(ctx, folder, env, "cargo", "install", "--locked", "--version", crate.Version,
		"--target", target, "--target-dir", filepath.Join(folder, "target"),
		"--root", filepath.Join(folder, "installed"), name); err != nil {
		return Program{}, err
	}
	source, err := filepath.Glob(filepath.Join(home, "registry", "cache", "*", name+"-"+crate.Version+".crate"))
	if err != nil || len(source) != 1 {
		return Program{}, fmt.Errorf("cargo kept no single crate of %s", name)
	}
	if err := verifyFile(source[0], crate.SHA256); err != nil {
		return Program{}, err
	}
	licence, err := cratesLicence(filepath.Join(home, "registry", "src"))
	if err != nil {
		return Program{}, err
	}
	binary, err := os.ReadFile(filepath.Join(folder, "installed", "bin", name))
	return Program{Binary: binary, Licence: licence}, err
}

// zig returns the path of the pinned C compiler, which Python's package index
// carries.
func (w *Workshop) zig(ctx context.Context) (string, error) {
	pin := w.Pins.Zig
	folder := filepath.Join(w.Cache, "zig-"+pin.Version)
	program := filepath.Join(folder, "ziglang", "zig")
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	if runtime.GOARCH != "amd64" || runtime.GOOS != "linux" {
		return "", fmt.Errorf("the pinned Zig %s is for linux/amd64, this is %s/%s", pin.Version, runtime.GOOS, runtime.GOARCH)
	}
	downloads, err := os.MkdirTemp(w.Cache, "zig-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(downloads)
	if _, err := run(ctx, downloads, nil, "python3", "-m", "pip", "download", "--quiet", "--no-deps",
		"--only-binary=:all:", "--dest", downloads, "ziglang=="+pin.Version); err != nil {
		return "", err
	}
	wheels, err := filepath.Glob(filepath.Join(downloads, "*.whl"))
	if err != nil || len(wheels) != 1 {
		return "", fmt.Errorf("pip brought no single wheel of ziglang %s", pin.Version)
	}
	if err := verifyFile(wheels[0], pin.SHA256); err != nil {
		return "", err
	}
	unpacked := filepath.Join(downloads, "unpacked")
	if err := unzip(wheels[0], unpacked); err != nil {
		return "", err
	}
	if err := os.Chmod(filepath.Join(unpacked, "ziglang", "zig"), 0o755); err != nil {
		return "", err
	}
	return program, os.Rename(unpacked, folder)
}

func unzip(archive, folder string) error {
	reader, err := zip.OpenReader(archive)
	if err != nil {
		return err
	}
	defer reader.Close()
	for _, member := range reader.File {
		if strings.HasSuffix(member.Name, "/") {
			continue
		}
		if !filepath.IsLocal(member.Name) {
			return fmt.Errorf("%s: member %q leaves the folder", archive, member.Name)
		}
		content, err := readMember(member)
		if err != nil {
			return err
		}
		if err := writeWhole(filepath.Join(folder, member.Name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func readMember(member *zip.File) ([]byte, error) {
	reader, err := member.Open()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	return io.ReadAll(reader)
}
