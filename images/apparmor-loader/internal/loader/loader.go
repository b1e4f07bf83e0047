// Package loader keeps the kernel's profiles as the folder wants them.
//
// It acts on profiles that it loaded itself and has on record, and on no
// others. It never unloads a profile that is not retired, whatever happens to
// the folder or to the loader itself: the processes under a profile that goes
// away run on unconfined.
package loader

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/plan"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/profiles"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/record"
)

// Kernel is what the loader needs of the running kernel.
type Kernel interface {
	Obstacle() error
	Confinement() string
	// Boot identifies the start of the kernel.
	Boot() (string, error)
	Profiles() (plan.Kernel, error)
	// Load puts every profile of a compiled text into the kernel. Without
	// replace it fails if the kernel has one of them.
	Load(compiled []byte, replace bool) error
	Remove(name string) error
}

// Parser is what the loader needs of apparmor_parser.
type Parser interface {
	Compile(ctx context.Context, text []byte) (compiled []byte, warnings string, err error)
}

// Loader brings kernel and folder together.
type Loader struct {
	Kernel Kernel
	Parser Parser
	// Folder holds the wanted texts, StateFolder what was done before.
	Folder, StateFolder string
	// Adopted are names of profiles that the loader may take over from
	// somebody else.
	Adopted []string
	// Say gets a line whenever the state of a profile changes.
	Say func(line string)

	store    *record.Store
	state    *state
	attempts map[string]attempt
	journal  journal
}

const wantedAndRetired = "it is wanted and retired at once, so it stays: take it out of one of the two"

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
	if err == nil {
		err = l.remember()
	}
	if err != nil {
		l.journal.tell(theLoader, waiting, err.Error())
		for _, name := range slices.Sorted(maps.Keys(set.Texts)) {
			l.journal.tell(name, waiting, "the loader waits")
		}
		return
	}
	l.forget(set, kernel)
	finished := l.carryOut(ctx, set, plan.Make(l.wish(set), kernel, l.state.Records))
	if err := l.store.Write(l.state); err != nil {
		l.journal.tell(theLoader, failed, err.Error())
	} else if finished {
		l.journal.tell(theLoader, watching, l.Folder)
	}
}

// carryOut returns false if it was told to end.
func (l *Loader) carryOut(ctx context.Context, set profiles.Set, p plan.Plan) bool {
	busy := map[string]bool{}
	for _, action := range p.Actions {
		if ctx.Err() != nil {
			return false
		}
		busy[action.Name] = true
		// A started action is finished: half of one helps nobody.
		l.do(context.WithoutCancel(ctx), action, set.Texts[action.Name])
	}
	for _, name := range p.Conflicts {
		busy[name] = true
		l.journal.tell(name, failed, wantedAndRetired)
	}
	for _, name := range slices.Sorted(maps.Keys(p.Rejections)) {
		busy[name] = true
		l.journal.tell(name, rejected, p.Rejections[name])
	}
	for _, name := range slices.Sorted(maps.Keys(set.Texts)) {
		if !busy[name] {
			delete(l.state.Failures, name)
			l.journal.settle(name)
		}
	}
	return true
}

func (l *Loader) look() (plan.Kernel, error) {
	if err := l.Kernel.Obstacle(); err != nil {
		return nil, err
	}
	return l.Kernel.Profiles()
}

// remember reads the record once, and keeps every other loader from it.
func (l *Loader) remember() error {
	if l.state != nil {
		return nil
	}
	boot, err := l.Kernel.Boot()
	if err != nil {
		return err
	}
	store, err := record.Open(l.StateFolder, stateFile)
	if err != nil {
		return err
	}
	err = store.Lock()
	var state *state
	if err == nil {
		state, err = readState(store, boot)
	}
	if err == nil {
		err = store.Write(state)
	}
	if err != nil {
		return errors.Join(err, store.Close())
	}
	l.store, l.state = store, state
	return nil
}

func (l *Loader) wish(set profiles.Set) plan.Wish {
	texts := map[string]string{}
	for name, text := range set.Texts {
		texts[name] = profiles.Hash(text)
	}
	return plan.Wish{Texts: texts, Retired: set.ToUnload(), Adopted: l.Adopted}
}

// forget lets go of what is neither wanted nor in the kernel. A profile that is
// no longer wanted stays in the kernel, and on record.
func (l *Loader) forget(set profiles.Set, kernel plan.Kernel) {
	wanted := func(name string) bool { return set.Texts[name] != nil }
	for _, name := range slices.Sorted(maps.Keys(l.state.Records)) {
		if wanted(name) {
			continue
		}
		if _, there := kernel[name]; !there {
			delete(l.state.Records, name)
		} else if set.Problems[name] == nil && !slices.Contains(set.Retired, name) {
			l.journal.tell(name, left, "it is no longer wanted, and stays until it is retired")
		}
	}
	maps.DeleteFunc(l.state.Failures, func(name string, _ failure) bool { return !wanted(name) })
	maps.DeleteFunc(l.attempts, func(name string, _ attempt) bool { return !wanted(name) })
	l.journal.keep(func(name string) bool {
		_, recorded := l.state.Records[name]
		return wanted(name) || recorded || set.Problems[name] != nil || slices.Contains(set.Retired, name)
	})
}

func (l *Loader) do(ctx context.Context, action plan.Action, text []byte) {
	name := action.Name
	if action.Kind == plan.Unload {
		if err := l.unload(name); err != nil {
			l.journal.tell(name, failed, l.explain(err).Error())
			return
		}
		delete(l.state.Records, name)
		l.journal.say(name, unloaded, action.Reason)
		return
	}
	if l.isInVain(name, text, time.Now()) {
		return // and said
	}
	warnings, err := l.load(ctx, action, text)
	if err != nil {
		l.fail(name, err)
		return
	}
	delete(l.state.Failures, name)
	done := map[plan.Kind]word{plan.Load: loaded, plan.Replace: replaced}[action.Kind]
	detail := action.Reason
	if warnings != "" {
		detail += " (the parser warns: " + warnings + ")"
	}
	l.journal.say(name, done, detail)
}

func (l *Loader) fail(name string, err error) {
	failure := failure{failed, l.explain(err).Error()}
	if errors.As(err, new(rejection)) {
		failure.Word, failure.Detail = rejected, err.Error()
	}
	l.state.Failures[name] = failure
	l.journal.tell(name, failure.Word, failure.Detail)
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

// explain adds the usual cause of a denial that the kernel does not explain.
func (l *Loader) explain(err error) error {
	if profile := l.Kernel.Confinement(); profile != "" {
		return fmt.Errorf("%w; the loader itself is confined by %s, its pod needs AppArmor Unconfined", err, profile)
	}
	return err
}

// Unsettled returns a line for each profile that is not as wanted. It changes
// nothing.
func (l *Loader) Unsettled() []string {
	set, err := profiles.Read(l.Folder)
	if err != nil {
		return []string{line(theLoader, failed, err.Error())}
	}
	kernel, err := l.look()
	var state *state
	if err == nil {
		state, err = l.recall()
	}
	if err != nil {
		return []string{line(theLoader, waiting, err.Error())}
	}
	p := plan.Make(l.wish(set), kernel, state.Records)

	var lines []string
	for name, problem := range set.Problems {
		lines = append(lines, line(name, failed, problem.Error()))
	}
	for _, name := range p.Conflicts {
		lines = append(lines, line(name, failed, wantedAndRetired))
	}
	for name, reason := range p.Rejections {
		lines = append(lines, line(name, rejected, reason))
	}
	for _, action := range p.Actions {
		failure, known := state.Failures[action.Name]
		if !known {
			failure.Word, failure.Detail = waiting, action.Reason
		}
		lines = append(lines, line(action.Name, failure.Word, failure.Detail))
	}
	slices.Sort(lines)
	return lines
}

// recall reads the record without keeping it from the running loader.
func (l *Loader) recall() (*state, error) {
	boot, err := l.Kernel.Boot()
	if err != nil {
		return nil, err
	}
	store, err := record.Open(l.StateFolder, stateFile)
	if err != nil {
		return nil, err
	}
	state, err := readState(store, boot)
	return state, errors.Join(err, store.Close())
}

func (l *Loader) flushJournal() {
	for _, line := range l.journal.take() {
		l.Say(line)
	}
}
