package record

import (
	"os"
	"path/filepath"
	"testing"
)

const file = "record.json"

func open(t *testing.T, folder string) *Store {
	t.Helper()
	store, err := Open(folder, file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func folderOf(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	folder := folderOf(t)
	store, got := open(t, folder), map[string]int{}
	if there, err := store.Read(&got); there || err != nil {
		t.Errorf("an empty folder: %v, %v", there, err)
	}
	if err := store.Write(map[string]int{"web": 7}); err != nil {
		t.Fatal(err)
	}
	if there, err := open(t, folder).Read(&got); !there || err != nil || got["web"] != 7 {
		t.Errorf("%v, %v, %v", there, err, got)
	}
	info, err := os.Stat(filepath.Join(folder, file))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := store.Write(map[string]int{"web": 7}); err != nil {
		t.Fatal(err)
	}
	if now, err := os.Stat(filepath.Join(folder, file)); err != nil || !os.SameFile(info, now) {
		t.Error("written again without a change")
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 1 {
		t.Errorf("left over: %v", entries)
	}
}

func TestAFolderThatOthersWriteToIsRejected(t *testing.T) {
	for _, mode := range []os.FileMode{0o777, 0o775, 0o757} {
		folder := t.TempDir()
		if err := os.Chmod(folder, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(folder, file); err == nil {
			t.Errorf("mode %o is accepted", mode)
		}
	}
	if os.Geteuid() != 0 {
		return
	}
	folder := folderOf(t)
	if err := os.Chown(folder, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(folder, file); err == nil {
		t.Error("a folder of another user is accepted")
	}
}

func TestARecordThatAnotherCouldHaveWrittenIsRejected(t *testing.T) {
	put := map[string]func(path string) error{
		"a link": func(path string) error {
			other := path + ".other"
			if err := os.WriteFile(other, []byte("{}"), 0o600); err != nil {
				return err
			}
			return os.Symlink(filepath.Base(other), path)
		},
		"a file that all may write": func(path string) error {
			if err := os.WriteFile(path, []byte("{}"), 0o666); err != nil {
				return err
			}
			return os.Chmod(path, 0o666)
		},
		"a folder":     func(path string) error { return os.Mkdir(path, 0o755) },
		"no JSON":      func(path string) error { return os.WriteFile(path, []byte("{"), 0o600) },
		"another type": func(path string) error { return os.WriteFile(path, []byte("[]"), 0o600) },
	}
	for name, do := range put {
		t.Run(name, func(t *testing.T) {
			folder := folderOf(t)
			if err := do(filepath.Join(folder, file)); err != nil {
				t.Fatal(err)
			}
			if there, err := open(t, folder).Read(&map[string]int{}); there || err == nil {
				t.Errorf("%v, %v", there, err)
			}
		})
	}
}

func TestOneLocksTheRecord(t *testing.T) {
	folder := folderOf(t)
	one, two := open(t, folder), open(t, folder)
	if err := one.Lock(); err != nil {
		t.Fatal(err)
	}
	if err := two.Lock(); err == nil {
		t.Error("two lock it at once")
	}
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
	if err := two.Lock(); err != nil {
		t.Errorf("still locked: %v", err)
	}
}

func TestWriteFileReplacesALinkAndNotItsTarget(t *testing.T) {
	folder := folderOf(t)
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, []byte("outside"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"web", ".web.partial"} {
		if err := os.Symlink(outside, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteFile(open(t, folder).Root(), "web", []byte("text"), 0o644); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(outside); string(text) != "outside" {
		t.Errorf("outside holds %q", text)
	}
	if info, err := os.Lstat(filepath.Join(folder, "web")); err != nil || !info.Mode().IsRegular() {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestAddFileReplacesNothing(t *testing.T) {
	folder := folderOf(t)
	root := open(t, folder).Root()
	if err := AddFile(root, "web", []byte("first"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := AddFile(root, "web", []byte("second"), 0o644); err == nil {
		t.Error("no error")
	}
	text, err := os.ReadFile(filepath.Join(folder, "web"))
	entries, _ := os.ReadDir(folder)
	if err != nil || string(text) != "first" || len(entries) != 1 {
		t.Errorf("%q, %v, %v", text, err, entries)
	}
}
