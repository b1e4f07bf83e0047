// Command assemble builds the images of this folder from pinned parts, without
// a registry and without a container engine, and to the same bytes each time.
//
// It writes the archives into the output folder, and beside the sources the
// lock file and the Dockerfiles. With --check it writes nothing there, and
// fails when they are not what it would have written.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/oci"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/parts"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/tree"
)

func main() {
	check := flag.Bool("check", false, "compare with the lock file and the Dockerfiles instead of writing them")
	source := flag.String("source", ".", "the images folder")
	output := flag.String("output", "", "where the archives go (default: build in the images folder)")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: assemble [flags] [IMAGE...]")
		flag.PrintDefaults()
	}
	flag.Parse()
	if *output == "" {
		*output = filepath.Join(*source, "build")
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := assemble(ctx, *source, *output, *check, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func assemble(ctx context.Context, source, output string, check bool, names []string) error {
	chosen, err := choose(names)
	if err != nil {
		return err
	}
	workshop, err := parts.Open(source)
	if err != nil {
		return err
	}
	lockPath := filepath.Join(source, "images.lock.json")
	locked, err := readLock(lockPath)
	if err != nil {
		return err
	}

	var problems []error
	for _, i := range chosen {
		now, err := i.build(ctx, workshop, output)
		if err != nil {
			return fmt.Errorf("%s: %w", i.name, err)
		}
		fmt.Printf("%s %s\n", i.name, now.Digest)
		if check {
			for _, line := range differences(i.name, locked.Images[i.name], now) {
				problems = append(problems, errors.New(line))
			}
			problems = append(problems, i.checkDockerfile(source))
			continue
		}
		locked.Images[i.name] = now
		if err := os.WriteFile(filepath.Join(source, i.dockerfile), []byte(i.renderDockerfile()), 0o644); err != nil {
			return err
		}
	}
	if check {
		return errors.Join(problems...)
	}
	content, err := locked.encode()
	if err != nil {
		return err
	}
	return os.WriteFile(lockPath, content, 0o644)
}

func choose(names []string) ([]image, error) {
	all := images()
	if len(names) == 0 {
		return all, nil
	}
	var chosen []image
	for _, name := range names {
		at := slices.IndexFunc(all, func(i image) bool { return i.name == name })
		if at < 0 {
			return nil, fmt.Errorf("there is no image %q", name)
		}
		chosen = append(chosen, all[at])
	}
	return chosen, nil
}

// build assembles an image and writes its archive, and for each architecture
// the root tree that its Dockerfile adds.
func (i image) build(ctx context.Context, workshop *parts.Workshop, output string) (lockedImage, error) {
	roots := map[string]*tree.Tree{}
	used := []parts.Part{}
	for _, architecture := range architectures {
		root, err := newRoot()
		if err != nil {
			return lockedImage{}, err
		}
		more, err := i.fill(ctx, workshop, root, architecture)
		if err != nil {
			return lockedImage{}, fmt.Errorf("%s: %w", architecture, err)
		}
		roots[architecture] = root
		used = append(used, more...)
	}
	built, err := oci.New(i.labelled(), roots)
	if err != nil {
		return lockedImage{}, err
	}
	if err := i.write(built, output); err != nil {
		return lockedImage{}, err
	}
	return lockImage(i, built, used), nil
}

func (i image) write(built oci.Image, output string) (err error) {
	folder := filepath.Join(output, i.name)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, platform := range built.Platforms {
		name := filepath.Join(folder, "rootfs-"+platform.Architecture+".tar")
		if err := os.WriteFile(name, platform.Tar.Content, 0o644); err != nil {
			return err
		}
	}
	archive, err := os.Create(filepath.Join(output, i.name+".tar"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, archive.Close()) }()
	buffered := bufio.NewWriter(archive)
	if err := built.WriteArchive(buffered, i.repository(), version); err != nil {
		return err
	}
	return buffered.Flush()
}

func (i image) checkDockerfile(source string) error {
	content, err := os.ReadFile(filepath.Join(source, i.dockerfile))
	if err != nil {
		return err
	}
	if string(content) != i.renderDockerfile() {
		return fmt.Errorf("%s: %s is not what assemble writes", i.name, i.dockerfile)
	}
	return nil
}
