// Package oci writes images: a configuration, one layer and a manifest for
// each platform, an index over them, and the archive that holds it all.
package oci

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/tree"
)

const (
	indexType    = "application/vnd.oci.image.index.v1+json"
	manifestType = "application/vnd.oci.image.manifest.v1+json"
	configType   = "application/vnd.oci.image.config.v1+json"
	layerType    = "application/vnd.oci.image.layer.v1.tar+gzip"

	// created stands for "no matter when": the same parts are the same image.
	created = "1970-01-01T00:00:00Z"
)

// Config is what a container of the image runs.
type Config struct {
	User         string
	WorkingDir   string
	Env          []string
	Entrypoint   []string
	Cmd          []string
	ExposedPorts []int
	Labels       map[string]string
}

// Blob is content under its digest.
type Blob struct {
	Digest  string
	Content []byte
}

func newBlob(content []byte) Blob {
	sum := sha256.Sum256(content)
	return Blob{Digest: "sha256:" + hex.EncodeToString(sum[:]), Content: content}
}

// Image is an image for one or more architectures of Linux.
type Image struct {
	// Index lists the manifests; its digest is what a reference pins.
	Index Blob
	// Platforms has one entry for each architecture, sorted.
	Platforms []Platform
}

// Platform is the part of an image for one architecture.
type Platform struct {
	Architecture            string
	Manifest, Config, Layer Blob
	// Tar is the layer as it was before compression.
	Tar Blob
}

// New builds an image from the root trees of its architectures.
func New(config Config, roots map[string]*tree.Tree) (Image, error) {
	image := Image{}
	descriptors := []any{}
	for _, architecture := range sortedKeys(roots) {
		platform, err := newPlatform(config, architecture, roots[architecture])
		if err != nil {
			return Image{}, fmt.Errorf("%s: %w", architecture, err)
		}
		image.Platforms = append(image.Platforms, platform)
		d := describe(manifestType, platform.Manifest)
		d["platform"] = platformOf(architecture)
		descriptors = append(descriptors, d)
	}
	index, err := encode(map[string]any{
		"schemaVersion": 2,
		"mediaType":     indexType,
		"manifests":     descriptors,
		"annotations":   config.Labels,
	})
	image.Index = index
	return image, err
}

func newPlatform(config Config, architecture string, root *tree.Tree) (Platform, error) {
	var plain, packed bytes.Buffer
	if err := root.WriteTar(&plain); err != nil {
		return Platform{}, err
	}
	zip, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return Platform{}, err
	}
	if _, err := zip.Write(plain.Bytes()); err != nil {
		return Platform{}, err
	}
	if err := zip.Close(); err != nil {
		return Platform{}, err
	}

	platform := Platform{Architecture: architecture, Layer: newBlob(packed.Bytes()), Tar: newBlob(plain.Bytes())}
	description := platformOf(architecture)
	description["created"] = created
	description["config"] = config.encode()
	description["rootfs"] = map[string]any{"type": "layers", "diff_ids": []string{platform.Tar.Digest}}
	description["history"] = []any{map[string]any{"created": created, "created_by": "images/assemble"}}
	if platform.Config, err = encode(description); err != nil {
		return Platform{}, err
	}
	platform.Manifest, err = encode(map[string]any{
		"schemaVersion": 2,
		"mediaType":     manifestType,
		"config":        describe(configType, platform.Config),
		"layers":        []any{describe(layerType, platform.Layer)},
		"annotations":   config.Labels,
	})
	return platform, err
}

func platformOf(architecture string) map[string]any {
	platform := map[string]any{"os": "linux", "architecture": architecture}
	if architecture == "arm64" {
		platform["variant"] = "v8"
	}
	return platform
}

func (c Config) encode() map[string]any {
	ports := map[string]any{}
	for _, port := range c.ExposedPorts {
		ports[fmt.Sprintf("%d/tcp", port)] = map[string]any{}
	}
	all := map[string]any{
		"User":         c.User,
		"WorkingDir":   c.WorkingDir,
		"Env":          c.Env,
		"Entrypoint":   c.Entrypoint,
		"Cmd":          c.Cmd,
		"ExposedPorts": ports,
		"Labels":       c.Labels,
	}
	for name, empty := range map[string]bool{
		"User": c.User == "", "WorkingDir": c.WorkingDir == "", "Env": len(c.Env) == 0,
		"Cmd": len(c.Cmd) == 0, "ExposedPorts": len(ports) == 0, "Labels": len(c.Labels) == 0,
	} {
		if empty {
			delete(all, name)
		}
	}
	return all
}

func describe(mediaType string, blob Blob) map[string]any {
	return map[string]any{"mediaType": mediaType, "digest": blob.Digest, "size": len(blob.Content)}
}

// encode relies on encoding/json, which sorts the keys of maps.
func encode(value any) (Blob, error) {
	content, err := json.Marshal(value)
	return newBlob(content), err
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, strings.Compare)
	return keys
}
