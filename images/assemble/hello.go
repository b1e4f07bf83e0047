package main

import (
	"context"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/oci"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/parts"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/tree"
)

var nobody = tree.Owner{UID: 65534, GID: 65534}

// helloImage differs in its user only: both read the same two files, of which
// one belongs to root and one to nobody.
func helloImage(name, title, dockerfile, user string) image {
	return image{
		name:       name,
		title:      title,
		dockerfile: "hello/" + dockerfile,
		config: oci.Config{
			User:         user,
			WorkingDir:   "/usr/local/bin",
			Entrypoint:   []string{"/usr/local/bin/hello"},
			ExposedPorts: []int{8080},
		},
		fill: fillHello,
	}
}

func fillHello(ctx context.Context, workshop *parts.Workshop, root *tree.Tree, architecture string) ([]parts.Part, error) {
	program, part, err := workshop.GoProgram(ctx, "hello", version, architecture)
	if err != nil {
		return nil, err
	}
	return []parts.Part{part}, addFiles(root, accounts(""), programFiles("hello", program), []file{
		{"/usr/local/bin/root.txt", []byte("You have read the root.txt file."), 0o600, tree.Root},
		{"/usr/local/bin/user.txt", []byte("You have read the user.txt file."), 0o600, nobody},
	})
}
