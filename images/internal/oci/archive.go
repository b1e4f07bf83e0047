package oci

import (
	"fmt"
	"io"
	"strings"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/tree"
)

// WriteArchive writes the image as an OCI image layout that Docker and Podman
// can load, too. The layout names the image twice, by tag and by digest, so
// that containerd finds it under either without a registry.
func (i Image) WriteArchive(w io.Writer, repository, tag string) error {
	named := func(reference string) map[string]any {
		d := describe(indexType, i.Index)
		d["annotations"] = map[string]string{
			"io.containerd.image.name":          reference,
			"org.opencontainers.image.ref.name": reference,
		}
		return d
	}
	tagged := repository + ":" + tag
	index, err := encode(map[string]any{
		"schemaVersion": 2,
		"mediaType":     indexType,
		"manifests":     []any{named(tagged), named(repository + "@" + i.Index.Digest)},
	})
	if err != nil {
		return err
	}
	docker, err := i.dockerManifest(tagged)
	if err != nil {
		return err
	}

	layout := tree.New()
	files := map[string][]byte{
		"/oci-layout":    []byte(`{"imageLayoutVersion":"1.0.0"}`),
		"/index.json":    index.Content,
		"/manifest.json": docker.Content,
	}
	for _, blob := range i.blobs() {
		files["/"+blobPath(blob)] = blob.Content
	}
	for name, content := range files {
		if err := layout.File(name, content, 0o644, tree.Root); err != nil {
			return err
		}
	}
	return layout.WriteTar(w)
}

// dockerManifest is what docker load reads. It knows one architecture only:
// the first.
func (i Image) dockerManifest(tagged string) (Blob, error) {
	if len(i.Platforms) == 0 {
		return Blob{}, fmt.Errorf("%s has no platform", tagged)
	}
	first := i.Platforms[0]
	return encode([]any{map[string]any{
		"Config":   blobPath(first.Config),
		"RepoTags": []string{tagged},
		"Layers":   []string{blobPath(first.Layer)},
	}})
}

func (i Image) blobs() []Blob {
	all := []Blob{i.Index}
	for _, platform := range i.Platforms {
		all = append(all, platform.Manifest, platform.Config, platform.Layer)
	}
	return all
}

func blobPath(blob Blob) string {
	return "blobs/sha256/" + strings.TrimPrefix(blob.Digest, "sha256:")
}
