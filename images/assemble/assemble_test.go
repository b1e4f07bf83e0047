package main

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/oci"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/parts"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/tree"
)

// source is the images folder, seen from this package.
const source = ".."

func TestTheDockerfilesAreThoseThatAreWritten(t *testing.T) {
	for _, i := range images() {
		if err := i.checkDockerfile(source); err != nil {
			t.Error(err)
		}
	}
}

func TestADockerfileSaysWhatTheImageRuns(t *testing.T) {
	i := image{name: "app", config: oci.Config{
		User: "65534:65534", WorkingDir: "/srv", Env: []string{"A=b"}, Entrypoint: []string{"/srv/app", "x y"}, Cmd: []string{"run"},
		ExposedPorts: []int{8080},
	}}
	want := `# Written by images/assemble. The context is the folder images/build/app.
FROM scratch
ARG TARGETARCH
ADD rootfs-${TARGETARCH}.tar /
WORKDIR /srv
ENV A=b
EXPOSE 8080
USER 65534:65534
ENTRYPOINT ["/srv/app", "x y"]
CMD ["run"]
`
	if got := i.renderDockerfile(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestEveryImageIsLockedForEveryArchitecture(t *testing.T) {
	locked, err := readLock(filepath.Join(source, "images.lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range images() {
		entry, there := locked.Images[i.name]
		if !there || entry.Repository != i.repository() || entry.Tag != version || len(entry.Platforms) != len(architectures) {
			t.Errorf("%s is locked as %+v", i.name, entry)
		}
		for _, digest := range append([]string{entry.Digest}, entry.Platforms["linux/amd64"], entry.Platforms["linux/arm64"]) {
			if !strings.HasPrefix(digest, "sha256:") || len(digest) != 71 {
				t.Errorf("%s has the digest %q", i.name, digest)
			}
		}
	}
	if len(locked.Images) != len(images()) {
		t.Errorf("locked are %d images, built %d", len(locked.Images), len(images()))
	}
}

func TestDifferencesNameWhatIsNotAsLocked(t *testing.T) {
	locked := lockedImage{
		Repository: "r", Tag: "1", Digest: "sha256:a",
		Platforms: map[string]string{"linux/amd64": "sha256:b"},
		Parts:     []parts.Part{{Name: "libc6", Version: "2", SHA256: "c", Platform: "linux/amd64"}},
	}
	if lines := differences("app", locked, locked); len(lines) != 0 {
		t.Errorf("an image differs from itself: %q", lines)
	}
	built := locked
	built.Digest = "sha256:z"
	built.Platforms = map[string]string{"linux/arm64": "sha256:d"}
	built.Parts = []parts.Part{{Name: "libc6", Version: "3", SHA256: "e", Platform: "linux/amd64"}}
	want := []string{
		"app: digest is sha256:z, locked is sha256:a",
		"app: linux/amd64 is absent, locked is sha256:b",
		"app: linux/arm64 is sha256:d, locked is absent",
		"app: part libc6 for linux/amd64 is 3 e, locked is 2 c",
	}
	if lines := differences("app", locked, built); !slices.Equal(lines, want) {
		t.Errorf("got %q, want %q", lines, want)
	}
}

func TestHelloFilesBelongToRootAndNobody(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	workshop, err := parts.Open(source)
	if err != nil {
		t.Skip(err)
	}
	root, err := newRoot()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fillHello(context.Background(), workshop, root, "amd64"); err != nil {
		t.Fatal(err)
	}
	passwd, _ := root.Content("/etc/passwd")
	group, _ := root.Content("/etc/group")
	if !strings.Contains(string(passwd), "nobody:x:65534:65534:") || !strings.Contains(string(group), "nogroup:x:65534:") {
		t.Errorf("passwd %q, group %q", passwd, group)
	}
	licence, _ := root.Content("/usr/share/doc/hello/copyright")
	if !strings.Contains(string(licence), "The Go Authors") {
		t.Errorf("licence %.80q", licence)
	}
}

func TestAPackageGivesTheChosenFilesAndNoOthers(t *testing.T) {
	content := map[string]parts.DebianFile{
		"/sbin/tool":     {Mode: 0o755, Content: []byte("x")},
		"/sbin/toolbox":  {Mode: 0o755},
		"/etc/d":         {Mode: fs.ModeDir | 0o755},
		"/etc/d/a":       {Mode: 0o644},
		"/etc/d/link":    {Mode: fs.ModeSymlink | 0o777, Target: "a"},
		"/etc/d/empty.d": {Mode: fs.ModeDir | 0o755},
		"/etc/dd":        {Mode: 0o644},
	}
	root := tree.New()
	if err := addPackage(root, content, []string{"/sbin/tool", "/etc/d/"}); err != nil {
		t.Fatal(err)
	}
	if got, want := root.Paths(), []string{"/etc", "/etc/d", "/etc/d/a", "/etc/d/empty.d", "/etc/d/link", "/sbin", "/sbin/tool"}; !slices.Equal(got, want) {
		t.Errorf("paths %q, want %q", got, want)
	}
	if err := addPackage(tree.New(), content, []string{"/sbin/gone"}); err == nil {
		t.Error("a missing file is no error")
	}
}

func TestAnUnknownImageIsRefused(t *testing.T) {
	if _, err := choose([]string{"hello-root", "hello"}); err == nil || err.Error() != `there is no image "hello"` {
		t.Errorf("error %v", err)
	}
}

func TestTheLockFileIsFormatted(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(source, "images.lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	var l lock
	if err := json.Unmarshal(content, &l); err != nil {
		t.Fatal(err)
	}
	if encoded, err := l.encode(); err != nil || string(encoded) != string(content) {
		t.Errorf("images.lock.json is not what assemble writes: %v", err)
	}
}
