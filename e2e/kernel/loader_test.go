package kernel

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// imageTree is the root tree of the very image that the manifests name.
const imageTree = "../../images/build/apparmor-loader/rootfs-amd64.tar"

// TestTheLoaderKeepsProfilesInARealKernel needs QEMU, the built images, and
// apt, which brings Debian's kernel once.
func TestTheLoaderKeepsProfilesInARealKernel(t *testing.T) {
	if testing.Short() {
		t.Skip("boots a machine")
	}
	folder := t.TempDir()
	initrd := filepath.Join(folder, "initrd")
	if err := os.WriteFile(initrd, newInitramfs(t, folder), 0o644); err != nil {
		t.Fatal(err)
	}
	console := boot(t, debianKernel(t), initrd)

	plan := regexp.MustCompile(`(?m)^1\.\.(\d+)\s*$`).FindString(console)
	passed := regexp.MustCompile(`(?m)^ok \d+ - `).FindAllString(console, -1)
	failed := regexp.MustCompile(`(?m)^not ok .*$`).FindAllString(console, -1)
	for _, line := range failed {
		t.Error(strings.TrimSpace(line))
	}
	if plan == "" || len(passed) == 0 {
		t.Error("the machine did not come to the end of its checks")
	}
	if t.Failed() || testing.Verbose() {
		t.Log(console)
	}
}

func newInitramfs(t *testing.T, folder string) []byte {
	t.Helper()
	guest := filepath.Join(folder, "guest")
	build := exec.Command("go", "build", "-trimpath", "-o", guest, "./guest")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	program, err := os.ReadFile(guest)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := os.Open(imageTree)
	if err != nil {
		t.Fatalf("%v: build the images first (npm run images)", err)
	}
	defer tree.Close()

	var archive initramfs
	archive.add("init", typeFile|0o755, 0, 0, program)
	if err := archive.addTar("image", tree); err != nil {
		t.Fatal(err)
	}
	content, err := archive.bytes()
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// boot runs the machine to its end and returns what it wrote to its console.
// Software emulation with one processor works everywhere.
func boot(t *testing.T, kernel, initrd string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	machine := exec.CommandContext(ctx, "qemu-system-x86_64", "-accel", "tcg", "-smp", "1", "-m", "512",
		"-nographic", "-no-reboot", "-nic", "none", "-kernel", kernel, "-initrd", initrd,
		"-append", "console=ttyS0 quiet apparmor=1 security=apparmor panic=-1")
	var console bytes.Buffer
	machine.Stdout, machine.Stderr = &console, &console
	if err := machine.Run(); err != nil {
		t.Errorf("qemu: %v", err)
	}
	return console.String()
}

// debianKernel is the one that apt has now, kept outside the checkout.
func debianKernel(t *testing.T) string {
	t.Helper()
	depends := output(t, "", "apt-cache", "depends", "linux-image-amd64")
	name := regexp.MustCompile(`Depends: (linux-image-\S+)`).FindStringSubmatch(depends)
	if name == nil {
		t.Fatalf("apt knows no kernel:\n%s", depends)
	}
	caches, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(caches, "cdk8s-secure-edge", "kernel", name[1])
	kernel := filepath.Join(folder, "boot", strings.Replace(name[1], "linux-image", "vmlinuz", 1))
	if _, err := os.Stat(kernel); err == nil {
		return kernel
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	download := t.TempDir()
	output(t, download, "apt-get", "-o", "APT::Sandbox::User=", "download", name[1])
	packages, err := filepath.Glob(filepath.Join(download, "*.deb"))
	if err != nil || len(packages) != 1 {
		t.Fatalf("apt brought %v", packages)
	}
	output(t, download, "dpkg-deb", "--extract", packages[0], folder)
	return kernel
}

func output(t *testing.T, folder, program string, args ...string) string {
	t.Helper()
	command := exec.Command(program, args...)
	command.Dir = folder
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}
