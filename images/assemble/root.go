package main

import (
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/parts"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/tree"
)

type file struct {
	path    string
	content []byte
	mode    int64
	owner   tree.Owner
}

// accounts are the two users that every image knows, so that names can be
// shown; more groups may follow.
func accounts(groups string) []file {
	passwd := "root:x:0:0:root:/:/sbin/nologin\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n"
	group := "root:x:0:\nnogroup:x:65534:\n"
	return []file{
		{"/etc/passwd", []byte(passwd), 0o644, tree.Root},
		{"/etc/group", []byte(group + groups), 0o644, tree.Root},
	}
}

// programFiles puts a program where every image has its own, and its licences
// where Debian has those of its packages.
func programFiles(name string, program parts.Program) []file {
	return []file{
		{"/usr/local/bin/" + name, program.Binary, 0o755, tree.Root},
		{"/usr/share/doc/" + name + "/copyright", program.Licence, 0o644, tree.Root},
	}
}

// newRoot has the folders that container runtimes mount something on.
func newRoot() (*tree.Tree, error) {
	root := tree.New()
	for _, folder := range []string{"/dev", "/proc", "/sys"} {
		if err := root.Folder(folder, 0o755, tree.Root); err != nil {
			return nil, err
		}
	}
	return root, root.Folder("/tmp", 0o1777, tree.Root)
}

func addFiles(root *tree.Tree, lists ...[]file) error {
	for _, list := range lists {
		for _, f := range list {
			if err := root.File(f.path, f.content, f.mode, f.owner); err != nil {
				return err
			}
		}
	}
	return nil
}
