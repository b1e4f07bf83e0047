package loader

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/parser"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/plan"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/policy"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/profiles"
)

// rejection is why a text is not loaded although it compiles.
type rejection struct{ error }

// attempt is a text that did not compile, or was rejected. The parser would say
// the same again.
type attempt struct {
	text string
	// again is when it is tried again; zero if never.
	again time.Time
}

// pause is the time until a text that took too long is tried again: a
// machine's processors are not always busy.
const pause = 10 * time.Minute

func (l *Loader) isInVain(name string, text []byte, now time.Time) bool {
	last, known := l.attempts[name]
	return known && last.text == profiles.Hash(text) && (last.again.IsZero() || now.Before(last.again))
}

// load compiles a text, checks what it would do to the node, and puts those
// very bytes into the kernel.
func (l *Loader) load(ctx context.Context, action plan.Action, text []byte) (warnings string, err error) {
	name := action.Name
	compiled, declared, warnings, err := l.compile(ctx, name, text)
	if err != nil {
		return "", err
	}
	kernel, err := l.Kernel.Profiles()
	if err != nil {
		return "", err
	}
	before, known := l.state.Records[name]
	if !slices.Contains(l.Adopted, name) {
		if err := plan.Foreign(slices.Sorted(maps.Keys(declared)), kernel, before); err != nil {
			return "", rejection{err}
		}
	}
	// First the record, then the kernel: see plan.Record.
	l.state.Records[name] = plan.Record{Text: before.Text, Kernel: before.Kernel, Intended: declared}
	if err := l.store.Write(l.state); err != nil {
		l.restore(name, before, known)
		return "", err
	}
	if err := l.Kernel.Load(compiled, action.Kind == plan.Replace); err != nil {
		l.restore(name, before, known)
		return "", err
	}
	record, err := l.recordOf(text, declared)
	if err != nil {
		return "", err
	}
	l.state.Records[name] = record
	return warnings, nil
}

func (l *Loader) restore(name string, before plan.Record, known bool) {
	if known {
		l.state.Records[name] = before
	} else {
		delete(l.state.Records, name)
	}
}

// compile returns what the kernel takes, and the profiles in it.
func (l *Loader) compile(ctx context.Context, name string, text []byte) (compiled []byte, declared map[string]plan.Intent, warnings string, err error) {
	compiled, warnings, err = l.Parser.Compile(ctx, text)
	if err == nil {
		declared, err = check(name, compiled)
	}
	if err == nil {
		delete(l.attempts, name)
		return compiled, declared, warnings, nil
	}
	if l.attempts == nil {
		l.attempts = map[string]attempt{}
	}
	last := attempt{text: profiles.Hash(text)}
	if errors.Is(err, parser.ErrTimeout) {
		last.again = time.Now().Add(pause)
	}
	l.attempts[name] = last
	return nil, nil, "", err
}

// check keeps a text from everything but the one profile of its name, and from
// programs of the node. It looks at what was compiled, so that no way to write
// a text makes a difference.
func check(name string, compiled []byte) (map[string]plan.Intent, error) {
	all, err := policy.Read(compiled)
	if err != nil {
		return nil, rejection{err}
	}
	declared := map[string]plan.Intent{}
	for _, profile := range all {
		if err := checkOne(name, profile); err != nil {
			return nil, rejection{err}
		}
		if _, twice := declared[profile.Name]; twice {
			return nil, rejection{fmt.Errorf("its text declares %q twice", profile.Name)}
		}
		declared[profile.Name] = plan.Intent{Mode: profile.Mode, Sums: profile.Sums}
	}
	if _, own := declared[name]; !own {
		return nil, rejection{fmt.Errorf("its text declares %q, and not %q", slices.Sorted(maps.Keys(declared)), name)}
	}
	return declared, nil
}

func checkOne(name string, profile policy.Profile) error {
	isChild := strings.HasPrefix(profile.Name, name+"//")
	switch {
	case profile.Namespace != "":
		return fmt.Errorf("its text declares %q in the AppArmor namespace %q: leave the namespace out", profile.Name, profile.Namespace)
	case profile.Replaces != "":
		return fmt.Errorf("its text declares %q in place of %q", profile.Name, profile.Replaces)
	case profile.Name != name && !isChild:
		return fmt.Errorf("its text declares %q: one profile a file, of the file's name", profile.Name)
	case isChild && strings.Contains(profile.Name, "//&"):
		return fmt.Errorf("its text declares %q: a name must not stack profiles", profile.Name)
	case !isChild && profile.Attached:
		// A child is laid on programs of its parent's processes, on no others.
		return errors.New("it is attached to programs by their path, those of the node too: leave the attachment out, a pod selects a profile by its name")
	}
	return nil
}

// recordOf looks at what the kernel made of a text.
func (l *Loader) recordOf(text []byte, declared map[string]plan.Intent) (plan.Record, error) {
	kernel, err := l.Kernel.Profiles()
	if err != nil {
		return plan.Record{}, err
	}
	record := plan.Record{Text: profiles.Hash(text), Kernel: plan.Kernel{}}
	for part := range declared {
		entry, there := kernel[part]
		if !there {
			return plan.Record{}, fmt.Errorf("the kernel took the profile, but does not show %s", part)
		}
		record.Kernel[part] = entry
	}
	return record, nil
}
