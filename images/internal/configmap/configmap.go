// Package configmap reads a mounted volume of ConfigMaps: all files of one
// update, within limits.
package configmap

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Limits of a volume.
const (
	MaxFiles     = 512
	MaxFileSize  = 1 << 20 // what the API server lets a ConfigMap hold
	MaxTotalSize = 8 << 20
)

// data is the link that the kubelet swaps to publish an update.
const data = "..data"

// Files is the content of a volume.
type Files struct {
	Content map[string][]byte
	// Problems says why a file was left out, by its name.
	Problems map[string]error
}

// Read reads the volume. Every file is of the same update: a volume that is
// updated meanwhile is read again.
func Read(folder string) (Files, error) {
	for range 3 {
		update, err := current(folder)
		if err != nil {
			return Files{}, err
		}
		files, err := readUpdate(filepath.Join(folder, update))
		if now, same := current(folder); same != nil || now != update {
			continue // it was swapped, and the old files may be gone
		}
		return files, err
	}
	return Files{}, fmt.Errorf("%s changes faster than it can be read", folder)
}

// current returns the folder of the present update. A folder that the kubelet
// does not manage is its own update.
func current(folder string) (string, error) {
	target, err := os.Readlink(filepath.Join(folder, data))
	if errors.Is(err, fs.ErrNotExist) {
		return ".", nil
	}
	if err != nil {
		return "", err
	}
	if target == ".." || target != filepath.Base(target) {
		return "", fmt.Errorf("%s points to %q, which is not in its own folder", data, target)
	}
	return target, nil
}

func readUpdate(folder string) (Files, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return Files{}, err
	}
	defer root.Close()
	names, err := list(root)
	if err != nil {
		return Files{}, err
	}
	if len(names) > MaxFiles {
		return Files{}, fmt.Errorf("%d files, at most %d are read", len(names), MaxFiles)
	}
	files := Files{Content: map[string][]byte{}, Problems: map[string]error{}}
	total := 0
	for _, name := range names {
		content, err := ReadFile(root, name)
		if err != nil {
			files.Problems[name] = err
			continue
		}
		if total += len(content); total > MaxTotalSize {
			return Files{}, fmt.Errorf("more than %d bytes in all", MaxTotalSize)
		}
		files.Content[name] = content
	}
	return files, nil
}

// list returns the names of files, sorted. Names that begin with a dot belong
// to the kubelet, or to an editor.
func list(root *os.Root) ([]string, error) {
	folder, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	names, err := folder.Readdirnames(-1)
	slices.Sort(names)
	return slices.DeleteFunc(names, func(name string) bool {
		return strings.HasPrefix(name, ".") || isFolder(root, name)
	}), err
}

func isFolder(root *os.Root, name string) bool {
	info, err := root.Stat(name)
	return err == nil && info.IsDir()
}

// ReadFile reads a file within the size limit. It opens nothing but a regular
// file: a pipe would make it wait.
func ReadFile(root *os.Root, name string) ([]byte, error) {
	info, err := root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("not a regular file")
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, MaxFileSize+1))
	if err == nil && len(content) > MaxFileSize {
		return nil, fmt.Errorf("larger than %d bytes", MaxFileSize)
	}
	return content, err
}

// Names reads a list of names, one a line. The rest of a line after a "#" is a
// comment.
func Names(text []byte) []string {
	var names []string
	for line := range strings.Lines(string(text)) {
		line, _, _ = strings.Cut(line, "#")
		if name := strings.TrimSpace(line); name != "" {
			names = append(names, name)
		}
	}
	return names
}
