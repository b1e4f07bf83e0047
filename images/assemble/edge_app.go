package main

import (
	"context"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/oci"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/parts"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/tree"
)

// edgeAppImage has a user only so that nobody runs it as root by accident: an
// identity for Parsec is given by the pod.
func edgeAppImage() image {
	return image{
		name:       "edge-app",
		title:      "Lists and makes keys in Parsec under the identity of its pod",
		dockerfile: "edge-app/Dockerfile",
		config:     oci.Config{User: "65534:65534", Entrypoint: []string{"/usr/local/bin/edge-app"}},
		fill:       fillEdgeApp,
	}
}

func fillEdgeApp(ctx context.Context, workshop *parts.Workshop, root *tree.Tree, architecture string) ([]parts.Part, error) {
	app, appPart, err := workshop.GoProgram(ctx, "edge-app", version, architecture)
	if err != nil {
		return nil, err
	}
	tool, toolPart, err := workshop.RustProgram(ctx, "parsec-tool", architecture)
	if err != nil {
		return nil, err
	}
	return []parts.Part{appPart, toolPart}, addFiles(root,
		accounts("parsec:x:1206:\n"), programFiles("edge-app", app), programFiles("parsec-tool", tool))
}
