package profiles

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/configmap"
)

func write(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func link(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, folder string) Set {
	t.Helper()
	set, err := Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestAProjectedVolumeIsReadAsOneUpdate(t *testing.T) {
	folder := t.TempDir()
	write(t, filepath.Join(folder, "..now"), map[string]string{"web": "profile web {}", "retired": "old\n"})
	link(t, "..now", filepath.Join(folder, "..data"))
	link(t, "..data/web", filepath.Join(folder, "web"))
	// A link that the kubelet has not yet taken away, of an earlier update.
	write(t, filepath.Join(folder, "..before"), map[string]string{"gone": "profile gone {}"})
	link(t, "..before/gone", filepath.Join(folder, "gone"))

	set := read(t, folder)
	if names := slices.Sorted(maps.Keys(set.Texts)); !slices.Equal(names, []string{"web"}) {
		t.Errorf("profiles %v", names)
	}
	if string(set.Texts["web"]) != "profile web {}" || !slices.Equal(set.Retired, []string{"old"}) || len(set.Problems) != 0 {
		t.Errorf("set %+v", set)
	}
}

func TestOneBadFileDoesNotStopTheOthers(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, map[string]string{
		"web":            "profile web {}",
		"full":           strings.Repeat("#", configmap.MaxFileSize),
		"huge":           strings.Repeat("#", configmap.MaxFileSize+1),
		"docker-default": "profile docker-default {}",
		"a b":            "profile \"a b\" {}",
		".hidden":        "profile hidden {}",
	})
	if err := os.Mkdir(filepath.Join(folder, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	link(t, "nowhere", filepath.Join(folder, "dangling"))

	set := read(t, folder)
	if names := slices.Sorted(maps.Keys(set.Texts)); !slices.Equal(names, []string{"full", "web"}) {
		t.Errorf("profiles %v", names)
	}
	if names := slices.Sorted(maps.Keys(set.Problems)); !slices.Equal(names, []string{"a b", "dangling", "docker-default", "huge"}) {
		t.Errorf("problems %v", set.Problems)
	}
}

func TestRetiredNames(t *testing.T) {
	tests := []struct {
		name, text string
		retired    []string
		problem    string
	}{
		{"one name a line", "one\ntwo\n", []string{"one", "two"}, ""},
		{"comments, blanks and the last line without an end", "# all\n\n one # since 2\r\ntwo", []string{"one", "two"}, ""},
		{"a child cannot be retired alone", "one\nweb//cgi\n", []string{"one"}, `"web//cgi"`},
		{"another namespace is out of reach", ":ns:web\n", nil, `":ns:web"`},
		{"the profile of a container runtime cannot be retired", "cri-containerd.apparmor.d\n", nil, "reserved"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			write(t, folder, map[string]string{"retired": test.text})
			set := read(t, folder)
			if !slices.Equal(set.Retired, test.retired) {
				t.Errorf("retired %q, want %q", set.Retired, test.retired)
			}
			problem := ""
			if err := set.Problems[RetiredFile]; err != nil {
				problem = err.Error()
			}
			if (problem == "") != (test.problem == "") || !strings.Contains(problem, test.problem) {
				t.Errorf("problem %q, want %q", problem, test.problem)
			}
		})
	}
}

func TestARetiredNameWhoseFileIsBadIsNotUnloaded(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, map[string]string{"retired": "huge\nold\n", "huge": strings.Repeat("#", configmap.MaxFileSize+1)})
	if names := read(t, folder).ToUnload(); !slices.Equal(names, []string{"old"}) {
		t.Errorf("to unload %v", names)
	}
}

func TestAMissingFolderIsAnErrorNotAnEmptySet(t *testing.T) {
	if set, err := Read(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Errorf("read %+v", set)
	}
}
