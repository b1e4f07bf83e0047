package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/oci"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/parts"
)

// lock is the content of images.lock.json: what every image came out as.
type lock struct {
	Images map[string]lockedImage `json:"images"`
}

type lockedImage struct {
	Repository string `json:"repository"`
	Tag        string `json:"tag"`
	// Digest is that of the index, Platforms holds those of the manifests.
	Digest    string            `json:"digest"`
	Platforms map[string]string `json:"platforms"`
	Parts     []parts.Part      `json:"parts"`
}

func lockImage(i image, built oci.Image, used []parts.Part) lockedImage {
	platforms := map[string]string{}
	for _, platform := range built.Platforms {
		platforms["linux/"+platform.Architecture] = platform.Manifest.Digest
	}
	return lockedImage{
		Repository: i.repository(),
		Tag:        version,
		Digest:     built.Index.Digest,
		Platforms:  platforms,
		Parts:      used,
	}
}

func readLock(path string) (lock, error) {
	l := lock{Images: map[string]lockedImage{}}
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal(content, &l); err != nil {
		return l, fmt.Errorf("%s: %w", path, err)
	}
	return l, nil
}

func (l lock) encode() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(l)
	return b.Bytes(), err
}

// differences says how a built image is not what was locked, in plain lines.
func differences(name string, locked, built lockedImage) []string {
	var lines []string
	compare := func(what, old, new string) {
		if old != new {
			lines = append(lines, fmt.Sprintf("%s: %s is %s, locked is %s", name, what, shown(new), shown(old)))
		}
	}
	compare("repository", locked.Repository, built.Repository)
	compare("tag", locked.Tag, built.Tag)
	compare("digest", locked.Digest, built.Digest)
	for _, platform := range unionOfKeys(locked.Platforms, built.Platforms) {
		compare(platform, locked.Platforms[platform], built.Platforms[platform])
	}
	old, now := byLabel(locked.Parts), byLabel(built.Parts)
	for _, label := range unionOfKeys(old, now) {
		compare(label, old[label], now[label])
	}
	return lines
}

func byLabel(all []parts.Part) map[string]string {
	labelled := map[string]string{}
	for _, part := range all {
		labelled["part "+part.Name+" for "+part.Platform] = part.Version + " " + part.SHA256
	}
	return labelled
}

func unionOfKeys(one, other map[string]string) []string {
	all := maps.Clone(one)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, other)
	return slices.Sorted(maps.Keys(all))
}

func shown(value string) string {
	if value == "" {
		return "absent"
	}
	return value
}
