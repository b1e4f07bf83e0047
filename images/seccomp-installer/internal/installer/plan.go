package installer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
)

// entry is the hash of a file that the installer wrote, and of the one that it
// was about to write: an installer that is ended in between still knows its own
// work.
type entry struct {
	Written  string `json:"written,omitempty"`
	Intended string `json:"intended,omitempty"`
}

// owns tells whether the file with this hash is the installer's.
func (e entry) owns(sum string) bool { return sum != "" && (sum == e.Written || sum == e.Intended) }

// verb is what has to be done about a file.
type verb string

const (
	install verb = "installed"
	replace verb = "replaced"
	remove  verb = "removed"
	keep    verb = "as before"
	reject  verb = "rejected"
	fail    verb = "failed"
)

// step is one thing to do about one file, or why nothing is done.
type step struct {
	name   string
	verb   verb
	reason string
}

// Reasons to leave a file as it is.
const (
	notWrittenHere   = "the folder has a file of this name that this installer did not write: give the profile another name, or let the installer adopt it"
	notRetiredHere   = "it is retired, but this installer did not write it: it stays"
	notRegular       = "the folder has something of this name that is not a regular file: remove it by hand"
	wantedAndRetired = "it is wanted and retired at once, so it stays: take it out of one of the two"
)

// plan decides about every file, by name. It writes nothing.
func (i *Installer) plan(w wish, folder *os.Root, entries map[string]entry) []step {
	var steps []step
	for _, name := range slices.Sorted(maps.Keys(w.problems)) {
		steps = append(steps, step{name, fail, w.problems[name].Error()})
	}
	for _, name := range slices.Sorted(maps.Keys(w.texts)) {
		sum, err := sumOf(folder, name)
		steps = append(steps, i.want(name, hash(w.texts[name]), sum, err, entries[name]))
	}
	for _, name := range slices.Compact(slices.Sorted(slices.Values(w.retired))) {
		if w.problems[name] != nil {
			continue // somebody still wants it
		}
		if w.texts[name] != nil {
			steps = append(steps, step{name, fail, wantedAndRetired})
			continue
		}
		sum, err := sumOf(folder, name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			steps = append(steps, step{name, reject, err.Error()})
		case !entries[name].owns(sum):
			steps = append(steps, step{name, reject, notRetiredHere})
		default:
			steps = append(steps, step{name, remove, ""})
		}
	}
	return steps
}

// want compares the hash that a file must have with the one that it has.
func (i *Installer) want(name, wanted, sum string, err error, e entry) step {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return step{name, install, ""}
	case err != nil:
		return step{name, reject, err.Error()}
	case !e.owns(sum) && !slices.Contains(i.Adopted, name):
		return step{name, reject, notWrittenHere}
	case sum == wanted && e.Written == sum:
		return step{name, keep, ""}
	}
	return step{name, replace, ""}
}

func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// sumOf hashes a file of the folder. It follows no link.
func sumOf(folder *os.Root, name string) (string, error) {
	info, err := folder.Lstat(name)
	if err != nil {
		return "", err
	}
	if !info.Mode().IsRegular() {
		return "", errors.New(notRegular)
	}
	file, err := folder.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	if opened, err := file.Stat(); err != nil || !os.SameFile(info, opened) {
		return "", errors.Join(errors.New(notRegular), err)
	}
	sum := sha256.New()
	_, err = io.Copy(sum, file)
	return hex.EncodeToString(sum.Sum(nil)), err
}
