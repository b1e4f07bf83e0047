// Package plan decides what has to be done to the kernel. It looks at nothing
// but its arguments.
package plan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// Entry is a profile as the kernel shows it. Digest is the kernel's hash of
// the compiled profile, empty where the kernel keeps none.
type Entry struct {
	Mode   string `json:"mode"`
	Digest string `json:"digest,omitempty"`
}

// Kernel is every profile in the kernel by name. A child is "parent//child".
type Kernel map[string]Entry

// Record is what the loader did for a profile: the hash of the text, and what
// the kernel showed for it and its children right afterwards.
type Record struct {
	Text   string `json:"text"`
	Kernel Kernel `json:"kernel"`
}

// Wanted is the hash of the text of every wanted profile by name.
type Wanted map[string]string

// Kind says what an action does.
type Kind int

// Load puts a new profile in, Replace changes one in place, and Unload takes
// one out.
const (
	Load Kind = iota
	Replace
	Unload
)

// Action is one thing to do, and why.
type Action struct {
	Kind   Kind
	Name   string
	Reason string
}

// Make lists what has to be done, loading before unloading, by name. A name
// that is wanted and retired is kept and listed as a conflict.
func Make(wanted Wanted, retired []string, kernel Kernel, records map[string]Record) (actions []Action, conflicts []string) {
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		if action, needed := load(name, wanted[name], kernel, records); needed {
			actions = append(actions, action)
		}
	}
	for _, name := range slices.Compact(slices.Sorted(slices.Values(retired))) {
		if _, kept := wanted[name]; kept {
			conflicts = append(conflicts, name)
			continue
		}
		if _, there := kernel[name]; there {
			actions = append(actions, Action{Unload, name, "it is retired"})
		}
	}
	return actions, conflicts
}

func load(name, text string, kernel Kernel, records map[string]Record) (Action, bool) {
	record, known := records[name]
	if _, there := kernel[name]; !there {
		return Action{Load, name, "the kernel lacks it"}, true
	}
	if !known {
		return Action{Replace, name, "who loaded it is not known"}, true
	}
	if record.Text != text {
		return Action{Replace, name, "its text changed"}, true
	}
	// Children that the record does not know may be left from an older text:
	// the kernel keeps them for the processes that still run under them.
	for _, part := range slices.Sorted(maps.Keys(record.Kernel)) {
		now, there := kernel[part]
		if !there {
			return Action{Replace, name, fmt.Sprintf("the kernel lost %s", part)}, true
		}
		if was := record.Kernel[part]; now != was {
			return Action{Replace, name, fmt.Sprintf("somebody changed %s (%s)", part, change(was, now))}, true
		}
	}
	return Action{}, false
}

func change(was, now Entry) string {
	if was.Mode != now.Mode {
		return fmt.Sprintf("%s to %s", was.Mode, now.Mode)
	}
	return fmt.Sprintf("digest %s to %s", cmp.Or(was.Digest, "none"), cmp.Or(now.Digest, "none"))
}
