package plan

import (
	"slices"
	"testing"
)

func TestMake(t *testing.T) {
	enforced := Entry{Mode: "enforce", Digest: "d1"}
	loaded := map[string]Record{"web": {Text: "t1", Kernel: Kernel{"web": enforced, "web//cgi": enforced}}}
	settled := Kernel{"web": enforced, "web//cgi": enforced, "foreign": enforced}

	tests := []struct {
		name      string
		wanted    Wanted
		retired   []string
		kernel    Kernel
		records   map[string]Record
		actions   []Action
		conflicts []string
	}{
		{name: "a settled profile is left alone", wanted: Wanted{"web": "t1"}, kernel: settled, records: loaded},
		{
			name: "a profile that the kernel lacks is loaded", wanted: Wanted{"web": "t1"}, kernel: Kernel{}, records: loaded,
			actions: []Action{{Load, "web", "the kernel lacks it"}},
		},
		{
			name: "after a restart a present profile is replaced", wanted: Wanted{"web": "t1"}, kernel: settled,
			actions: []Action{{Replace, "web", "who loaded it is not known"}},
		},
		{
			name: "a changed text replaces the profile", wanted: Wanted{"web": "t2"}, kernel: settled, records: loaded,
			actions: []Action{{Replace, "web", "its text changed"}},
		},
		{
			name: "a profile put into another mode is put back", wanted: Wanted{"web": "t1"}, records: loaded,
			kernel:  Kernel{"web": {Mode: "complain", Digest: "d1"}, "web//cgi": enforced},
			actions: []Action{{Replace, "web", "somebody changed web (enforce to complain)"}},
		},
		{
			name: "a profile replaced by somebody else is put back", wanted: Wanted{"web": "t1"}, records: loaded,
			kernel:  Kernel{"web": {Mode: "enforce", Digest: "d2"}, "web//cgi": enforced},
			actions: []Action{{Replace, "web", "somebody changed web (digest d1 to d2)"}},
		},
		{
			name: "a lost child is put back", wanted: Wanted{"web": "t1"}, kernel: Kernel{"web": enforced}, records: loaded,
			actions: []Action{{Replace, "web", "the kernel lost web//cgi"}},
		},
		{
			name: "a child left from an older text is left alone", wanted: Wanted{"web": "t1"}, records: loaded,
			kernel: Kernel{"web": enforced, "web//cgi": enforced, "web//old": enforced},
		},
		{
			name: "a retired profile is unloaded", retired: []string{"web", "web"}, kernel: settled, records: loaded,
			actions: []Action{{Unload, "web", "it is retired"}},
		},
		{name: "a retired profile that is not there needs nothing", retired: []string{"gone"}, kernel: settled},
		{
			name: "a name both wanted and retired is a conflict and stays", wanted: Wanted{"web": "t1"}, retired: []string{"web"},
			kernel: settled, records: loaded, conflicts: []string{"web"},
		},
		{name: "a profile that is no longer wanted stays until it is retired", kernel: settled, records: loaded},
		{
			name: "profiles come before the unloading, each by name", wanted: Wanted{"b": "t", "a": "t"}, retired: []string{"foreign"},
			kernel:  settled,
			actions: []Action{{Load, "a", "the kernel lacks it"}, {Load, "b", "the kernel lacks it"}, {Unload, "foreign", "it is retired"}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			actions, conflicts := Make(test.wanted, test.retired, test.kernel, test.records)
			if !slices.Equal(actions, test.actions) {
				t.Errorf("actions %v, want %v", actions, test.actions)
			}
			if !slices.Equal(conflicts, test.conflicts) {
				t.Errorf("conflicts %v, want %v", conflicts, test.conflicts)
			}
		})
	}
}
