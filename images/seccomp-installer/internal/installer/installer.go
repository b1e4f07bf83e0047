// Package installer keeps the files of a folder as ConfigMaps want them. It
// acts on files that it wrote itself and has on record, and on no others.
package installer

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/oneline"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/record"
)

// Installer brings a folder of profiles into a folder of the node.
type Installer struct {
	// Profiles holds what is wanted, Folder is the node's.
	Profiles, Folder string
	// Owner tells installers apart that write to one folder.
	Owner string
	// Adopted are names of files that the installer may take over from
	// somebody else.
	Adopted []string
	// Say gets a line whenever the state of a profile changes.
	Say func(line string)

	store *record.Store
	state *state
	said  map[string]step
}

// state is what the installer wrote, by file name.
type state struct {
	Files map[string]entry `json:"files"`
}

// theInstaller is the subject of a line that is not about a file.
const theInstaller = "the installer"

// Reconcile does what is to be done now. What fails is tried again next time.
func (i *Installer) Reconcile() {
	w, err := read(i.Profiles)
	if err == nil {
		err = i.remember()
	}
	if err != nil {
		i.tell(step{theInstaller, "waiting", err.Error()})
		return
	}
	steps := i.plan(w, i.store.Root(), i.state.Files)
	for _, s := range steps {
		if err := i.carryOut(s, w.texts[s.name]); err != nil {
			s.verb, s.reason = fail, err.Error()
		}
		i.tell(s)
	}
	if err := i.forget(w, steps); err != nil {
		i.tell(step{theInstaller, fail, err.Error()})
		return
	}
	delete(i.said, theInstaller)
}

// Unsettled is one line for each profile that is not as wanted.
func (i *Installer) Unsettled() []string {
	w, err := read(i.Profiles)
	if err != nil {
		return []string{step{theInstaller, fail, err.Error()}.String()}
	}
	store, err := i.open()
	if err != nil {
		return []string{step{theInstaller, "waiting", err.Error()}.String()}
	}
	defer store.Close()
	state, err := readState(store)
	if err != nil {
		return []string{step{theInstaller, fail, err.Error()}.String()}
	}
	var lines []string
	for _, s := range i.plan(w, store.Root(), state.Files) {
		switch s.verb {
		case keep:
			continue
		case install, replace, remove:
			s.verb, s.reason = "waiting", fmt.Sprintf("to be %s", s.verb)
		}
		lines = append(lines, s.String())
	}
	return lines
}

func (i *Installer) open() (*record.Store, error) {
	return record.Open(i.Folder, "."+i.Owner+".record")
}

// remember reads the record once, and keeps every other installer from it.
func (i *Installer) remember() error {
	if i.state != nil {
		return nil
	}
	store, err := i.open()
	if err != nil {
		return err
	}
	err = store.Lock()
	var state *state
	if err == nil {
		state, err = readState(store)
	}
	if err != nil {
		return errors.Join(err, store.Close())
	}
	i.store, i.state = store, state
	return nil
}

func readState(store *record.Store) (*state, error) {
	read := &state{}
	there, err := store.Read(read)
	if err != nil {
		return nil, fmt.Errorf("the record of what was written cannot be read: %w", err)
	}
	if there && read.Files == nil {
		return nil, errors.New("the record of what was written is incomplete")
	}
	if !there {
		read.Files = map[string]entry{}
	}
	return read, nil
}

// carryOut changes a file: first the record, then the folder.
func (i *Installer) carryOut(s step, text []byte) error {
	before := i.state.Files[s.name]
	switch s.verb {
	case install, replace:
		i.state.Files[s.name] = entry{Written: before.Written, Intended: hash(text)}
		err := i.store.Write(i.state)
		if err == nil && s.verb == install {
			err = record.AddFile(i.store.Root(), s.name, text, 0o644)
		} else if err == nil {
			err = record.WriteFile(i.store.Root(), s.name, text, 0o644)
		}
		if err != nil {
			i.state.Files[s.name] = before
			return err
		}
		i.state.Files[s.name] = entry{Written: hash(text)}
		return nil
	case remove:
		return i.store.Root().Remove(s.name)
	default:
		return nil
	}
}

// forget lets go of files that are neither wanted nor there, and of what was
// said about names that are gone.
func (i *Installer) forget(w wish, steps []step) error {
	for _, name := range slices.Collect(maps.Keys(i.state.Files)) {
		_, err := i.store.Root().Lstat(name)
		if w.texts[name] == nil && errors.Is(err, os.ErrNotExist) {
			delete(i.state.Files, name)
		}
	}
	maps.DeleteFunc(i.said, func(who string, _ step) bool {
		return who != theInstaller && !slices.ContainsFunc(steps, func(s step) bool { return s.name == who })
	})
	return i.store.Write(i.state)
}

// tell writes a state unless it is the last one written. That a profile is as
// before is news only after something else.
func (i *Installer) tell(s step) {
	if i.said == nil {
		i.said = map[string]step{}
	}
	last, known := i.said[s.name]
	settled := last.verb == install || last.verb == replace || last.verb == keep
	if s.verb == keep && known && settled {
		return
	}
	if known && last == s && s.verb != replace {
		return
	}
	i.said[s.name] = s
	i.Say(s.String())
}

func (s step) String() string {
	line := s.name + ": " + string(s.verb)
	if s.reason != "" {
		line += ": " + s.reason
	}
	return oneline.Of(line)
}
