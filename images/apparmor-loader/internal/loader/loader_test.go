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
	"time"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/parser"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/plan"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/policy"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/policy/policytest"
)

// node is a kernel and a parser. A text is a line of names, of which "broken"
// does not compile, "slow" takes too long and "denied" is denied by the kernel.
// A name that begins with @ is attached to the node's programs, and ns: puts
// one into a namespace.
type node struct {
	kernel      plan.Kernel
	obstacle    error
	confinement string
	boot        string
	compiled    int
	// interrupted ends the loader between kernel and record.
	interrupted bool
	did         []string
}

func (n *node) Obstacle() error                { return n.obstacle }
func (n *node) Confinement() string            { return n.confinement }
func (n *node) Boot() (string, error)          { return n.boot, nil }
func (n *node) Profiles() (plan.Kernel, error) { return maps.Clone(n.kernel), nil }

func (n *node) Remove(name string) error {
	n.did = append(n.did, "remove "+name)
	maps.DeleteFunc(n.kernel, func(other string, _ plan.Entry) bool {
		return other == name || strings.HasPrefix(other, name+"//")
	})
	return nil
}

func (n *node) Compile(_ context.Context, text []byte) ([]byte, string, error) {
	n.compiled++
	code, _, _ := strings.Cut(string(text), "#")
	var all policytest.Policy
	for _, name := range strings.Fields(code) {
		switch name {
		case "broken":
			return nil, "", errors.New("syntax error")
		case "slow":
			return nil, "", fmt.Errorf("%w: more than 2m0s", parser.ErrTimeout)
		}
		all.U32("version", 5)
		name, isInNamespace := strings.CutPrefix(name, "ns:")
		if isInNamespace {
			all.Text("namespace", "ns")
		}
		name, isAttached := strings.CutPrefix(name, "@")
		all.Open("profile").Text("", name)
		if isAttached {
			all.Blob("aadfa", text).U32("", 1)
		}
		all.Flags(0).Blob("aadfa", text).Close()
	}
	return all.Bytes(), "", nil
}

func (n *node) Load(compiled []byte, replace bool) error {
	profiles, err := policy.Read(compiled)
	if err != nil {
		return err
	}
	if n.interrupted {
		defer panic("ended")
	}
	for _, p := range profiles {
		if p.Name == "denied" || strings.HasSuffix(p.Name, "//denied") {
			return errors.New("permission denied")
		}
		if _, there := n.kernel[p.Name]; there && !replace {
			return errors.New("file exists")
		}
	}
	n.did = append(n.did, map[bool]string{false: "load ", true: "replace "}[replace]+profiles[0].Name)
	for _, p := range profiles {
		n.kernel[p.Name] = plan.Entry{Mode: p.Mode, Digest: p.Sums.SHA1}
	}
	return nil
}

// parseByHand loads a text as somebody else does.
func (s *scene) parseByHand(text string) {
	s.Helper()
	compiled, _, err := s.node.Compile(context.Background(), []byte(text))
	if err == nil {
		err = s.node.Load(compiled, true)
	}
	if err != nil {
		s.Fatal(err)
	}
}

type scene struct {
	*testing.T
	node   *node
	loader *Loader
	lines  []string
}

func newScene(t *testing.T) *scene {
	s := &scene{T: t, node: &node{boot: "first", kernel: plan.Kernel{"foreign": {Mode: "enforce"}}}}
	s.start(t.TempDir(), t.TempDir())
	return s
}

// start begins with a new loader, as a restart does.
func (s *scene) start(folder, state string) {
	s.Helper()
	if s.loader != nil && s.loader.store != nil {
		if err := s.loader.store.Close(); err != nil {
			s.Fatal(err)
		}
	}
	if err := os.Chmod(state, 0o755); err != nil {
		s.Fatal(err)
	}
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
	s.reconcile([]string{"replace web"}, []string{"web: replaced: its text changed"}, nil)
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

func TestAProfileThatSomebodyElseChangedIsLeftAlone(t *testing.T) {
	s := newScene(t)
	s.write("web", "web web//cgi")
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
	before := maps.Clone(s.node.kernel)
	for part, shown := range map[string]string{"web": "web", "web//cgi": "web//cgi"} {
		s.node.kernel[part] = plan.Entry{Mode: "complain", Digest: before[part].Digest}
		rejection := "web: rejected: somebody else changed " + shown + " (enforce to complain) since this loader loaded it: let the loader adopt it, or restart the node"
		s.reconcile(nil, []string{rejection}, []string{rejection})
		s.node.kernel[part] = before[part]
		s.reconcile(nil, []string{"web: loaded: as before"}, nil)
	}
	s.parseByHand("web web//cgi # of somebody else")
	s.write("web", "web web//cgi # newer")
	s.loader.Reconcile(context.Background())
	if got := s.loader.Unsettled(); len(got) != 1 || !strings.HasPrefix(got[0], "web: rejected: somebody else changed web (digest ") {
		t.Errorf("unsettled %q", got)
	}
	s.delete(filepath.Join(s.loader.Folder, "web"))
	s.write("retired", "web\n")
	rejection := "web: rejected: it is retired, but this loader did not load it: it stays"
	s.reconcile(nil, []string{rejection}, []string{rejection})
}

func TestALostProfileIsLoadedAgain(t *testing.T) {
	s := newScene(t)
	s.write("web", "web web//cgi")
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
	delete(s.node.kernel, "web//cgi")
	s.reconcile([]string{"replace web"}, []string{"web: replaced: the kernel lost web//cgi"}, nil)
	delete(s.node.kernel, "web")
	delete(s.node.kernel, "web//cgi")
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
}

func TestAProfileOfSomebodyElse(t *testing.T) {
	const rejection = "web: rejected: the kernel has a profile of this name that this loader did not load: give the profile another name, or let the loader adopt it"
	s := newScene(t)
	s.parseByHand("web # of somebody else")
	s.write("web", "web")
	s.reconcile(nil, []string{rejection}, []string{rejection})
	s.reconcile(nil, nil, []string{rejection})
	t.Run("the same text changes nothing", func(t *testing.T) {
		s.parseByHand("web")
		s.reconcile(nil, nil, []string{rejection})
	})
	t.Run("is adopted by name", func(t *testing.T) {
		s.parseByHand("web # of somebody else")
		s.start(s.loader.Folder, s.loader.StateFolder)
		s.loader.Adopted = []string{"web"}
		s.reconcile([]string{"replace web"}, []string{"web: replaced: it is adopted"}, nil)
		s.reconcile(nil, nil, nil)
		s.start(s.loader.Folder, s.loader.StateFolder)
		s.reconcile(nil, []string{"web: loaded: as before"}, nil)
	})
}

func TestAChildOfSomebodyElseIsNotReplaced(t *testing.T) {
	s := newScene(t)
	s.node.kernel["web//cgi"] = plan.Entry{Mode: "complain"}
	s.write("web", "web web//cgi")
	rejection := "web: rejected: web//cgi: the kernel has a profile of this name that this loader did not load: give the profile another name, or let the loader adopt it"
	s.reconcile(nil, []string{rejection}, []string{rejection})
}

func TestANameThatTheLoaderDidNotLoadIsNeverUnloaded(t *testing.T) {
	s := newScene(t)
	s.node.kernel["runc"] = plan.Entry{Mode: "unconfined"}
	s.write("retired", "runc\nforeign\ndocker-default\nelsewhere\n")
	rejections := []string{
		"foreign: rejected: it is retired, but this loader did not load it: it stays",
		`retired: failed: "docker-default": this name is reserved`,
		"runc: rejected: it is retired, but this loader did not load it: it stays",
	}
	said := []string{rejections[1], rejections[0], rejections[2]}
	s.reconcile(nil, said, rejections)
	s.start(s.loader.Folder, s.loader.StateFolder)
	s.loader.Adopted = []string{"runc", "foreign"}
	s.reconcile(nil, said, rejections)
}

func TestARestart(t *testing.T) {
	s := newScene(t)
	s.write("web", "web")
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)

	t.Run("of the pod keeps the record", func(t *testing.T) {
		s.start(s.loader.Folder, s.loader.StateFolder)
		s.reconcile(nil, []string{"web: loaded: as before"}, nil)
	})
	t.Run("of the node begins a new record", func(t *testing.T) {
		s.node.boot, s.node.kernel = "second", plan.Kernel{"foreign": {Mode: "enforce"}}
		s.start(s.loader.Folder, s.loader.StateFolder)
		s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
	})
	t.Run("of the node does not make profiles of its own start the loader's", func(t *testing.T) {
		s.node.boot = "third"
		s.start(s.loader.Folder, s.loader.StateFolder)
		s.loader.Reconcile(context.Background())
		if got := s.loader.Unsettled(); len(got) != 1 || !strings.HasPrefix(got[0], "web: rejected: ") {
			t.Errorf("unsettled %q", got)
		}
	})
}

func TestALoaderThatIsEndedWhileItLoads(t *testing.T) {
	s := newScene(t)
	endWhileLoading := func() {
		s.node.interrupted = true
		defer func() { s.node.interrupted = false; _ = recover() }()
		s.loader.Reconcile(context.Background())
	}
	s.write("web", "web")
	endWhileLoading()
	s.start(s.loader.Folder, s.loader.StateFolder)
	s.reconcile([]string{"replace web"}, []string{"web: replaced: the loader was ended while it loaded it"}, nil)

	s.write("web", "web # changed")
	endWhileLoading()
	s.start(s.loader.Folder, s.loader.StateFolder)
	s.reconcile([]string{"replace web"}, []string{"web: replaced: its text changed"}, nil)
	s.reconcile(nil, nil, nil)
}

func TestARecordThatCannotBeTrustedStopsTheLoader(t *testing.T) {
	for name, spoil := range map[string]func(s *scene) string{
		"no JSON": func(s *scene) string {
			s.write("../"+filepath.Base(s.loader.StateFolder)+"/"+stateFile, "no JSON")
			return "the record of what was loaded cannot be read: state.json: invalid character 'o' in literal null (expecting 'u')"
		},
		"incomplete": func(s *scene) string {
			s.write("../"+filepath.Base(s.loader.StateFolder)+"/"+stateFile, "{}")
			return "the record of what was loaded is incomplete"
		},
		"a folder that all may write to": func(s *scene) string {
			if err := os.Chmod(s.loader.StateFolder, 0o777); err != nil {
				s.Fatal(err)
			}
			return fmt.Sprintf("%s must belong to user %d and be writable for no other", s.loader.StateFolder, os.Geteuid())
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			s.write("web", "web")
			s.write("retired", "foreign\n")
			waits := "the loader: waiting: " + spoil(s)
			s.reconcile(nil, []string{waits, "web: waiting: the loader waits"}, []string{waits})
		})
	}
}

func TestTwoLoadersDoNotShareARecord(t *testing.T) {
	s := newScene(t)
	s.write("web", "web")
	s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
	first := s.loader

	second := &Loader{Kernel: s.node, Parser: s.node, Folder: t.TempDir(), StateFolder: first.StateFolder, Say: first.Say}
	s.loader = second
	waits := "the loader: waiting: another process of the node uses the record state.json"
	s.lines = nil
	second.Reconcile(context.Background())
	if !slices.Equal(s.lines, []string{waits}) {
		t.Errorf("said %q", s.lines)
	}

	s.loader = nil
	s.start(t.TempDir(), t.TempDir())
	s.write("web", "web # of another team")
	s.write("retired", "")
	s.loader.Reconcile(context.Background())
	if got := s.loader.Unsettled(); len(got) != 1 || !strings.HasPrefix(got[0], "web: rejected: ") {
		t.Errorf("unsettled %q", got)
	}
}

func TestTextsThatReachBeyondTheirOwnProfile(t *testing.T) {
	const attached = "it is attached to programs by their path, those of the node too: leave the attachment out, a pod selects a profile by its name"
	for text, reason := range map[string]string{
		"@web":              attached,
		"@web web//cgi":     attached,
		"ns:web":            `its text declares "web" in the AppArmor namespace "ns": leave the namespace out`,
		"web ns:web//cgi":   `its text declares "web//cgi" in the AppArmor namespace "ns": leave the namespace out`,
		"web foreign":       `its text declares "foreign": one profile a file, of the file's name`,
		"web /usr/bin/foo":  `its text declares "/usr/bin/foo": one profile a file, of the file's name`,
		"web webber//cgi":   `its text declares "webber//cgi": one profile a file, of the file's name`,
		"web web//&foreign": `its text declares "web//&foreign": a name must not stack profiles`,
		"web web":           `its text declares "web" twice`,
		"web//cgi":          `its text declares ["web//cgi"], and not "web"`,
		"":                  "the text has no profile",
	} {
		t.Run(text, func(t *testing.T) {
			s := newScene(t)
			s.write("web", text)
			rejection := "web: rejected: " + reason
			s.reconcile(nil, []string{rejection}, []string{rejection})
		})
	}
	t.Run("a child is attached to programs of its parent", func(t *testing.T) {
		s := newScene(t)
		s.write("web", "web @web//cgi web///usr/bin/foo")
		s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
	})
	t.Run("a changed text leaves the earlier one in force", func(t *testing.T) {
		s := newScene(t)
		s.write("web", "web")
		s.reconcile([]string{"load web"}, []string{"web: loaded: the kernel lacks it"}, nil)
		s.write("web", "@web")
		rejection := "web: rejected: " + attached
		s.reconcile(nil, []string{rejection}, []string{rejection})
	})
}

func TestATextIsNotCompiledAgainInVain(t *testing.T) {
	for _, text := range []string{"broken", "@web", "slow"} {
		s := newScene(t)
		s.write("web", text)
		for range 3 {
			s.loader.Reconcile(context.Background())
		}
		if s.node.compiled != 1 {
			t.Errorf("%s: compiled %d times", text, s.node.compiled)
		}
		if got := s.loader.Unsettled(); len(got) != 1 || strings.Contains(got[0], "waiting") {
			t.Errorf("%s: unsettled %q", text, got)
		}
		again := time.Now().Add(pause)
		if got := s.loader.isInVain("web", []byte(text), again); got != (text != "slow") {
			t.Errorf("%s: after the pause in vain: %v", text, got)
		}
		s.write("web", "web # "+text)
		s.loader.Reconcile(context.Background())
		if len(s.loader.Unsettled()) != 0 {
			t.Errorf("%s: a better text is not loaded", text)
		}
	}
}

func TestOneBadProfileDoesNotStopTheOthers(t *testing.T) {
	s := newScene(t)
	s.write("a-bad", "broken")
	s.write("b-thief", "b-thief foreign")
	s.write("c-other", "other")
	s.write("d-denied", "d-denied d-denied//denied")
	s.write("docker-default", "docker-default")
	s.write("web", "web")
	failures := []string{
		"a-bad: failed: syntax error",
		`b-thief: rejected: its text declares "foreign": one profile a file, of the file's name`,
		`c-other: rejected: its text declares "other": one profile a file, of the file's name`,
		`d-denied: failed: permission denied`,
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

func TestADenialUnderAProfileIsExplained(t *testing.T) {
	s := newScene(t)
	s.node.confinement = "crio-default (enforce)"
	s.write("web", "web web//denied")
	s.reconcile(nil,
		[]string{"web: failed: permission denied; the loader itself is confined by crio-default (enforce), its pod needs AppArmor Unconfined"},
		[]string{"web: failed: permission denied; the loader itself is confined by crio-default (enforce), its pod needs AppArmor Unconfined"})
}

func TestNothingIsLoadedThatCannotBeRecorded(t *testing.T) {
	s := newScene(t)
	s.write("web", "web")
	s.loader.StateFolder = filepath.Join(s.loader.StateFolder, "missing")
	s.loader.Reconcile(context.Background())
	if len(s.node.did) != 0 {
		t.Errorf("did %q", s.node.did)
	}
	if got := s.loader.Unsettled(); len(got) != 1 || !strings.HasPrefix(got[0], "the loader: waiting: ") {
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
