package policy

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/policy/policytest"
)

// profile is one with some fields before its flags, and some after them.
func profile(name string, before, after func(b *policytest.Policy)) []byte {
	b := &policytest.Policy{}
	b.U32("version", 5).Open("profile").Text("", name)
	before(b)
	b.Flags(0).U32("path_flags", 0)
	after(b)
	return b.Close().Bytes()
}

func nothing(*policytest.Policy) {}

func TestAProfileThatIsNotAttached(t *testing.T) {
	compiled := profile("web", nothing, func(b *policytest.Policy) {
		b.Blob("aadfa", []byte("rules")).Open("caps64").U32("", 1).Close()
	})
	profiles, err := Read(compiled)
	if err != nil || len(profiles) != 1 {
		t.Fatal(profiles, err)
	}
	got := profiles[0]
	if got.Name != "web" || got.Mode != "enforce" || got.Attached || got.Namespace != "" || got.Replaces != "" {
		t.Errorf("profile %+v", got)
	}
	structure := compiled[len((&policytest.Policy{}).U32("version", 5).Bytes()):]
	hashed := append([]byte{5, 0, 0, 0}, structure...)
	one, two := sha1.Sum(hashed), sha256.Sum256(hashed)
	for _, digest := range []string{hex.EncodeToString(one[:]), hex.EncodeToString(two[:]), ""} {
		if !got.Sums.Match(digest) {
			t.Errorf("the hash %q does not match", digest)
		}
	}
	if got.Sums.Match("00") {
		t.Error("another hash matches")
	}
}

func TestWhatAProfileAppliesTo(t *testing.T) {
	for name, test := range map[string]struct {
		before, after func(b *policytest.Policy)
		want          func(p Profile) bool
	}{
		"paths as an automaton": {
			func(b *policytest.Policy) { b.Blob("aadfa", []byte("x")).U32("", 3) }, nothing, func(p Profile) bool { return p.Attached },
		},
		"paths as text": {
			func(b *policytest.Policy) { b.Text("attach", "/usr/bin/foo") }, nothing, func(p Profile) bool { return p.Attached },
		},
		"extended attributes": {
			nothing, func(b *policytest.Policy) { b.Open("xattrs").Close() }, func(p Profile) bool { return p.Attached },
		},
		"another profile's place": {
			func(b *policytest.Policy) { b.Text("rename", "foreign") }, nothing, func(p Profile) bool { return p.Replaces == "foreign" },
		},
		"paths that cannot be told": {
			func(b *policytest.Policy) { b.Text("disconnected", "/x") }, nothing, func(p Profile) bool { return !p.Attached },
		},
	} {
		profiles, err := Read(profile("web", test.before, test.after))
		if err != nil || !test.want(profiles[0]) {
			t.Errorf("%s: %+v, %v", name, profiles, err)
		}
	}
}

func TestProfilesFollowEachOther(t *testing.T) {
	inNamespace := &policytest.Policy{}
	inNamespace.U32("version", 5).Text("namespace", "ns").Open("profile").Text("", "api").Flags(3).Close()
	profiles, err := Read(append(profile("web", nothing, nothing), inNamespace.Bytes()...))
	if err != nil || len(profiles) != 2 || profiles[1].Name != "api" || profiles[1].Namespace != "ns" || profiles[1].Mode != "unconfined" {
		t.Errorf("%+v, %v", profiles, err)
	}
}

func TestWhatCannotBeReadIsAnError(t *testing.T) {
	unknown := profile("web", func(b *policytest.Policy) { b.Text("future", "x") }, nothing)
	mode := (&policytest.Policy{}).U32("version", 5).Open("profile").Text("", "web").Flags(9).Close().Bytes()
	for name, compiled := range map[string][]byte{
		"nothing": nil,
		"an unknown field that may mean an attachment": unknown,
		"an unknown mode":                  mode,
		"text":                             []byte("profile web {\n}\n"),
		"no version":                       profile("web", nothing, nothing)[15:],
		"something after the last profile": append(profile("web", nothing, nothing), 0),
	} {
		if profiles, err := Read(compiled); err == nil {
			t.Errorf("%s: %+v", name, profiles)
		}
	}
	whole := profile("web", nothing, func(b *policytest.Policy) { b.Blob("aadfa", []byte("rules")) })
	for end := 1; end < len(whole); end++ {
		if profiles, err := Read(whole[:end]); err == nil {
			t.Errorf("cut at %d: %+v", end, profiles)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(profile("web", func(b *policytest.Policy) { b.Blob("aadfa", []byte("x")).U32("", 3) }, nothing))
	f.Add([]byte(strings.Repeat("\x06", 40)))
	f.Fuzz(func(t *testing.T, compiled []byte) {
		profiles, err := Read(compiled)
		if err == nil && len(profiles) == 0 {
			t.Error("neither a profile nor an error")
		}
	})
}
