package main

import (
	"context"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/oci"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/parts"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/tree"
)

const (
	registry = "ghcr.io/cdk8s-secure-edge"
	version  = "0.1.0"
)

// architectures are those that every image is built for.
var architectures = []string{"amd64", "arm64"}

// image says what goes into an image and what its container runs.
type image struct {
	name  string
	title string
	// dockerfile is where the equal Dockerfile stands.
	dockerfile string
	config     oci.Config
	// fill puts the files of one architecture into a root tree.
	fill func(ctx context.Context, workshop *parts.Workshop, root *tree.Tree, architecture string) ([]parts.Part, error)
}

// images lists what this folder builds.
func images() []image {
	return []image{
		helloImage("hello-root", "Shows what a process may see, as root", "root.Dockerfile", ""),
		helloImage("hello-user", "Shows what a process may see, as nobody", "user.Dockerfile", "65534:65534"),
		edgeAppImage(),
		apparmorLoaderImage(),
		seccompInstallerImage(),
	}
}

func (i image) repository() string { return registry + "/" + i.name }

// labelled is the configuration with what registries show.
func (i image) labelled() oci.Config {
	config := i.config
	config.Labels = map[string]string{
		"org.opencontainers.image.title":       i.name,
		"org.opencontainers.image.description": i.title,
		"org.opencontainers.image.version":     version,
		"org.opencontainers.image.source":      "https://github.com/cdk8s-secure-edge/cdk8s-secure-edge",
	}
	return config
}
