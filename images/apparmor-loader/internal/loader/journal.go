package loader

import (
	"maps"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/oneline"
)

// word is the state of a profile, or of the loader itself.
type word string

const (
	loaded   word = "loaded"
	replaced word = "replaced"
	unloaded word = "unloaded"
	failed   word = "failed"
	rejected word = "rejected"
	waiting  word = "waiting"
	left     word = "left"
	watching word = "watching"
)

// theLoader is the subject of a line that is not about a profile: no profile
// has a space in its name.
const theLoader = "the loader"

// journal keeps the last line about each subject, so that only changes are
// written.
type journal struct {
	last  map[string]entry
	fresh []string
}

type entry struct {
	word   word
	detail string
}

// tell writes a state unless it is the last one written.
func (j *journal) tell(who string, w word, detail string) {
	if j.last[who] != (entry{w, detail}) {
		j.say(who, w, detail)
	}
}

// settle writes that a profile is as wanted, unless that is known.
func (j *journal) settle(who string) {
	if w := j.last[who].word; w != loaded && w != replaced {
		j.say(who, loaded, "as before")
	}
}

// say is for what was done: doing the same again is news, too.
func (j *journal) say(who string, w word, detail string) {
	if j.last == nil {
		j.last = map[string]entry{}
	}
	j.last[who] = entry{w, detail}
	j.fresh = append(j.fresh, line(who, w, detail))
}

// keep forgets subjects that are gone, so that the journal does not grow.
func (j *journal) keep(subject func(who string) bool) {
	maps.DeleteFunc(j.last, func(who string, _ entry) bool { return who != theLoader && !subject(who) })
}

func (j *journal) take() []string {
	lines := j.fresh
	j.fresh = nil
	return lines
}

// line is one line whatever a file name or a message holds.
func line(who string, w word, detail string) string {
	return oneline.Of(who + ": " + string(w) + ": " + detail)
}
