package parts

import (
	"archive/tar"
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAPackageKeepsFilesFoldersAndLinks(t *testing.T) {
	var buffer bytes.Buffer
	archive := tar.NewWriter(&buffer)
	for _, header := range []*tar.Header{
		{Name: "./etc/", Typeflag: tar.TypeDir, Mode: 0o755},
		{Name: "./etc/conf", Typeflag: tar.TypeReg, Mode: 0o640, Size: 1},
		{Name: "./lib/so", Typeflag: tar.TypeSymlink, Linkname: "so.1"},
	} {
		if err := archive.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if header.Size > 0 {
			if _, err := archive.Write([]byte("x")); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, err := readDebianFiles(&buffer)
	if err != nil {
		t.Fatal(err)
	}
	if conf := files["/etc/conf"]; conf.Mode != 0o640 || string(conf.Content) != "x" {
		t.Errorf("file %+v", conf)
	}
	if !files["/etc"].Mode.IsDir() || files["/lib/so"].Mode.Type() != fs.ModeSymlink || files["/lib/so"].Target != "so.1" {
		t.Errorf("files %+v", files)
	}
}

func TestADeviceInAPackageIsRefused(t *testing.T) {
	var buffer bytes.Buffer
	if err := tar.NewWriter(&buffer).WriteHeader(&tar.Header{Name: "dev/x", Typeflag: tar.TypeChar}); err != nil {
		t.Fatal(err)
	}
	if files, err := readDebianFiles(&buffer); err == nil {
		t.Errorf("read %+v", files)
	}
}

func TestAPackageWithAnotherChecksumIsRefusedAndForgotten(t *testing.T) {
	cache := t.TempDir()
	pinned := strings.Repeat("0", 64)
	kept := filepath.Join(cache, pinned+".deb")
	if err := os.WriteFile(kept, []byte("tampered"), 0o644); err != nil {
		t.Fatal(err)
	}
	workshop := &Workshop{Cache: cache, Pins: Pins{Debian: map[string]DebianPin{"tool": {Version: "1", SHA256: map[string]string{"amd64": pinned}}}}}
	_, _, err := workshop.DebianPackage(context.Background(), "tool", "amd64")
	if err == nil || !strings.Contains(err.Error(), "pinned is") {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(kept); err == nil {
		t.Error("the package stays in the cache")
	}
}

func TestEveryLicenceTextStandsOnceWithAllItsHolders(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"b-1/LICENSE-MIT": "MIT text\n", "a-1/LICENSE": "MIT text\n", "a-1/COPYING": "MIT text\n", "c-1/NOTICE": "notice",
		"c-1/README": "no licence",
	} {
		if err := writeWhole(filepath.Join(folder, "index", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	content, err := cratesLicence(folder)
	if err != nil || !strings.HasSuffix(string(content), "\na-1, b-1\n\nMIT text\n\nc-1\n\nnotice\n") {
		t.Errorf("got %q, %v", content, err)
	}
}

func TestUnknownPartsAreRefused(t *testing.T) {
	workshop := &Workshop{Cache: t.TempDir()}
	if _, _, err := workshop.DebianPackage(context.Background(), "tool", "amd64"); err == nil {
		t.Error("an unpinned package is accepted")
	}
	if _, _, err := workshop.RustProgram(context.Background(), "tool", "amd64"); err == nil {
		t.Error("an unpinned crate is accepted")
	}
}
