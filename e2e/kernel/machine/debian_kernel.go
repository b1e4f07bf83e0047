package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// debianKernel is the one that apt has now, kept outside the checkout.
func debianKernel(scratch string) (string, error) {
	depends, err := output("", "apt-cache", "depends", "linux-image-amd64")
	if err != nil {
		return "", err
	}
	name := regexp.MustCompile(`Depends: (linux-image-\S+)`).FindStringSubmatch(depends)
	if name == nil {
		return "", fmt.Errorf("apt knows no kernel, run apt-get update:\n%s", depends)
	}
	caches, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(caches, "cdk8s-secure-edge", "kernel", name[1])
	kernel := filepath.Join(folder, "boot", strings.Replace(name[1], "linux-image", "vmlinuz", 1))
	if _, err := os.Stat(kernel); err == nil {
		return kernel, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	if _, err := output(scratch, "apt-get", "-o", "APT::Sandbox::User=", "download", name[1]); err != nil {
		return "", err
	}
	packages, err := filepath.Glob(filepath.Join(scratch, "*.deb"))
	if err != nil || len(packages) != 1 {
		return "", fmt.Errorf("apt brought %v", packages)
	}
	_, err = output(scratch, "dpkg-deb", "--extract", packages[0], folder)
	return kernel, err
}

func output(folder, program string, args ...string) (string, error) {
	command := exec.Command(program, args...)
	command.Dir = folder
	out, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", program, err, out)
	}
	return string(out), nil
}
