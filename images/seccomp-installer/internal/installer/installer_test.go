package installer

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/configmap"
)

const profile = `{"defaultAction":"SCMP_ACT_ERRNO"}`

type scene struct {
	*Installer
	t     *testing.T
	lines []string
}

func newScene(t *testing.T) *scene {
	s := &scene{t: t}
	s.start(t.TempDir(), t.TempDir())
	return s
}

// start begins with a new installer, as a restart does.
func (s *scene) start(profiles, folder string) {
	s.t.Helper()
	if s.Installer != nil && s.store != nil {
		if err := s.store.Close(); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		s.t.Fatal(err)
	}
	s.Installer = &Installer{
		Profiles: profiles, Folder: folder, Owner: "installer",
		Say: func(line string) { s.lines = append(s.lines, line) },
	}
}

// put writes to the node's folder as somebody else does.
func (s *scene) put(name, text string) {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.Folder, name), []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// drop takes a wish back.
func (s *scene) drop(name string) {
	s.t.Helper()
	if err := os.Remove(filepath.Join(s.Profiles, name)); err != nil {
		s.t.Fatal(err)
	}
}

// reconcile checks what was said, and what the probe says after it.
func (s *scene) reconcile(t *testing.T, said, unsettled []string) {
	t.Helper()
	s.lines = nil
	s.Reconcile()
	s.said(t, said...)
	if got := s.Unsettled(); !slices.Equal(got, unsettled) {
		t.Errorf("unsettled %q, want %q", got, unsettled)
	}
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
	if entries, _ := os.ReadDir(s.Folder); len(entries) != 3 { // the record and its lock
		t.Errorf("left over: %v", entries)
	}
}

func TestOnlyRetiredFilesOfItsOwnAreRemoved(t *testing.T) {
	s := newScene(t)
	s.put("foreign.json", profile)
	s.want("old.json", profile)
	s.reconcile(t, []string{"old.json: installed"}, nil)
	s.drop("old.json")
	s.reconcile(t, nil, nil)
	s.want("retired", "old.json # of last year\nforeign.json\nelsewhere.json\n")
	rejection := "foreign.json: rejected: it is retired, but this installer did not write it: it stays"
	if got := s.Unsettled(); !slices.Equal(got, []string{rejection, "old.json: waiting: to be removed"}) {
		t.Errorf("unsettled %q", got)
	}
	s.reconcile(t, []string{rejection, "old.json: removed"}, []string{rejection})
	s.reconcile(t, nil, []string{rejection})
	if s.installed("old.json") != "" || s.installed("foreign.json") != profile {
		t.Error("the folder is not as wanted")
	}
	s.Adopted = []string{"foreign.json"}
	s.reconcile(t, nil, []string{rejection})
}

func TestAFileOfSomebodyElseIsNotReplaced(t *testing.T) {
	const rejection = "web.json: rejected: the folder has a file of this name that this installer did not write: give the profile another name, or let the installer adopt it"
	const other = `{"defaultAction":"SCMP_ACT_KILL"}`
	s := newScene(t)
	s.put("web.json", other)
	s.want("web.json", profile)
	s.reconcile(t, []string{rejection}, []string{rejection})
	t.Run("the same text changes nothing", func(t *testing.T) {
		s.put("web.json", profile)
		s.reconcile(t, nil, []string{rejection})
	})
	t.Run("is adopted by name", func(t *testing.T) {
		s.put("web.json", other)
		s.start(s.Profiles, s.Folder)
		s.Adopted = []string{"web.json"}
		s.reconcile(t, []string{"web.json: replaced"}, nil)
		s.start(s.Profiles, s.Folder)
		s.reconcile(t, []string{"web.json: as before"}, nil)
	})
	t.Run("nor one that somebody else changed", func(t *testing.T) {
		s.put("web.json", other)
		s.want("web.json", `{"defaultAction":"SCMP_ACT_LOG"}`)
		s.reconcile(t, []string{rejection}, []string{rejection})
		s.drop("web.json")
		s.want("retired", "web.json\n")
		s.Reconcile()
		if s.installed("web.json") != other {
			t.Error("it was removed")
		}
	})
}

func TestAnotherInstallerOfTheFolderKeepsItsFiles(t *testing.T) {
	s := newScene(t)
	s.want("web.json", profile)
	s.reconcile(t, []string{"web.json: installed"}, nil)
	second := &Installer{Profiles: t.TempDir(), Folder: s.Folder, Owner: "second", Say: s.Say}
	if err := os.WriteFile(filepath.Join(second.Profiles, "retired"), []byte("web.json\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	second.Reconcile()
	if s.installed("web.json") != profile || len(second.Unsettled()) != 1 {
		t.Errorf("installed %q, unsettled %q", s.installed("web.json"), second.Unsettled())
	}
	s.lines = nil
	third := &Installer{Profiles: s.Profiles, Folder: s.Folder, Owner: s.Owner, Say: s.Say}
	third.Reconcile()
	s.said(t, "the installer: waiting: another process of the node uses the record .installer.record")
}

func TestAnInstallerThatIsEndedWhileItWrites(t *testing.T) {
	s := newScene(t)
	s.want("web.json", profile)
	s.reconcile(t, []string{"web.json: installed"}, nil)
	newer := `{"defaultAction":"SCMP_ACT_KILL"}`
	s.want("web.json", newer)
	s.state.Files["web.json"] = entry{Written: hash([]byte(profile)), Intended: hash([]byte(newer))}
	if err := s.store.Write(s.state); err != nil {
		t.Fatal(err)
	}
	t.Run("before the file", func(t *testing.T) {
		s.start(s.Profiles, s.Folder)
		s.reconcile(t, []string{"web.json: replaced"}, nil)
	})
	t.Run("after the file", func(t *testing.T) {
		s.state.Files["web.json"] = entry{Written: hash([]byte(profile)), Intended: hash([]byte(newer))}
		if err := s.store.Write(s.state); err != nil {
			t.Fatal(err)
		}
		s.start(s.Profiles, s.Folder)
		s.reconcile(t, []string{"web.json: replaced"}, nil)
		s.reconcile(t, nil, nil)
	})
}

func TestARecordThatCannotBeTrustedStopsTheInstaller(t *testing.T) {
	for name, text := range map[string]string{"no JSON": "{", "incomplete": "{}"} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.want("web.json", profile)
			s.put(".installer.record", text)
			s.Reconcile()
			if s.installed("web.json") != "" || len(s.lines) != 1 || !strings.HasPrefix(s.lines[0], "the installer: waiting: the record") || len(s.Unsettled()) != 1 {
				t.Errorf("said %q, unsettled %q", s.lines, s.Unsettled())
			}
		})
	}
	s := newScene(t)
	s.want("web.json", profile)
	if err := os.Chmod(s.Folder, 0o777); err != nil {
		t.Fatal(err)
	}
	s.Reconcile()
	if s.installed("web.json") != "" || len(s.Unsettled()) != 1 {
		t.Error("a folder that all may write to is used")
	}
}

func TestOneUpdateIsRead(t *testing.T) {
	s := newScene(t)
	for _, update := range []string{"..one", "..two"} {
		if err := os.Mkdir(filepath.Join(s.Profiles, update), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s.want("..one/old.json", profile)
	s.want("..two/web.json", profile)
	for link, target := range map[string]string{"..data": "..two", "old.json": "..one/old.json", "web.json": "..data/web.json"} {
		if err := os.Symlink(target, filepath.Join(s.Profiles, link)); err != nil {
			t.Fatal(err)
		}
	}
	s.reconcile(t, []string{"web.json: installed"}, nil)
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
	s.want("retired", "../outside.json\n"+outside+"\n")
	s.Reconcile()
	if _, err := os.Stat(outside); err != nil {
		t.Error("a file outside was removed")
	}
	if err := os.Symlink(outside, filepath.Join(s.Folder, "web.json")); err != nil {
		t.Fatal(err)
	}
	s.Adopted = []string{"web.json"}
	s.want("web.json", `{"defaultAction":"SCMP_ACT_KILL"}`)
	s.lines = nil
	s.Reconcile()
	s.said(t, "web.json: rejected: the folder has something of this name that is not a regular file: remove it by hand")
	if text, _ := os.ReadFile(outside); string(text) != profile {
		t.Error("a link was followed out of the folder")
	}
}

func TestBadFilesAreNamedAndDoNotStopTheOthers(t *testing.T) {
	for name, text := range map[string]string{
		"no.json":      "not JSON",
		"list.json":    "[]",
		"empty.json":   "{}",
		"web.txt":      profile,
		"big.json":     strings.Repeat(" ", configmap.MaxFileSize+1),
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
