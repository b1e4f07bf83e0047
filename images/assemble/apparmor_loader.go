package main

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/oci"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/parts"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/tree"
)

// apparmorLoaderImage runs as root: the kernel and the parser want user 0.
func apparmorLoaderImage() image {
	return image{
		name:       "apparmor-loader",
		title:      "Keeps AppArmor profiles from ConfigMaps in the kernel of a node",
		dockerfile: "apparmor-loader/Dockerfile",
		config: oci.Config{
			User:       "0:0",
			Entrypoint: []string{"/usr/local/bin/apparmor-loader"},
			Cmd:        []string{"run"},
		},
		fill: fillApparmorLoader,
	}
}

// parserFiles is what the parser needs of its package; a name that ends in a
// slash means the whole folder. parser.conf names the file of features.
var parserFiles = []string{
	"/sbin/apparmor_parser",
	"/etc/apparmor/parser.conf",
	"/etc/apparmor.d/abi/",
	"/etc/apparmor.d/abstractions/",
	"/etc/apparmor.d/tunables/",
	"/usr/share/apparmor-features/",
	"/usr/share/doc/apparmor/copyright",
}

// libraryFiles is the C library and its loader, which are all that the parser
// links to.
var libraryFiles = map[string][]string{
	"amd64": {"/lib/x86_64-linux-gnu/libc.so.6", "/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2", "/lib64/ld-linux-x86-64.so.2", libraryLicence},
	"arm64": {"/lib/aarch64-linux-gnu/libc.so.6", "/lib/aarch64-linux-gnu/ld-linux-aarch64.so.1", "/lib/ld-linux-aarch64.so.1", libraryLicence},
}

const libraryLicence = "/usr/share/doc/libc6/copyright"

func fillApparmorLoader(ctx context.Context, workshop *parts.Workshop, root *tree.Tree, architecture string) ([]parts.Part, error) {
	program, programPart, err := workshop.GoProgram(ctx, "apparmor-loader", version, architecture)
	if err != nil {
		return nil, err
	}
	if err := addFiles(root, accounts(""), programFiles("apparmor-loader", program)); err != nil {
		return nil, err
	}
	used := []parts.Part{programPart}
	for _, choice := range []struct {
		name  string
		files []string
	}{
		{"apparmor", parserFiles},
		{"libc6", libraryFiles[architecture]},
	} {
		content, part, err := workshop.DebianPackage(ctx, choice.name, architecture)
		if err != nil {
			return nil, err
		}
		if err := addPackage(root, content, choice.files); err != nil {
			return nil, fmt.Errorf("%s: %w", choice.name, err)
		}
		used = append(used, part)
	}
	return used, nil
}

// addPackage adds the chosen files of a package. A choice that the package
// does not have is an error: something would be missing at run time.
func addPackage(root *tree.Tree, content map[string]parts.DebianFile, chosen []string) error {
	for _, choice := range chosen {
		found := false
		for _, name := range slices.Sorted(maps.Keys(content)) {
			if name != strings.TrimSuffix(choice, "/") && !(strings.HasSuffix(choice, "/") && strings.HasPrefix(name, choice)) {
				continue
			}
			found = true
			if err := addPackageFile(root, name, content[name]); err != nil {
				return err
			}
		}
		if !found {
			return fmt.Errorf("the package has no %s", choice)
		}
	}
	return nil
}

func addPackageFile(root *tree.Tree, name string, file parts.DebianFile) error {
	mode := int64(file.Mode.Perm())
	switch file.Mode.Type() {
	case fs.ModeDir:
		return root.Folder(name, mode, tree.Root)
	case fs.ModeSymlink:
		return root.Link(name, file.Target)
	default:
		return root.File(path.Clean(name), file.Content, mode, tree.Root)
	}
}
