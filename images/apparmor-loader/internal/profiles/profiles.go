// Package profiles reads what the ConfigMaps hold: texts of profiles, and the
// names of those that are retired.
package profiles

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// RetiredFile is the one file that is no profile.
const RetiredFile = "retired"

// maxSize is that of a whole ConfigMap.
const maxSize = 1 << 20

var nameForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`)

// reserved names belong to container runtimes: replacing one would change
// every other container of the node.
var reserved = []string{
	"unconfined", "docker-default", "cri-containerd.apparmor.d", "crio-default", "containers-default", RetiredFile,
}

// Set is the content of the folder at one moment.
type Set struct {
	Texts   map[string][]byte
	Retired []string
	// Problems says why a file was left out, by its name.
	Problems map[string]error
}

// ToUnload lists the retired names. One whose file is there, but bad, is not
// among them: somebody wants that profile still.
func (s Set) ToUnload() []string {
	return slices.DeleteFunc(slices.Clone(s.Retired), func(name string) bool { return s.Problems[name] != nil })
}

// Hash identifies a text.
func Hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Read reads a folder. One bad file does not stop the others.
func Read(folder string) (Set, error) {
	folder, err := moment(folder)
	if err != nil {
		return Set{}, err
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return Set{}, err
	}
	set := Set{Texts: map[string][]byte{}, Problems: map[string]error{}}
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".") {
			continue // of the kubelet, or of an editor
		}
		text, err := readFile(filepath.Join(folder, name))
		switch {
		case errors.Is(err, errNoFile):
		case err != nil:
			set.Problems[name] = err
		case name == RetiredFile:
			set.readRetired(string(text))
		default:
			set.add(name, text)
		}
	}
	return set, nil
}

// moment returns the folder that holds all files of one update. The kubelet
// swaps the link ..data, so that reading through it could mix two updates.
func moment(folder string) (string, error) {
	real, err := filepath.EvalSymlinks(filepath.Join(folder, "..data"))
	if errors.Is(err, fs.ErrNotExist) {
		return folder, nil
	}
	return real, err
}

func (s *Set) add(name string, text []byte) {
	if err := checkName(name); err != nil {
		s.Problems[name] = err
		return
	}
	s.Texts[name] = text
}

func (s *Set) readRetired(text string) {
	for line := range strings.Lines(text) {
		name, _, _ := strings.Cut(line, "#")
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		if err := checkName(name); err != nil {
			s.Problems[RetiredFile] = errors.Join(s.Problems[RetiredFile], fmt.Errorf("%q: %w", name, err))
			continue
		}
		s.Retired = append(s.Retired, name)
	}
}

func checkName(name string) error {
	if !nameForm.MatchString(name) {
		return errors.New("a profile's name starts with a letter or digit and goes on with these, _, . or -")
	}
	if slices.Contains(reserved, name) {
		return errors.New("this name is reserved")
	}
	return nil
}

var errNoFile = errors.New("not a regular file")

func readFile(path string) ([]byte, error) {
	// Not to wait for the writer of a pipe.
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNoFile
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err == nil && len(text) > maxSize {
		return nil, fmt.Errorf("larger than %d bytes", maxSize)
	}
	return text, err
}
