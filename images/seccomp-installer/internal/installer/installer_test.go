package installer

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const profile = `{"defaultAction":"SCMP_ACT_ERRNO"}`

type scene struct {
	*Installer
	t     *testing.T
	lines []string
}

func newScene(t *testing.T) *scene {
	s := &scene{t: t}
	s.Installer = &Installer{Profiles: t.TempDir(), Folder: t.TempDir(), Say: func(line string) { s.lines = append(s.lines, line) }}
	return s
}

func (s *scene) want(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.Profiles, name), []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s *scene) installed(name string) string {
	text, err := os.ReadFile(filepath.Join(s.Folder, name))
	if err != nil {
		return ""
	}
	return string(text)
}

func (s *scene) said(t *testing.T, lines ...string) {
	t.Helper()
	if !slices.Equal(s.lines, lines) {
		t.Errorf("said %q, want %q", s.lines, lines)
	}
	s.lines = nil
}

func TestProfilesAreInstalledOnceAndReplacedWhenTheyChange(t *testing.T) {
	s := newScene(t)
	s.want("web.json", profile)
	if len(s.Unsettled()) != 1 {
		t.Error("ready before the file is there")
	}
	s.Reconcile()
	s.Reconcile()
	s.said(t, "web.json: installed")
	changed := `{"defaultAction":"SCMP_ACT_KILL"}`
	s.want("web.json", changed)
	if len(s.Unsettled()) != 1 {
		t.Error("ready with the old text")
	}
	s.Reconcile()
	s.Reconcile()
	s.said(t, "web.json: replaced")
	if s.installed("web.json") != changed || len(s.Unsettled()) != 0 {
		t.Errorf("%q, unsettled %q", s.installed("web.json"), s.Unsettled())
	}
	if entries, _ := os.ReadDir(s.Folder); len(entries) != 1 {
		t.Errorf("left-overs: %v", entries)
	}
}

func TestOnlyRetiredNamesAreRemoved(t *testing.T) {
	s := newScene(t)
	for _, name := range []string{"old.json", "foreign.json"} {
		if err := os.WriteFile(filepath.Join(s.Folder, name), []byte(profile), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s.want("retired", "old.json # of last year\n")
	if len(s.Unsettled()) != 1 {
		t.Error("ready while a retired profile is there")
	}
	s.Reconcile()
	s.said(t, "old.json: removed")
	if s.installed("old.json") != "" || s.installed("foreign.json") == "" || len(s.Unsettled()) != 0 {
		t.Error("the folder is not as wanted")
	}
}

func TestWhatIsWantedAndRetiredStays(t *testing.T) {
	s := newScene(t)
	s.want("web.json", profile)
	s.want("retired", "web.json\n")
	s.Reconcile()
	if s.installed("web.json") != profile || len(s.Unsettled()) != 1 {
		t.Errorf("installed %q, unsettled %q", s.installed("web.json"), s.Unsettled())
	}
}

func TestNoNameLeavesTheFolder(t *testing.T) {
	s := newScene(t)
	outside := filepath.Join(filepath.Dir(s.Folder), "outside.json")
	if err := os.WriteFile(outside, []byte(profile), 0o644); err != nil {
		t.Fatal(err)
	}
	s.want("retired", "../outside.json\n")
	s.Reconcile()
	if _, err := os.Stat(outside); err != nil {
		t.Error("a file outside was removed")
	}
	if err := os.Symlink(outside, filepath.Join(s.Folder, "web.json")); err != nil {
		t.Fatal(err)
	}
	s.want("web.json", `{"defaultAction":"SCMP_ACT_KILL"}`)
	s.Reconcile()
	if text, _ := os.ReadFile(outside); string(text) != profile {
		t.Error("a link was followed out of the folder")
	}
	if info, err := os.Lstat(filepath.Join(s.Folder, "web.json")); err != nil || !info.Mode().IsRegular() {
		t.Error("the link was not replaced by the file")
	}
}

func TestBadFilesAreNamedAndDoNotStopTheOthers(t *testing.T) {
	for name, text := range map[string]string{
		"no.json":      "not JSON",
		"list.json":    "[]",
		"empty.json":   "{}",
		"web.txt":      profile,
		"big.json":     strings.Repeat(" ", maxSize+1),
		"-option.json": profile,
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.want("good.json", profile)
			s.want(name, text)
			s.Reconcile()
			if s.installed(name) != "" || s.installed("good.json") != profile {
				t.Error("the folder is not as wanted")
			}
			if len(s.lines) != 2 || !strings.HasPrefix(s.lines[0], name+": failed: ") || len(s.Unsettled()) != 1 {
				t.Errorf("said %q, unsettled %q", s.lines, s.Unsettled())
			}
		})
	}
}

func TestAMissingFolderIsWaitedFor(t *testing.T) {
	s := newScene(t)
	s.want("web.json", profile)
	if err := os.Remove(s.Folder); err != nil {
		t.Fatal(err)
	}
	s.Reconcile()
	s.Reconcile()
	if len(s.lines) != 1 || !strings.HasPrefix(s.lines[0], "the installer: waiting: ") || len(s.Unsettled()) != 1 {
		t.Errorf("said %q", s.lines)
	}
	if err := os.Mkdir(s.Folder, 0o755); err != nil {
		t.Fatal(err)
	}
	s.Reconcile()
	if s.installed("web.json") != profile {
		t.Error("not installed once the folder was there")
	}
}
