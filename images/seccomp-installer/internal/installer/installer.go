// Package installer keeps the files of a folder as ConfigMaps want them.
package installer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// Installer brings a folder of profiles into a folder of the node.
type Installer struct {
	// Profiles holds what is wanted, Folder is the node's.
	Profiles, Folder string
	// Say gets a line whenever the state of a profile changes.
	Say func(line string)

	said map[string]string
}

var errWantedAndRetired = errors.New("it is wanted and retired at once, so it stays: take it out of one of the two")

// Reconcile does what is to be done now. What fails is tried again next time.
func (i *Installer) Reconcile() {
	w, folder, err := i.open()
	if err != nil {
		i.tell("the installer", "waiting", err.Error())
		return
	}
	defer folder.Close()
	for _, name := range slices.Sorted(maps.Keys(w.problems)) {
		i.tell(name, "failed", w.problems[name].Error())
	}
	for _, name := range slices.Sorted(maps.Keys(w.texts)) {
		word, err := install(folder, name, w.texts[name])
		i.report(name, word, err)
	}
	for _, name := range w.retired {
		word, err := retire(folder, name, w)
		i.report(name, word, err)
	}
}

// Unsettled is one line for each profile that is not as wanted.
func (i *Installer) Unsettled() []string {
	w, folder, err := i.open()
	if err != nil {
		return []string{"the installer: " + err.Error()}
	}
	defer folder.Close()
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(w.problems)) {
		lines = append(lines, name+": "+w.problems[name].Error())
	}
	for _, name := range slices.Sorted(maps.Keys(w.texts)) {
		if text, err := content(folder, name); err != nil || !bytes.Equal(text, w.texts[name]) {
			lines = append(lines, name+": it is not in the folder as it is wanted")
		}
	}
	for _, name := range w.retired {
		if !fileName.MatchString(name) || w.texts[name] != nil {
			lines = append(lines, fmt.Sprintf("%q: it cannot be retired", name))
		} else if _, err := folder.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
			lines = append(lines, name+": it is retired and still there")
		}
	}
	return lines
}

// open gives what is wanted, and the node's folder, which no name leaves.
func (i *Installer) open() (wish, *os.Root, error) {
	w, err := read(i.Profiles)
	if err != nil {
		return w, nil, err
	}
	folder, err := os.OpenRoot(i.Folder)
	return w, folder, err
}

// install writes a file whole or not at all: a runtime may read it at any time.
func install(folder *os.Root, name string, text []byte) (string, error) {
	before, err := content(folder, name)
	if err == nil && bytes.Equal(before, text) {
		return "as before", nil
	}
	word := "replaced"
	if errors.Is(err, fs.ErrNotExist) {
		word = "installed"
	}
	temporary := "." + name + ".tmp"
	if err := folder.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if err := write(folder, temporary, text); err != nil {
		return "", errors.Join(err, folder.Remove(temporary))
	}
	return word, folder.Rename(temporary, name)
}

func write(folder *os.Root, name string, text []byte) error {
	file, err := folder.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Sync(), file.Close())
}

func retire(folder *os.Root, name string, w wish) (string, error) {
	if !fileName.MatchString(name) {
		return "", errors.New("it is no name of a profile's file")
	}
	if w.texts[name] != nil || w.problems[name] != nil {
		return "", errWantedAndRetired
	}
	if err := folder.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	return "removed", nil
}

// content follows no link: what stands in the folder was put there as a file.
func content(folder *os.Root, name string) ([]byte, error) {
	info, err := folder.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no file")
	}
	file, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxSize+1))
}

func (i *Installer) report(name, word string, err error) {
	if err != nil {
		i.tell(name, "failed", err.Error())
		return
	}
	i.tell(name, word, "")
}

// tell says a state unless it is the one said last. That a profile is as
// before is news only where nothing better is known.
func (i *Installer) tell(who, word, detail string) {
	if i.said == nil {
		i.said = map[string]string{}
	}
	last, known := i.said[who]
	if word == "as before" && known && !strings.HasPrefix(last, who+": failed") {
		return
	}
	line := oneLine(strings.TrimSuffix(who+": "+word+": "+detail, ": "))
	if word != "replaced" && last == line {
		return
	}
	i.said[who] = line
	i.Say(line)
}

// oneLine holds whatever a file name or a message holds.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
}
