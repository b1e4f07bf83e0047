package plan

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/policy"
)

func TestMake(t *testing.T) {
	enforced := Entry{Mode: "enforce", Digest: "d1"}
	weakened := Entry{Mode: "complain", Digest: "d1"}
	other := Entry{Mode: "enforce", Digest: "d2"}
	loaded := map[string]Record{"web": {Text: "t1", Kernel: Kernel{"web": enforced, "web//cgi": enforced}}}
	intended := map[string]Record{"web": {Text: "t1", Kernel: Kernel{"web": enforced}, Intended: map[string]Intent{
		"web": {Mode: "enforce", Sums: policy.Sums{SHA1: "d2", SHA256: "long"}},
	}}}
	settled := Kernel{"web": enforced, "web//cgi": enforced, "foreign": enforced}
	wanted := Wish{Texts: map[string]string{"web": "t1"}}
	adopted := Wish{Texts: wanted.Texts, Adopted: []string{"web"}}

	tests := []struct {
		name       string
		wish       Wish
		kernel     Kernel
		records    map[string]Record
		actions    []Action
		conflicts  []string
		rejections map[string]string // the beginning of the reason
	}{
		{name: "a settled profile is left as it is", wish: wanted, kernel: settled, records: loaded},
		{name: "a settled profile that was adopted is left as it is", wish: adopted, kernel: settled, records: loaded},
		{
			name: "a profile that the kernel lacks is loaded", wish: wanted, kernel: Kernel{}, records: loaded,
			actions: []Action{{Load, "web", "the kernel lacks it"}},
		},
		{
			name: "a profile without a record is rejected", wish: wanted, kernel: settled,
			rejections: map[string]string{"web": "the kernel has a profile of this name"},
		},
		{
			name: "a profile without a record is adopted by name", wish: adopted, kernel: settled,
			actions: []Action{{Replace, "web", "it is adopted"}},
		},
		{
			name: "a changed text replaces the profile", wish: Wish{Texts: map[string]string{"web": "t2"}}, kernel: settled, records: loaded,
			actions: []Action{{Replace, "web", "its text changed"}},
		},
		{
			name: "a profile that somebody else put into another mode is rejected", wish: wanted, records: loaded,
			kernel:     Kernel{"web": weakened, "web//cgi": enforced},
			rejections: map[string]string{"web": "somebody else changed web (enforce to complain)"},
		},
		{
			name: "a profile that somebody else replaced is rejected, with a new text too", records: loaded,
			wish:       Wish{Texts: map[string]string{"web": "t2"}},
			kernel:     Kernel{"web": other, "web//cgi": enforced},
			rejections: map[string]string{"web": "somebody else changed web (digest d1 to d2)"},
		},
		{
			name: "a child that somebody else replaced is rejected", wish: wanted, records: loaded,
			kernel:     Kernel{"web": enforced, "web//cgi": other},
			rejections: map[string]string{"web": "somebody else changed web//cgi (digest d1 to d2)"},
		},
		{
			name: "a changed profile that is adopted is put back", wish: adopted, records: loaded,
			kernel:  Kernel{"web": weakened, "web//cgi": enforced},
			actions: []Action{{Replace, "web", "web changed (enforce to complain)"}},
		},
		{
			name: "what the loader was about to load is its own", wish: wanted, records: intended, kernel: Kernel{"web": other},
			actions: []Action{{Replace, "web", "web changed (digest d1 to d2)"}},
		},
		{
			name: "what the loader was about to load in another mode is not its own", wish: wanted, records: intended,
			kernel:     Kernel{"web": {Mode: "complain", Digest: "d2"}},
			rejections: map[string]string{"web": "somebody else changed web"},
		},
		{
			name: "a lost child is put back", wish: wanted, kernel: Kernel{"web": enforced}, records: loaded,
			actions: []Action{{Replace, "web", "the kernel lost web//cgi"}},
		},
		{
			name: "a child left from an older text is left as it is", wish: wanted, records: loaded,
			kernel: Kernel{"web": enforced, "web//cgi": enforced, "web//old": enforced},
		},
		{
			name: "a retired profile is unloaded", wish: Wish{Retired: []string{"web", "web"}}, kernel: settled, records: loaded,
			actions: []Action{{Unload, "web", "it is retired"}},
		},
		{name: "a retired profile that is not there needs nothing", wish: Wish{Retired: []string{"gone"}}, kernel: settled},
		{
			name: "a retired name without a record is rejected, adopted or not", kernel: settled, records: loaded,
			wish:       Wish{Retired: []string{"foreign"}, Adopted: []string{"foreign"}},
			rejections: map[string]string{"foreign": "it is retired, but this loader did not load it"},
		},
		{
			name: "a retired profile that somebody else replaced is rejected", wish: Wish{Retired: []string{"web"}}, records: loaded,
			kernel:     Kernel{"web": other},
			rejections: map[string]string{"web": "it is retired, but this loader did not load it"},
		},
		{
			name: "a name both wanted and retired is a conflict and stays", kernel: settled, records: loaded,
			wish: Wish{Texts: wanted.Texts, Retired: []string{"web"}}, conflicts: []string{"web"},
		},
		{name: "a profile that is no longer wanted stays until it is retired", kernel: settled, records: loaded},
		{
			name: "profiles come before the unloading, each by name", kernel: settled, records: loaded,
			wish:    Wish{Texts: map[string]string{"b": "t", "a": "t"}, Retired: []string{"web"}},
			actions: []Action{{Load, "a", "the kernel lacks it"}, {Load, "b", "the kernel lacks it"}, {Unload, "web", "it is retired"}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Make(test.wish, test.kernel, test.records)
			if !slices.Equal(got.Actions, test.actions) {
				t.Errorf("actions %v, want %v", got.Actions, test.actions)
			}
			if !slices.Equal(got.Conflicts, test.conflicts) {
				t.Errorf("conflicts %v, want %v", got.Conflicts, test.conflicts)
			}
			if !maps.EqualFunc(got.Rejections, test.rejections, strings.HasPrefix) {
				t.Errorf("rejections %q, want %q", got.Rejections, test.rejections)
			}
		})
	}
}

func TestForeign(t *testing.T) {
	enforced := Entry{Mode: "enforce", Digest: "d1"}
	record := Record{Kernel: Kernel{"web": enforced}}
	if err := Foreign([]string{"web", "web//new"}, Kernel{"web": enforced}, record); err != nil {
		t.Error(err)
	}
	for _, kernel := range []Kernel{{"web//new": enforced}, {"web": {Mode: "enforce", Digest: "d2"}}} {
		if err := Foreign([]string{"web", "web//new"}, kernel, record); err == nil {
			t.Errorf("%v is accepted", kernel)
		}
	}
}
