package parts

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// debianSources are trusted by apt without a signature, because each package
// is checked against its pinned checksum instead.
const debianSources = `deb [trusted=yes] http://deb.debian.org/debian bookworm main
deb [trusted=yes] http://deb.debian.org/debian bookworm-updates main
deb [trusted=yes] http://deb.debian.org/debian-security bookworm-security main
`

// DebianFile is a file, a folder or a symbolic link of a package.
type DebianFile struct {
	Mode    fs.FileMode
	Content []byte
	// Target is where a link leads.
	Target string
}

// DebianPackage returns the files of a pinned package by absolute path.
func (w *Workshop) DebianPackage(ctx context.Context, name, architecture string) (map[string]DebianFile, Part, error) {
	pin, pinned := w.Pins.Debian[name]
	if !pinned {
		return nil, Part{}, fmt.Errorf("parts.json has no Debian package %q", name)
	}
	sum := pin.SHA256[architecture]
	kept := filepath.Join(w.Cache, sum+".deb")
	if _, err := os.Stat(kept); errors.Is(err, fs.ErrNotExist) {
		if err := w.downloadDebianPackage(ctx, name+"="+pin.Version, architecture, kept); err != nil {
			return nil, Part{}, err
		}
	}
	if err := verifyFile(kept, sum); err != nil {
		return nil, Part{}, errors.Join(err, os.Remove(kept))
	}
	archive, err := run(ctx, "", nil, "dpkg-deb", "--fsys-tarfile", kept)
	if err != nil {
		return nil, Part{}, err
	}
	files, err := readDebianFiles(bytes.NewReader(archive))
	return files, Part{Name: name, Version: pin.Version, SHA256: sum, Platform: "linux/" + architecture}, err
}

// downloadDebianPackage uses an apt with a state of its own, so that neither
// the machine's sources nor its architecture matter.
func (w *Workshop) downloadDebianPackage(ctx context.Context, nameAndVersion, architecture, destination string) error {
	state, err := os.MkdirTemp(w.Cache, "apt-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(state)
	for name, content := range map[string]string{"sources.list": debianSources, "status": "", "lists/partial/keep": "", "archives/partial/keep": ""} {
		if err := writeWhole(filepath.Join(state, name), []byte(content), 0o644); err != nil {
			return err
		}
	}
	var options []string
	for _, option := range []string{
		"APT::Architecture=" + architecture,
		"APT::Architectures=" + architecture,
		"APT::Sandbox::User=",
		"Acquire::Languages=none",
		"Dir::Etc::SourceList=" + filepath.Join(state, "sources.list"),
		"Dir::Etc::SourceParts=/dev/null",
		"Dir::Etc::PreferencesParts=/dev/null",
		"Dir::Etc::Preferences=/dev/null",
		"Dir::State=" + state,
		"Dir::State::status=" + filepath.Join(state, "status"),
		"Dir::State::lists=" + filepath.Join(state, "lists"),
		"Dir::Cache=" + state,
		"Dir::Cache::archives=" + filepath.Join(state, "archives"),
	} {
		options = append(options, "-o", option)
	}
	if _, err := run(ctx, state, nil, "apt-get", append(options, "update")...); err != nil {
		return err
	}
	if _, err := run(ctx, state, nil, "apt-get", append(options, "download", nameAndVersion)...); err != nil {
		return fmt.Errorf("the mirror may have a newer version than parts.json: %w", err)
	}
	downloaded, err := filepath.Glob(filepath.Join(state, "*.deb"))
	if err != nil || len(downloaded) != 1 {
		return fmt.Errorf("apt brought no single package for %s", nameAndVersion)
	}
	return os.Rename(downloaded[0], destination)
}

func readDebianFiles(r io.Reader) (map[string]DebianFile, error) {
	files := map[string]DebianFile{}
	for reader := tar.NewReader(r); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		file := DebianFile{Mode: header.FileInfo().Mode(), Target: header.Linkname}
		switch header.Typeflag {
		case tar.TypeDir, tar.TypeSymlink:
		case tar.TypeReg:
			if file.Content, err = io.ReadAll(reader); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("%s is neither a file, a folder nor a link", header.Name)
		}
		files[path.Join("/", header.Name)] = file
	}
}
