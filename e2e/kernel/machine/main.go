// Command machine boots a real Linux kernel with AppArmor, in an emulated
// machine that starts in seconds and has nothing in it but images, the program
// that runs them and what it is asked. What the machine writes to its console
// goes to the standard output.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// asked is the part of the questions that concerns the machine.
type asked struct {
	// Images to unpack, by their folder below images/build.
	Images []string `json:"images"`
}

// patience covers a host whose processors are busy.
const patience = 10 * time.Minute

func main() {
	if len(os.Args) != 2 {
		fail(errors.New("usage: machine ASKED.json"))
	}
	folder, err := os.MkdirTemp("", "cdk8s-secure-edge-machine-")
	if err != nil {
		fail(err)
	}
	err = run(folder, os.Args[1])
	_ = os.RemoveAll(folder)
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func run(folder, questions string) error {
	text, err := os.ReadFile(questions)
	if err != nil {
		return err
	}
	var what asked
	if err := json.Unmarshal(text, &what); err != nil {
		return err
	}
	kernel, err := debianKernel(folder)
	if err != nil {
		return err
	}
	archive, err := newInitramfs(folder, what, text)
	if err != nil {
		return err
	}
	initrd := filepath.Join(folder, "initrd")
	if err := os.WriteFile(initrd, archive, 0o644); err != nil {
		return err
	}
	return boot(kernel, initrd)
}

func newInitramfs(folder string, what asked, questions []byte) ([]byte, error) {
	guest := filepath.Join(folder, "guest")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", guest, "./guest")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build the guest: %w\n%s", err, out)
	}
	program, err := os.ReadFile(guest)
	if err != nil {
		return nil, err
	}
	profile, err := runtimeProfile()
	if err != nil {
		return nil, err
	}
	var archive initramfs
	archive.add("init", typeFile|0o755, 0, 0, program)
	archive.add("asked.json", typeFile|0o644, 0, 0, questions)
	archive.add("runtime-profile", typeFile|0o644, 0, 0, []byte(profile))
	archive.add("images", typeFolder|0o755, 0, 0, nil)
	for _, image := range what.Images {
		if err := addImage(&archive, image); err != nil {
			return nil, err
		}
	}
	return archive.bytes(), nil
}

func addImage(archive *initramfs, image string) error {
	tree, err := os.Open(filepath.Join("../../images/build", image, "rootfs-amd64.tar"))
	if err != nil {
		return fmt.Errorf("%w: build the images first (npm run images)", err)
	}
	defer tree.Close()
	return archive.addTar("images/"+image, tree)
}

// boot runs the machine to its end. Software emulation with one processor
// works everywhere.
func boot(kernel, initrd string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	machine := exec.CommandContext(ctx, "qemu-system-x86_64", "-accel", "tcg", "-smp", "1", "-m", "512",
		"-nographic", "-no-reboot", "-nic", "none", "-kernel", kernel, "-initrd", initrd,
		"-append", "console=ttyS0 quiet apparmor=1 security=apparmor panic=-1 mitigations=off")
	machine.Stdout, machine.Stderr = os.Stdout, os.Stderr
	if err := machine.Run(); err != nil {
		return fmt.Errorf("qemu-system-x86_64: %w", errors.Join(err, ctx.Err()))
	}
	return nil
}
