// Package plan decides what has to be done to the kernel. It looks at nothing
// but its arguments.
package plan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/policy"
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
	// Intended is written before something is loaded, so that a loader that is
	// ended in between still knows its own work.
	Intended map[string]Intent `json:"intended,omitempty"`
}

// Intent is what the kernel shows for a profile once it is loaded.
type Intent struct {
	Mode string      `json:"mode"`
	Sums policy.Sums `json:"sums"`
}

// Owns tells whether the kernel's profile of a name is the one that the loader
// put there.
func (r Record) Owns(name string, now Entry) bool {
	if was, known := r.Kernel[name]; known && was == now {
		return true
	}
	intent, known := r.Intended[name]
	return known && intent.Mode == now.Mode && intent.Sums.Match(now.Digest)
}

// Wish is what the loader is asked for.
type Wish struct {
	// Texts is the hash of the text of every wanted profile by name.
	Texts map[string]string
	// Retired are the names to unload.
	Retired []string
	// Adopted are names that the loader may take over from somebody else.
	Adopted []string
}

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

// Plan is all that is to be done, loading before unloading, by name, and why
// some wishes are not met.
type Plan struct {
	Actions []Action
	// Conflicts are names that are wanted and retired at once.
	Conflicts []string
	// Rejections by name are about profiles that the loader did not load.
	Rejections map[string]string
}

// Reasons to leave a profile of the kernel as it is.
const (
	notLoadedHere  = "the kernel has a profile of this name that this loader did not load: give the profile another name, or let the loader adopt it"
	notRetiredHere = "it is retired, but this loader did not load it: it stays"
)

// Make decides.
func Make(wish Wish, kernel Kernel, records map[string]Record) Plan {
	p := Plan{Rejections: map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(wish.Texts)) {
		p.want(name, wish, kernel, records)
	}
	for _, name := range slices.Compact(slices.Sorted(slices.Values(wish.Retired))) {
		if _, wanted := wish.Texts[name]; wanted {
			p.Conflicts = append(p.Conflicts, name)
		} else if now, there := kernel[name]; !there {
			continue
		} else if !records[name].Owns(name, now) {
			p.Rejections[name] = notRetiredHere
		} else {
			p.do(Unload, name, "it is retired")
		}
	}
	return p
}

func (p *Plan) do(kind Kind, name, reason string) {
	p.Actions = append(p.Actions, Action{kind, name, reason})
}

func (p *Plan) want(name string, wish Wish, kernel Kernel, records map[string]Record) {
	record, known := records[name]
	adopted := slices.Contains(wish.Adopted, name)
	switch now, there := kernel[name]; {
	case !there:
		p.do(Load, name, "the kernel lacks it")
		return
	case !known && adopted:
		p.do(Replace, name, "it is adopted")
		return
	case !known:
		p.Rejections[name] = notLoadedHere
		return
	case !record.Owns(name, now) && !adopted:
		p.Rejections[name] = foreignChange(name, record.Kernel[name], now)
		return
	}
	if record.Text != wish.Texts[name] {
		reason := "its text changed"
		if record.Text == "" {
			reason = "the loader was ended while it loaded it"
		}
		p.do(Replace, name, reason)
		return
	}
	p.compareParts(name, adopted, kernel, record)
}

// compareParts looks at a profile and its children. Children that the record
// does not know may be left from an older text: the kernel keeps them for the
// processes that still run under them.
func (p *Plan) compareParts(name string, adopted bool, kernel Kernel, record Record) {
	for _, part := range slices.Sorted(maps.Keys(record.Kernel)) {
		now, there := kernel[part]
		was := record.Kernel[part]
		switch {
		case !there:
			p.do(Replace, name, fmt.Sprintf("the kernel lost %s", part))
			return
		case now != was && (adopted || record.Owns(part, now)):
			p.do(Replace, name, fmt.Sprintf("%s changed (%s)", part, change(was, now)))
			return
		case now != was:
			p.Rejections[name] = foreignChange(part, was, now)
			return
		}
	}
}

func foreignChange(part string, was, now Entry) string {
	return fmt.Sprintf("somebody else changed %s (%s) since this loader loaded it: let the loader adopt it, or restart the node", part, change(was, now))
}

// Foreign returns why profiles must not be loaded, given the names that their
// text declares: the kernel has one of them from somebody else.
func Foreign(names []string, kernel Kernel, record Record) error {
	for _, name := range names {
		if now, there := kernel[name]; there && !record.Owns(name, now) {
			return fmt.Errorf("%s: %s", name, notLoadedHere)
		}
	}
	return nil
}

func change(was, now Entry) string {
	if was.Mode != now.Mode {
		return fmt.Sprintf("%s to %s", cmp.Or(was.Mode, "unknown"), now.Mode)
	}
	return fmt.Sprintf("digest %s to %s", cmp.Or(was.Digest, "none"), cmp.Or(now.Digest, "none"))
}
