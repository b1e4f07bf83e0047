package loader

import "strings"

// word is the state of a profile, or of the loader itself.
type word string

const (
	loaded   word = "loaded"
	replaced word = "replaced"
	unloaded word = "unloaded"
	failed   word = "failed"
	waiting  word = "waiting"
	left     word = "left"
	watching word = "watching"
)

// theLoader is whom a line is about when it is about no profile: no profile
// has a space in its name.
const theLoader = "the loader"

// journal keeps what was said last about each, so that only changes are said.
type journal struct {
	last  map[string]entry
	fresh []string
}

type entry struct {
	word   word
	detail string
}

// tell says a state unless it is the one said last.
func (j *journal) tell(who string, w word, detail string) {
	if j.last[who] != (entry{w, detail}) {
		j.say(who, w, detail)
	}
}

// settle says that a profile is as wanted, unless that is known.
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

func (j *journal) take() []string {
	lines := j.fresh
	j.fresh = nil
	return lines
}

// line is one line whatever a file name or a message holds.
func line(who string, w word, detail string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, who+": "+string(w)+": "+detail)
}
