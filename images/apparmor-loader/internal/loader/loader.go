// Package loader keeps the kernel's profiles as the folder wants them.
//
// It never unloads a profile that is not retired, whatever happens to the
// folder or to the loader itself: the processes under a profile that goes
// away run on unconfined.
package loader

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/plan"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/profiles"
)

// Kernel is what the loader needs of securityfs.
type Kernel interface {
	Obstacle() error
	Confinement() string
	Profiles() (plan.Kernel, error)
	Remove(name string) error
}

// Parser is what the loader needs of apparmor_parser.
type Parser interface {
	Names(ctx context.Context, text []byte) ([]string, error)
	Load(ctx context.Context, text []byte) (warnings string, err error)
}

// Loader brings kernel and folder together.
type Loader struct {
	Kernel Kernel
	Parser Parser
	// Folder holds the wanted texts, StateFolder what was done before.
	Folder, StateFolder string
	// Say gets a line whenever the state of a profile changes.
	Say func(line string)

	state   *state
	journal journal
}

var errWantedAndRetired = errors.New("it is wanted and retired at once, so it stays: take it out of one of the two")

// Reconcile does what is to be done now. What fails is tried again next time.
func (l *Loader) Reconcile(ctx context.Context) {
	defer l.flushJournal()
	set, err := profiles.Read(l.Folder)
	if err != nil {
		l.journal.tell(theLoader, failed, err.Error())
		return
	}
	for _, name := range slices.Sorted(maps.Keys(set.Problems)) {
		l.journal.tell(name, failed, set.Problems[name].Error())
	}
	kernel, err := l.look()
	if err != nil {
		l.journal.tell(theLoader, waiting, err.Error())
		for _, name := range slices.Sorted(maps.Keys(set.Texts)) {
			l.journal.tell(name, waiting, "the loader waits")
		}
		return
	}
	if l.state == nil {
		l.state = l.remember()
	}
	wanted := hashes(set)
	l.forget(wanted, set, kernel)

	actions, conflicts := plan.Make(wanted, set.ToUnload(), kernel, l.state.Records)
	busy := map[string]bool{}
	for _, action := range actions {
		if ctx.Err() != nil {
			return
		}
		busy[action.Name] = true
		// A started action is finished: half of one helps nobody.
		l.do(context.WithoutCancel(ctx), action, set.Texts[action.Name])
	}
	for _, name := range conflicts {
		busy[name] = true
		l.journal.tell(name, failed, errWantedAndRetired.Error())
	}
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		if !busy[name] {
			l.journal.settle(name)
		}
	}
	if err := l.state.write(l.StateFolder); err != nil {
		l.journal.tell(theLoader, failed, err.Error())
		return
	}
	l.journal.tell(theLoader, watching, l.Folder)
}

func (l *Loader) look() (plan.Kernel, error) {
	if err := l.Kernel.Obstacle(); err != nil {
		return nil, err
	}
	return l.Kernel.Profiles()
}

// remember goes on without a state that cannot be read: loading once more is
// harmless.
func (l *Loader) remember() *state {
	state, err := readState(l.StateFolder)
	if err != nil {
		l.journal.tell(theLoader, failed, err.Error())
	}
	return state
}

// forget lets go of profiles that are wanted no more, which leaves them in the
// kernel.
func (l *Loader) forget(wanted plan.Wanted, set profiles.Set, kernel plan.Kernel) {
	for _, name := range l.state.forgetAllBut(wanted) {
		_, there := kernel[name]
		if there && set.Problems[name] == nil && !slices.Contains(set.Retired, name) {
			l.journal.tell(name, left, "it is no longer wanted, and stays until it is retired")
		}
	}
}

func (l *Loader) do(ctx context.Context, action plan.Action, text []byte) {
	name := action.Name
	if action.Kind == plan.Unload {
		if err := l.unload(name); err != nil {
			l.journal.tell(name, failed, l.explain(err).Error())
			return
		}
		l.journal.say(name, unloaded, action.Reason)
		return
	}

	record, warnings, err := l.load(ctx, name, text)
	if err != nil {
		l.state.Failures[name] = l.explain(err).Error()
		l.journal.tell(name, failed, l.state.Failures[name])
		return
	}
	delete(l.state.Failures, name)
	l.state.Records[name] = record
	done := map[plan.Kind]word{plan.Load: loaded, plan.Replace: replaced}[action.Kind]
	detail := action.Reason
	if warnings != "" {
		detail += " (the parser warns: " + warnings + ")"
	}
	l.journal.say(name, done, detail)
}

func (l *Loader) unload(name string) error {
	if err := l.Kernel.Remove(name); err != nil {
		return err
	}
	kernel, err := l.Kernel.Profiles()
	if err != nil {
		return err
	}
	if _, there := kernel[name]; there {
		return errors.New("the kernel kept it")
	}
	return nil
}

func (l *Loader) load(ctx context.Context, name string, text []byte) (plan.Record, string, error) {
	names, err := l.Parser.Names(ctx, text)
	if err != nil {
		return plan.Record{}, "", err
	}
	if err := checkNames(name, names); err != nil {
		return plan.Record{}, "", err
	}
	warnings, err := l.Parser.Load(ctx, text)
	if err != nil {
		return plan.Record{}, "", err
	}
	kernel, err := l.Kernel.Profiles()
	if err != nil {
		return plan.Record{}, "", err
	}
	record := plan.Record{Text: profiles.Hash(text), Kernel: plan.Kernel{}}
	for _, part := range names {
		entry, there := kernel[part]
		if !there {
			return plan.Record{}, "", fmt.Errorf("the parser succeeded, but the kernel lacks %s", part)
		}
		record.Kernel[part] = entry
	}
	return record, warnings, nil
}

// checkNames keeps a text from replacing profiles that are not its own.
func checkNames(name string, declared []string) error {
	if !slices.Contains(declared, name) {
		return fmt.Errorf("its text declares %q, and not %q", declared, name)
	}
	for _, other := range declared {
		if other != name && !strings.HasPrefix(other, name+"//") {
			return fmt.Errorf("its text also declares %q: one profile a file", other)
		}
	}
	return nil
}

// explain adds the usual cause of a refusal that the kernel does not explain.
func (l *Loader) explain(err error) error {
	if profile := l.Kernel.Confinement(); profile != "" {
		return fmt.Errorf("%w; the loader itself is confined by %s, its pod needs AppArmor Unconfined", err, profile)
	}
	return err
}

// Unsettled says, one line each, what is not as wanted. It changes nothing.
func (l *Loader) Unsettled() []string {
	set, err := profiles.Read(l.Folder)
	if err != nil {
		return []string{line(theLoader, failed, err.Error())}
	}
	kernel, err := l.look()
	if err != nil {
		return []string{line(theLoader, waiting, err.Error())}
	}
	// A state that cannot be read knows nothing: everything is yet to be done.
	state, _ := readState(l.StateFolder)
	actions, conflicts := plan.Make(hashes(set), set.ToUnload(), kernel, state.Records)

	var lines []string
	for name, problem := range set.Problems {
		lines = append(lines, line(name, failed, problem.Error()))
	}
	for _, name := range conflicts {
		lines = append(lines, line(name, failed, errWantedAndRetired.Error()))
	}
	for _, action := range actions {
		if failure := state.Failures[action.Name]; failure != "" {
			lines = append(lines, line(action.Name, failed, failure))
			continue
		}
		lines = append(lines, line(action.Name, waiting, action.Reason))
	}
	slices.Sort(lines)
	return lines
}

func hashes(set profiles.Set) plan.Wanted {
	wanted := plan.Wanted{}
	for name, text := range set.Texts {
		wanted[name] = profiles.Hash(text)
	}
	return wanted
}

func (l *Loader) flushJournal() {
	for _, line := range l.journal.take() {
		l.Say(line)
	}
}
