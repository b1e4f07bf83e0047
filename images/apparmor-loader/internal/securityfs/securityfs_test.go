package securityfs

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/plan"
)

// working is a kernel that lets the loader do its work.
func working() map[string]string {
	return map[string]string{
		enabled:                                "Y\n",
		status:                                 statusOf("0", "0000000200000000"),
		label:                                  "unconfined\n",
		folder + "/profiles":                   "web (enforce)\nweb//cgi (complain)\nwith (odd) name (enforce)\n",
		folder + "/.remove":                    "",
		folder + "/.load":                      "",
		folder + "/.replace":                   "",
		boot:                                   "f00d\n",
		folder + "/.unrelated":                 "",
		folder + "/policy/profiles/web.7/name": "web\n",
		folder + "/policy/profiles/web.7/sha1": "aa11\n",
		folder + "/policy/profiles/web.7/profiles/cgi.8/name":   "web//cgi\n",
		folder + "/policy/profiles/web.7/profiles/cgi.8/sha256": "bb22\n",
		folder + "/policy/profiles/with__odd__name.9/name":      "with (odd) name\n",
	}
}

// statusOf is the part of /proc/self/status that tells an effective user and
// its capabilities.
func statusOf(user, capabilities string) string {
	return "Name:\tloader\nUid:\t7\t" + user + "\t7\t7\nCapPrm:\t0000000000000000\nCapEff:\t" + capabilities + "\n"
}

func kernelOf(t *testing.T, files map[string]string) Kernel {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return Kernel{Root: root}
}

func TestProfilesCarryModeAndDigest(t *testing.T) {
	got, err := kernelOf(t, working()).Profiles()
	want := plan.Kernel{
		"web":             {Mode: "enforce", Digest: "aa11"},
		"web//cgi":        {Mode: "complain", Digest: "bb22"},
		"with (odd) name": {Mode: "enforce"},
	}
	if err != nil || !maps.Equal(got, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestALineThatIsNoProfileIsAnError(t *testing.T) {
	files := working()
	files[folder+"/profiles"] = "web enforce\n"
	if got, err := kernelOf(t, files).Profiles(); err == nil {
		t.Errorf("got %v", got)
	}
}

func TestObstacles(t *testing.T) {
	with := func(name, content string) map[string]string {
		files := working()
		files[name] = content
		return files
	}
	without := func(name string) map[string]string {
		files := working()
		delete(files, name)
		return files
	}
	tests := []struct {
		name  string
		files map[string]string
		says  string
	}{
		{"nothing stands in the way", working(), ""},
		{"a kernel without AppArmor", without(enabled), "has no AppArmor"},
		{"AppArmor switched off", with(enabled, "N\n"), "disabled in the kernel"},
		{"every capability but MAC_ADMIN", with(status, statusOf("0", "000001fdffffffff")), "MAC_ADMIN is missing"},
		{"another user", with(status, statusOf("65534", "0000000000000000")), "runs as user 65534: run it as user 0"},
		{"another user with the capability", with(status, statusOf("65534", "0000000200000000")), "runs as user 65534"},
		{"a status without capabilities", with(status, "Uid:\t0\t0\t0\t0\n"), "does not show user and capabilities"},
		{"no securityfs", without(folder + "/profiles"), "mount the node's securityfs"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			says := ""
			if err := kernelOf(t, test.files).Obstacle(); err != nil {
				says = err.Error()
			}
			if (says == "") != (test.says == "") || !strings.Contains(says, test.says) {
				t.Errorf("obstacle %q, want %q", says, test.says)
			}
		})
	}
}

func TestConfinementIsTheLoadersOwnProfile(t *testing.T) {
	for content, want := range map[string]string{"unconfined\n": "", "crio-default (enforce)\n": "crio-default (enforce)"} {
		files := working()
		files[label] = content
		if got := kernelOf(t, files).Confinement(); got != want {
			t.Errorf("confinement %q, want %q", got, want)
		}
	}
}

func TestRemoveWritesTheNameAlone(t *testing.T) {
	kernel := kernelOf(t, working())
	if err := kernel.Remove("web"); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(kernel.path(folder, ".remove"))
	if err != nil || string(content) != "web" {
		t.Errorf("wrote %q, %v", content, err)
	}
}

func TestLoadWritesToTheFileThatRejectsOrReplaces(t *testing.T) {
	for replace, file := range map[bool]string{false: ".load", true: ".replace"} {
		kernel := kernelOf(t, working())
		if err := kernel.Load([]byte("policy\x00"), replace); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{".load", ".replace", ".remove"} {
			content, err := os.ReadFile(kernel.path(folder, name))
			if want := map[bool]string{true: "policy\x00"}[name == file]; err != nil || string(content) != want {
				t.Errorf("%s holds %q, %v, want %q", name, content, err, want)
			}
		}
	}
}

func TestTheStartOfTheKernel(t *testing.T) {
	if id, err := kernelOf(t, working()).Boot(); err != nil || id != "f00d" {
		t.Errorf("%q, %v", id, err)
	}
	for _, content := range []string{"", "\n"} {
		files := working()
		files[boot] = content
		if id, err := kernelOf(t, files).Boot(); err == nil {
			t.Errorf("%q", id)
		}
	}
}
