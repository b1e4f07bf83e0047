// Package tree holds the root file system of an image: which files it has,
// whose they are, and the one archive that follows from that.
package tree

import (
	"archive/tar"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
)

// Owner is a user and a group by number.
type Owner struct{ UID, GID int }

// Root owns whatever is not given to somebody else.
var Root = Owner{}

type entry struct {
	kind    byte // a tar.Type… constant
	mode    int64
	owner   Owner
	content []byte
	target  string
}

// Tree is a file system in memory. Paths are absolute; parent folders come by
// themselves, owned by root with mode 0755.
type Tree struct{ entries map[string]entry }

// New returns a tree with nothing but its root.
func New() *Tree { return &Tree{entries: map[string]entry{}} }

// Folder adds a folder.
func (t *Tree) Folder(name string, mode int64, owner Owner) error {
	return t.add(name, entry{kind: tar.TypeDir, mode: mode, owner: owner})
}

// File adds a regular file.
func (t *Tree) File(name string, content []byte, mode int64, owner Owner) error {
	return t.add(name, entry{kind: tar.TypeReg, mode: mode, owner: owner, content: content})
}

// Link adds a symbolic link.
func (t *Tree) Link(name, target string) error {
	return t.add(name, entry{kind: tar.TypeSymlink, mode: 0o777, target: target})
}

// add refuses a path that is there already with another meaning, because one
// of the two would be lost without a word.
func (t *Tree) add(name string, e entry) error {
	if !strings.HasPrefix(name, "/") || path.Clean(name) != name || name == "/" {
		return fmt.Errorf("path %q is not absolute and clean", name)
	}
	if old, there := t.entries[name]; there {
		if old.kind == tar.TypeDir && e.kind == tar.TypeDir {
			t.entries[name] = e
			return nil
		}
		return fmt.Errorf("%s is in the tree already", name)
	}
	if parent := path.Dir(name); parent != "/" {
		above, there := t.entries[parent]
		if there && above.kind != tar.TypeDir {
			return fmt.Errorf("%s is not a folder, so %s cannot be in it", parent, name)
		}
		if !there {
			if err := t.Folder(parent, 0o755, Root); err != nil {
				return err
			}
		}
	}
	t.entries[name] = e
	return nil
}

// Content returns the content of a regular file.
func (t *Tree) Content(name string) ([]byte, bool) {
	e, there := t.entries[name]
	return e.content, there && e.kind == tar.TypeReg
}

// Paths lists everything in the tree, sorted.
func (t *Tree) Paths() []string { return slices.Sorted(maps.Keys(t.entries)) }

// WriteTar writes the tree as an archive that depends on nothing but the tree:
// sorted, without names of users and at the beginning of 1970.
func (t *Tree) WriteTar(w io.Writer) error {
	archive := tar.NewWriter(w)
	for _, name := range t.Paths() {
		e := t.entries[name]
		header := &tar.Header{
			Typeflag: e.kind,
			Name:     strings.TrimPrefix(name, "/"),
			Linkname: e.target,
			Mode:     e.mode,
			Uid:      e.owner.UID,
			Gid:      e.owner.GID,
			Size:     int64(len(e.content)),
			ModTime:  time.Unix(0, 0),
		}
		if e.kind == tar.TypeDir {
			header.Name += "/"
		}
		if err := archive.WriteHeader(header); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if _, err := archive.Write(e.content); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return archive.Close()
}
