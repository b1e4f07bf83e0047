package main

import (
	"context"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/oci"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/parts"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/tree"
)

// seccompInstallerImage runs as root: the kubelet's folder belongs to it.
func seccompInstallerImage() image {
	return image{
		name:       "seccomp-installer",
		title:      "Keeps seccomp profiles from ConfigMaps in the kubelet's folder of a node",
		dockerfile: "seccomp-installer/Dockerfile",
		config: oci.Config{
			User:       "0:0",
			Entrypoint: []string{"/usr/local/bin/seccomp-installer"},
			Cmd:        []string{"run"},
		},
		fill: fillSeccompInstaller,
	}
}

func fillSeccompInstaller(ctx context.Context, workshop *parts.Workshop, root *tree.Tree, architecture string) ([]parts.Part, error) {
	program, part, err := workshop.GoProgram(ctx, "seccomp-installer", version, architecture)
	if err != nil {
		return nil, err
	}
	return []parts.Part{part}, addFiles(root, accounts(""), programFiles("seccomp-installer", program))
}
