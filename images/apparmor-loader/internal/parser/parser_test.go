package parser

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/policy"
)

// script is a parser that does what the test says.
func script(t *testing.T, text string) Parser {
	t.Helper()
	path := filepath.Join(t.TempDir(), "apparmor_parser")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text), 0o755); err != nil {
		t.Fatal(err)
	}
	return Parser{Path: path}
}

func TestCompileLoadsNothingAndReturnsPolicyAndWarnings(t *testing.T) {
	parser := script(t, `[ "$*" = "--skip-kernel-load --stdout --skip-cache" ] || exit 9
cat; echo one >&2; echo two >&2`)
	policy, warnings, err := parser.Compile(context.Background(), []byte("text"))
	if err != nil || string(policy) != "text" || warnings != "one; two" {
		t.Errorf("policy %q, warnings %q, %v", policy, warnings, err)
	}
}

func TestAFailureIsOneLineOfBoundedLength(t *testing.T) {
	parser := script(t, `echo 'AppArmor parser error' >&2; echo ' at line 3' >&2; yes x | head -c 100000 >&2; exit 1`)
	_, _, err := parser.Compile(context.Background(), nil)
	if err == nil {
		t.Fatal("no error")
	}
	says := err.Error()
	if !strings.HasPrefix(says, "AppArmor parser error; at line 3; x") || !strings.HasSuffix(says, "(apparmor_parser: exit status 1)") {
		t.Errorf("error %.80q", says)
	}
	if len(says) > 3*maxWords || strings.Contains(says, "\n") {
		t.Errorf("error of %d bytes", len(says))
	}
}

func TestAPolicyBeyondTheLimitIsAnError(t *testing.T) {
	policy, _, err := script(t, `head -c 9000000 /dev/zero`).Compile(context.Background(), nil)
	if policy != nil || err == nil || err.Error() != "the compiled profile is larger than 8388608 bytes" {
		t.Errorf("%d bytes, %v", len(policy), err)
	}
}

func TestAParserThatTakesTooLongIsEnded(t *testing.T) {
	parser := script(t, `sleep 60`)
	parser.Patience = 100 * time.Millisecond
	start := time.Now()
	_, _, err := parser.Compile(context.Background(), nil)
	if !errors.Is(err, ErrTimeout) || time.Since(start) > 10*time.Second {
		t.Errorf("%v after %s", err, time.Since(start))
	}
}

func TestTheMemoryIsLimitedBeforeTheTextIsRead(t *testing.T) {
	limit, _, err := script(t, `read -r text; ulimit -v`).Compile(context.Background(), []byte("text\n"))
	if err != nil || strings.TrimSpace(string(limit)) != "98304" {
		t.Errorf("limit %q, %v", limit, err)
	}
}

func TestAParserThatDoesNotReadTheWholeTextIsHeard(t *testing.T) {
	_, _, err := script(t, `echo no >&2; exit 1`).Compile(context.Background(), make([]byte, 1<<20))
	if err == nil || !strings.HasPrefix(err.Error(), "no (apparmor_parser: ") {
		t.Errorf("error %v", err)
	}
}

func TestTheParserGetsNothingOfTheEnvironment(t *testing.T) {
	t.Setenv("SECRET", "value")
	_, warnings, err := script(t, `echo "${SECRET-none}" >&2`).Compile(context.Background(), nil)
	if err != nil || warnings != "none" {
		t.Errorf("warnings %q, %v", warnings, err)
	}
}

// attached are texts whose profile the kernel would lay on the node's programs.
var attached = map[string]string{
	"a path":            "profile web /usr/bin/foo {\n}\n",
	"a variable":        "@{exe}=/usr/bin/foo /usr/bin/bar\nprofile web @{exe} {\n}\n",
	"a glob":            "profile web /usr/** {\n}\n",
	"an alternation":    "profile web /{usr/,}bin/{a,b} {\n}\n",
	"everything":        "profile web /{,**} {\n}\n",
	"a quoted path":     "profile web \"/usr/bin/a b\" {\n}\n",
	"extended":          "profile web /usr/bin/foo xattrs=(user.foo=\"bar\") {\n}\n",
	"a line of its own": "profile web\n\n  # nothing to see\n  /usr/bin/foo\n  flags=(complain)\n{\n}\n",
}

// compiled is what the real parser makes of a text.
func compiled(t *testing.T, text string) []policy.Profile {
	t.Helper()
	if _, err := os.Stat(Path); err != nil {
		t.Skip("apparmor_parser is not installed")
	}
	out, _, err := Parser{Path: Path}.Compile(context.Background(), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	profiles, err := policy.Read(out)
	if err != nil {
		t.Fatal(err)
	}
	return profiles
}

func TestAttachmentsOfTheRealParser(t *testing.T) {
	for name, text := range attached {
		t.Run(name, func(t *testing.T) {
			if profiles := compiled(t, text); len(profiles) != 1 || profiles[0].Name != "web" || !profiles[0].Attached {
				t.Errorf("profiles %+v", profiles)
			}
		})
	}
	for _, name := range []string{"/usr/bin/foo", "/usr/bin/*"} {
		if profiles := compiled(t, name+" {\n}\n"); profiles[0].Name != name || !profiles[0].Attached {
			t.Errorf("profiles %+v", profiles)
		}
	}
}

func TestProfilesOfTheRealParser(t *testing.T) {
	profiles := compiled(t, `profile web flags=(attach_disconnected,complain) {
  file,
  network,
  mount,
  set rlimit nofile <= 1024,
  /bin/x Cx -> cgi,
  profile cgi /usr/lib/cgi/* flags=(unconfined) {
    signal,
  }
  hat admin {
  }
}
profile other flags=(kill) {
}
profile :ns:third {
}
`)
	var got []string
	for _, p := range profiles {
		got = append(got, strings.TrimSpace(p.Namespace+" "+p.Name+" "+p.Mode))
		if p.Attached != (p.Name == "web//cgi") {
			t.Errorf("attached: %+v", p)
		}
	}
	slices.Sort(got)
	want := []string{"ns third enforce", "other kill", "web complain", "web//admin enforce", "web//cgi unconfined"}
	if !slices.Equal(got, want) {
		t.Errorf("profiles %q, want %q", got, want)
	}
}
