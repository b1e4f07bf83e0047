package tree

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"slices"
	"testing"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func headers(t *testing.T, tree *Tree) []*tar.Header {
	t.Helper()
	var buffer bytes.Buffer
	must(t, tree.WriteTar(&buffer))
	var all []*tar.Header
	for reader := tar.NewReader(&buffer); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		must(t, err)
		all = append(all, header)
	}
}

func TestTheArchiveKeepsOwnersAndModesAndIsSorted(t *testing.T) {
	tree := New()
	must(t, tree.File("/usr/b", []byte("content"), 0o600, Owner{65534, 65533}))
	must(t, tree.Folder("/tmp", 0o1777, Root))
	must(t, tree.Link("/usr/a", "b"))

	var names []string
	for _, header := range headers(t, tree) {
		names = append(names, header.Name)
		if header.ModTime.Unix() != 0 || header.Uname != "" || header.Gname != "" {
			t.Errorf("%s depends on more than the tree: %+v", header.Name, header)
		}
	}
	if want := []string{"tmp/", "usr/", "usr/a", "usr/b"}; !slices.Equal(names, want) {
		t.Fatalf("names %v, want %v", names, want)
	}
	all := headers(t, tree)
	if all[0].Mode != 0o1777 || all[1].Mode != 0o755 || all[2].Linkname != "b" {
		t.Errorf("folder %+v, parent %+v, link %+v", all[0], all[1], all[2])
	}
	if file := all[3]; file.Mode != 0o600 || file.Uid != 65534 || file.Gid != 65533 || file.Size != 7 {
		t.Errorf("file %+v", file)
	}
}

func TestTheOrderOfAddingDoesNotShow(t *testing.T) {
	var first, second bytes.Buffer
	one, other := New(), New()
	must(t, one.File("/a/x", nil, 0o644, Root))
	must(t, one.Folder("/a", 0o700, Root))
	must(t, other.Folder("/a", 0o700, Root))
	must(t, other.File("/a/x", nil, 0o644, Root))
	must(t, one.WriteTar(&first))
	must(t, other.WriteTar(&second))
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two orders give two archives")
	}
}

func TestWhatCannotBeInATreeIsRefused(t *testing.T) {
	tests := []struct {
		name string
		add  func(*Tree) error
	}{
		{"a relative path", func(tree *Tree) error { return tree.File("etc/passwd", nil, 0o644, Root) }},
		{"a path that climbs", func(tree *Tree) error { return tree.File("/etc/../passwd", nil, 0o644, Root) }},
		{"the root", func(tree *Tree) error { return tree.Folder("/", 0o755, Root) }},
		{"a second file of one path", func(tree *Tree) error { return tree.File("/file", []byte("other"), 0o644, Root) }},
		{"a folder in place of a file", func(tree *Tree) error { return tree.Folder("/file", 0o755, Root) }},
		{"a file below a file", func(tree *Tree) error { return tree.File("/file/below", nil, 0o644, Root) }},
		{"a file below a link", func(tree *Tree) error { return tree.File("/link/below", nil, 0o644, Root) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tree := New()
			must(t, tree.File("/file", nil, 0o644, Root))
			must(t, tree.Link("/link", "file"))
			if err := test.add(tree); err == nil {
				t.Error("accepted")
			}
		})
	}
}
