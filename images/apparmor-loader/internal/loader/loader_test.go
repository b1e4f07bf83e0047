package loader

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/plan"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/profiles"
)

// node is a kernel and a parser. A text is a line of names, of which "broken"
// does not compile and "refused" is not taken by the kernel.
type node struct {
	kernel      plan.Kernel
	obstacle    error
	confinement string
	did         []string
}

func (n *node) Obstacle() error                { return n.obstacle }
func (n *node) Confinement() string            { return n.confinement }
func (n *node) Profiles() (plan.Kernel, error) { return maps.Clone(n.kernel), nil }

func (n *node) Remove(name string) error {
	n.did = append(n.did, "remove "+name)
	maps.DeleteFunc(n.kernel, func(other string, _ plan.Entry) bool {
		return other == name || strings.HasPrefix(other, name+"//")
	})
	return nil
}

func (n *node) Names(_ context.Context, text []byte) ([]string, error) {
	if strings.Contains(string(text), "broken") {
		return nil, errors.New("syntax error")
	}
	code, _, _ := strings.Cut(string(text), "#")
	return strings.Fields(code), nil
}

func (n *node) Load(ctx context.Context, text []byte) (string, error) {
	names, _ := n.Names(ctx, text)
	if strings.Contains(string(text), "refused") {
		return "", errors.New("permission denied")
	}
	n.did = append(n.did, "load "+names[0])
	for _, name := range names {
		n.kernel[name] = plan.Entry{Mode: "enforce", Digest: profiles.Hash(text)[:8]}
	}
	return "", nil
}

type scene struct {
	*testing.T
	node   *node
	loader *Loader
	lines  []string
}

func newScene(t *testing.T) *scene {
	s := &scene{T: t, node: &node{kernel: plan.Kernel{"foreign": {Mode: "enforce"}}}}
	folder, state := t.TempDir(), t.TempDir()
	s.start(folder, state)
	return s
}

// start begins with a new loader, as a restart does.
func (s *scene) start(folder, state string) {
	s.loader = &Loader{
		Kernel: s.node, Parser: s.node, Folder: folder, StateFolder: state,
		Say: func(line string) { s.lines = append(s.lines, line) },
	}
}

func (s *scene) write(name, text string) {
	s.Helper()
	if err := os.WriteFile(filepath.Join(s.loader.Folder, name), []byte(text), 0o644); err != nil {
		s.Fatal(err)
	}
}

func (s *scene) delete(path string) {
	s.Helper()
	if err := os.Remove(path); err != nil {
		s.Fatal(err)
	}
}

// reconcile checks what was done and said, and what the probe says after it.
func (s *scene) reconcile(did, said, unsettled []string) {
	s.Helper()
	s.node.did, s.lines = nil, nil
	s.loader.Reconcile(context.Background())
	if !slices.Equal(s.node.did, did) {
		s.Errorf("did %q, want %q", s.node.did, did)
	}
	lines := slices.DeleteFunc(s.lines, func(line string) bool { return strings.HasPrefix(line, "the loader: watching") })
	if !slices.Equal(lines, said) {
		s.Errorf("said %q, want %q", lines, said)
	}
	if got := s.loader.Unsettled(); !slices.Equal(got, unsettled) {
		s.Errorf("unsettled %q, want %q", got, unsettled)
	}
	if _, there := s.node.kernel["foreign"]; !there {
		s.Error("a foreign profile is gone")
	}
}

func TestTheLifeOfAProfile(t *testing.T) {
	s := newScene(t)
	s.write("web", "web web//cgi")
	if got := s.loader.Unsettled(); !slices.Equal(got, []string{"web: waiting: the kernel lacks it"}) {
		t.Errorf("unsettled %q", got)
	}
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
	s.reconcile(nil, nil, nil)

	s.write("web", "web web//cgi # changed")
	if got := s.loader.Unsettled(); !slices.Equal(got, []string{"web: waiting: its text changed"}) {
		t.Errorf("unsettled %q", got)
	}
	s.reconcile([]string{"load web"}, []string{"web: replaced: its text changed"}, nil)
	s.reconcile(nil, nil, nil)

	s.delete(filepath.Join(s.loader.Folder, "web"))
	s.reconcile(nil, []string{"web: left: it is no longer wanted, and stays until it is retired"}, nil)
	s.reconcile(nil, nil, nil)

	s.write("retired", "web\n")
	s.reconcile([]string{"remove web"}, []string{"web: unloaded: it is retired"}, nil)
	if len(s.node.kernel) != 1 {
		t.Errorf("kernel %v", s.node.kernel)
	}
	s.reconcile(nil, nil, nil)
}

func TestAProfileChangedBehindTheLoaderIsPutBack(t *testing.T) {
	s := newScene(t)
	s.write("web", "web")
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
	digest := s.node.kernel["web"].Digest
	s.node.kernel["web"] = plan.Entry{Mode: "complain", Digest: digest}
	s.reconcile([]string{"load web"}, []string{"web: replaced: somebody changed web (enforce to complain)"}, nil)
	delete(s.node.kernel, "web")
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
}

func TestARestart(t *testing.T) {
	s := newScene(t)
	s.write("web", "web")
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)

	s.start(s.loader.Folder, s.loader.StateFolder)
	s.reconcile(nil, []string{"web: loaded: as before"}, nil)

	s.start(s.loader.Folder, t.TempDir())
	s.reconcile([]string{"load web"}, []string{"web: replaced: who loaded it is not known"}, nil)

	s.write("../"+filepath.Base(s.loader.StateFolder)+"/"+stateFile, "no JSON")
	s.start(s.loader.Folder, s.loader.StateFolder)
	s.reconcile([]string{"load web"}, []string{
		"the loader: failed: state.json: invalid character 'o' in literal null (expecting 'u')",
		"web: replaced: who loaded it is not known",
	}, nil)
}

func TestOneBadProfileDoesNotStopTheOthers(t *testing.T) {
	s := newScene(t)
	s.write("a-bad", "broken")
	s.write("b-thief", "b-thief foreign")
	s.write("c-other", "other")
	s.write("d-refused", "d-refused refused")
	s.write("docker-default", "docker-default")
	s.write("web", "web")
	failures := []string{
		"a-bad: failed: syntax error",
		`b-thief: failed: its text also declares "foreign": one profile a file`,
		`c-other: failed: its text declares ["other"], and not "c-other"`,
		`d-refused: failed: its text also declares "refused": one profile a file`,
		"docker-default: failed: this name is reserved",
	}
	said := append([]string{failures[4]}, failures[:4]...)
	s.reconcile([]string{"load web"}, append(said, "web: loaded: the kernel lacks it"), failures)
	// Said once, tried each time.
	s.reconcile(nil, nil, failures)

	s.write("a-bad", "a-bad")
	s.reconcile([]string{"load a-bad"}, []string{"a-bad: loaded: the kernel lacks it"}, failures[1:])
	delete(s.node.kernel, "a-bad")
	if got := s.loader.Unsettled(); len(got) == 0 || got[0] != "a-bad: waiting: the kernel lacks it" {
		t.Errorf("unsettled %q, want the failure forgotten", got)
	}
}

func TestAFailedReplacementLeavesTheOldTextLoaded(t *testing.T) {
	s := newScene(t)
	s.write("web", "web")
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
	s.write("web", "broken")
	s.reconcile(nil, []string{"web: failed: syntax error"}, []string{"web: failed: syntax error"})
	if _, there := s.node.kernel["web"]; !there {
		t.Error("the profile is gone")
	}
	s.write("web", "web")
	s.reconcile(nil, []string{"web: loaded: as before"}, nil)
}

func TestANameBothWantedAndRetiredStays(t *testing.T) {
	s := newScene(t)
	s.write("web", "web")
	s.write("retired", "web\n")
	conflict := "web: failed: it is wanted and retired at once, so it stays: take it out of one of the two"
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it", conflict}, []string{conflict})
	s.reconcile(nil, nil, []string{conflict})
	s.delete(filepath.Join(s.loader.Folder, "retired"))
	s.reconcile(nil, []string{"web: loaded: as before"}, nil)
}

func TestARetiredProfileWhoseFileIsBadStays(t *testing.T) {
	s := newScene(t)
	s.write("web", "web")
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
	s.write("web", strings.Repeat("#", 2<<20))
	s.write("retired", "web\n")
	problem := "web: failed: larger than 1048576 bytes"
	s.reconcile(nil, []string{problem}, []string{problem})
}

func TestTheStateIsWrittenOnlyWhenItChanges(t *testing.T) {
	s := newScene(t)
	written := func() os.FileInfo {
		info, err := os.Stat(filepath.Join(s.loader.StateFolder, stateFile))
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	s.write("web", "web")
	s.loader.Reconcile(context.Background())
	before := written()
	s.loader.Reconcile(context.Background())
	if !os.SameFile(before, written()) {
		t.Error("written again without a change")
	}
	s.delete(filepath.Join(s.loader.StateFolder, stateFile))
	s.loader.Reconcile(context.Background())
	if written().Size() != before.Size() || len(s.loader.Unsettled()) != 0 {
		t.Error("a lost state is not written again")
	}
}

func TestAnObstacleIsWaitedFor(t *testing.T) {
	s := newScene(t)
	s.write("web", "web")
	s.write("retired", "foreign\n")
	s.node.obstacle = errors.New("the capability MAC_ADMIN is missing")
	obstacle := "the loader: waiting: the capability MAC_ADMIN is missing"
	s.reconcile(nil, []string{obstacle, "web: waiting: the loader waits"}, []string{obstacle})
	s.reconcile(nil, nil, []string{obstacle})
	s.delete(filepath.Join(s.loader.Folder, "retired"))
	s.node.obstacle = nil
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
}

func TestARefusalUnderAProfileIsExplained(t *testing.T) {
	s := newScene(t)
	s.node.confinement = "crio-default (enforce)"
	s.write("web", "web web//refused")
	s.reconcile(nil,
		[]string{"web: failed: permission denied; the loader itself is confined by crio-default (enforce), its pod needs AppArmor Unconfined"},
		[]string{"web: failed: permission denied; the loader itself is confined by crio-default (enforce), its pod needs AppArmor Unconfined"})
}

func TestAStateThatCannotBeWrittenStopsReadinessAlone(t *testing.T) {
	s := newScene(t)
	for i := range 2 {
		s.write(fmt.Sprintf("p%d", i), fmt.Sprintf("p%d", i))
	}
	s.loader.StateFolder = filepath.Join(s.loader.StateFolder, "missing")
	s.node.did = nil
	s.loader.Reconcile(context.Background())
	s.loader.Reconcile(context.Background())
	if !slices.Equal(s.node.did, []string{"load p0", "load p1"}) {
		t.Errorf("did %q", s.node.did)
	}
	if got := s.loader.Unsettled(); len(got) != 2 {
		t.Errorf("unsettled %q", got)
	}
}

func TestAMissingFolderUnloadsNothing(t *testing.T) {
	s := newScene(t)
	s.write("web", "web")
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
	s.delete(filepath.Join(s.loader.Folder, "web"))
	s.delete(s.loader.Folder)
	s.node.did = nil
	s.loader.Reconcile(context.Background())
	if len(s.node.did) != 0 || len(s.loader.Unsettled()) != 1 {
		t.Errorf("did %q, unsettled %q", s.node.did, s.loader.Unsettled())
	}
}

func TestNoActionBeginsAfterTheSignal(t *testing.T) {
	s := newScene(t)
	s.write("web", "web")
	s.write("retired", "foreign\n")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s.loader.Reconcile(ctx)
	if len(s.node.did) != 0 {
		t.Errorf("did %q", s.node.did)
	}
}

func TestALineStaysOneLine(t *testing.T) {
	if got := line("a\nweb", failed, "x\r\ny\x1b[2J"); strings.ContainsFunc(got, func(r rune) bool { return r < ' ' }) {
		t.Errorf("line %q", got)
	}
}
