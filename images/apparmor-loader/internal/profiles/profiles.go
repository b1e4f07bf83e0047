// Package profiles reads what the ConfigMaps hold: texts of profiles, and the
// names of those that are retired.
package profiles

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/configmap"
)

// RetiredFile is the one file that is not a profile.
const RetiredFile = "retired"

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
// among them: somebody still wants that profile.
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
	files, err := configmap.Read(folder)
	if err != nil {
		return Set{}, err
	}
	set := Set{Texts: map[string][]byte{}, Problems: files.Problems}
	for name, text := range files.Content {
		if name == RetiredFile {
			set.readRetired(text)
		} else if err := CheckName(name); err != nil {
			set.Problems[name] = err
		} else {
			set.Texts[name] = text
		}
	}
	return set, nil
}

func (s *Set) readRetired(text []byte) {
	for _, name := range configmap.Names(text) {
		if err := CheckName(name); err != nil {
			s.Problems[RetiredFile] = errors.Join(s.Problems[RetiredFile], fmt.Errorf("%q: %w", name, err))
			continue
		}
		s.Retired = append(s.Retired, name)
	}
}

// CheckName accepts the names that a profile of a container may have.
func CheckName(name string) error {
	if !nameForm.MatchString(name) {
		return errors.New("the name of a profile must be letters, digits, _ . or -, a letter or digit first")
	}
	if slices.Contains(reserved, name) {
		return errors.New("this name is reserved")
	}
	return nil
}
