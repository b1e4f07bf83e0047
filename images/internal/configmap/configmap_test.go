package configmap

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// publish swaps the folder as the kubelet does.
func publish(t *testing.T, folder, update string, files map[string]string) {
	t.Helper()
	must(t, os.Mkdir(filepath.Join(folder, update), 0o755))
	for name, text := range files {
		must(t, os.WriteFile(filepath.Join(folder, update, name), []byte(text), 0o644))
	}
	must(t, os.Symlink(update, filepath.Join(folder, "..data_tmp")))
	must(t, os.Rename(filepath.Join(folder, "..data_tmp"), filepath.Join(folder, data)))
}

func TestAFolderWithoutUpdates(t *testing.T) {
	folder := t.TempDir()
	must(t, os.WriteFile(filepath.Join(folder, "web"), []byte("text"), 0o644))
	must(t, os.WriteFile(filepath.Join(folder, ".web.swp"), []byte("text"), 0o644))
	must(t, os.Mkdir(filepath.Join(folder, "sub"), 0o755))
	files, err := Read(folder)
	if err != nil || len(files.Content) != 1 || string(files.Content["web"]) != "text" || len(files.Problems) != 0 {
		t.Errorf("read %q, %v, %v", files.Content, files.Problems, err)
	}
}

func TestOnlyTheCurrentUpdateIsRead(t *testing.T) {
	folder := t.TempDir()
	publish(t, folder, "..one", map[string]string{"web": "one", "old": "one"})
	must(t, os.Symlink("..data/old", filepath.Join(folder, "old")))
	publish(t, folder, "..two", map[string]string{"web": "two"})
	files, err := Read(folder)
	if err != nil || len(files.Content) != 1 || string(files.Content["web"]) != "two" || len(files.Problems) != 0 {
		t.Errorf("read %q, %v, %v", files.Content, files.Problems, err)
	}
}

// A reader that follows the links one by one mixes updates here within a few
// hundred swaps.
func TestFilesOfTwoUpdatesAreNeverMixed(t *testing.T) {
	folder := t.TempDir()
	names := []string{"a", "b", "c", "d", "e"}
	swap := func(number int) {
		files := map[string]string{}
		for _, name := range names {
			files[name] = fmt.Sprint(number)
		}
		publish(t, folder, fmt.Sprintf("..%d", number), files)
	}
	swap(0)
	var stopped atomic.Bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		for number := 1; !stopped.Load(); number++ {
			swap(number)
			_ = os.RemoveAll(filepath.Join(folder, fmt.Sprintf("..%d", number-1)))
		}
	}()
	for range 300 {
		files, err := Read(folder)
		if err != nil {
			continue // faster than it can be read
		}
		for _, name := range names {
			if string(files.Content[name]) != string(files.Content["a"]) || files.Problems[name] != nil {
				t.Fatalf("mixed: %q, %v", files.Content, files.Problems)
			}
		}
	}
	stopped.Store(true)
	<-done
}

func TestNothingOutsideIsRead(t *testing.T) {
	folder, outside := t.TempDir(), t.TempDir()
	must(t, os.WriteFile(filepath.Join(outside, "secret"), []byte("secret"), 0o644))
	must(t, os.Symlink(filepath.Join(outside, "secret"), filepath.Join(folder, "web")))
	must(t, os.Symlink("..", filepath.Join(folder, "up")))
	files, err := Read(folder)
	if err != nil || len(files.Content) != 0 || files.Problems["web"] == nil {
		t.Errorf("read %q, %v, %v", files.Content, files.Problems, err)
	}
	for _, target := range []string{outside, "..", "../" + filepath.Base(outside), "."} {
		must(t, os.Symlink(target, filepath.Join(folder, data)))
		if files, err := Read(folder); len(files.Content) != 0 || (err == nil && target != ".") {
			t.Errorf("%s: read %q, %v", target, files.Content, err)
		}
		must(t, os.Remove(filepath.Join(folder, data)))
	}
}

func TestLimits(t *testing.T) {
	write := func(folder string, count, size int) {
		for number := range count {
			must(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("p%d", number)), make([]byte, size), 0o644))
		}
	}
	for _, test := range []struct {
		count, size int
		says        string
	}{
		{MaxFiles, 1, ""},
		{MaxFiles + 1, 1, "513 files, at most 512 are read"},
		{MaxTotalSize / MaxFileSize, MaxFileSize, ""},
		{MaxTotalSize/MaxFileSize + 1, MaxFileSize, "more than 8388608 bytes in all"},
	} {
		folder := t.TempDir()
		write(folder, test.count, test.size)
		files, err := Read(folder)
		if (err == nil) != (test.says == "") || (err != nil && !strings.Contains(err.Error(), test.says)) {
			t.Errorf("%d of %d bytes: %v", test.count, test.size, err)
		}
		if err == nil && len(files.Content) != test.count {
			t.Errorf("%d of %d bytes: read %d", test.count, test.size, len(files.Content))
		}
	}
	folder := t.TempDir()
	write(folder, 2, 1)
	must(t, os.WriteFile(filepath.Join(folder, "big"), make([]byte, MaxFileSize+1), 0o644))
	files, err := Read(folder)
	if err != nil || len(files.Content) != 2 || files.Problems["big"] == nil {
		t.Errorf("one big file: %v, %v", files.Problems, err)
	}
}

func TestNames(t *testing.T) {
	got := Names([]byte("web # of last year\n\n# all\n  api \r\nlast"))
	if want := []string{"web", "api", "last"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
