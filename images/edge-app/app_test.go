package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// service answers commands as parsec-tool does.
type service struct {
	answers map[string][]answer
	failing string
	asked   []string
}

func (s *service) run(_ context.Context, args ...string) (answer, error) {
	s.asked = append(s.asked, strings.Join(args, " "))
	if args[0] == s.failing {
		return answer{stderr: "[ERROR] no\n"}, errors.New("exit status 1: [ERROR] no")
	}
	answers := s.answers[args[0]]
	if len(answers) == 0 {
		return answer{}, errors.New("asked too often")
	}
	s.answers[args[0]] = answers[1:]
	return answers[0], nil
}

func bob() identity {
	return identity{
		uid: 1250, gid: 1250, groups: []int{1250, 1206},
		userName:  func(int) string { return "" },
		groupName: func(id int) string { return map[int]string{1206: "parsec"}[id] },
	}
}

func run(s *service) (stdout, stderr string, err error) {
	var out, words bytes.Buffer
	err = app{identity: bob(), tool: s, number: func() int { return 7 }, stdout: &out, stderr: &words}.run(context.Background())
	return out.String(), words.String(), err
}

func TestAFirstRunMakesAKey(t *testing.T) {
	s := &service{answers: map[string][]answer{
		"ping":           {{stdout: "1.0\n"}},
		"list-keys":      {{stderr: "No keys currently available.\n"}, {stdout: "* 1250-key-7 (TPM provider)\n"}},
		"create-ecc-key": {{stderr: "Key \"1250-key-7\" created.\n"}},
	}}
	stdout, stderr, err := run(s)
	if err != nil {
		t.Fatal(err)
	}
	want := `Running as uid=1250 gid=1250 groups=1250,1206(parsec)
1.0
Parsec service is reachable!
List the keys managed by this user..
Create an ECC key pair..
* 1250-key-7 (TPM provider)
`
	if stdout != want {
		t.Errorf("stdout %q, want %q", stdout, want)
	}
	if want := "No keys currently available.\nKey \"1250-key-7\" created.\n"; stderr != want {
		t.Errorf("stderr %q, want %q", stderr, want)
	}
	if want := []string{"ping", "list-keys", "create-ecc-key --key-name 1250-key-7", "list-keys"}; !slices.Equal(s.asked, want) {
		t.Errorf("asked %q, want %q", s.asked, want)
	}
}

func TestALaterRunOnlyListsTheKeys(t *testing.T) {
	s := &service{answers: map[string][]answer{
		"ping":      {{stdout: "1.0\n"}},
		"list-keys": {{stdout: "* 1250-key-7 (TPM provider)\n"}},
	}}
	stdout, _, err := run(s)
	if err != nil || !strings.HasSuffix(stdout, "List the keys managed by this user..\n* 1250-key-7 (TPM provider)\n") {
		t.Errorf("stdout %q, %v", stdout, err)
	}
	if want := []string{"ping", "list-keys"}; !slices.Equal(s.asked, want) {
		t.Errorf("asked %q, want %q", s.asked, want)
	}
}

func TestEveryFailureIsSaid(t *testing.T) {
	full := func() map[string][]answer {
		return map[string][]answer{
			"ping":      {{stdout: "1.0\n"}},
			"list-keys": {{stderr: "No keys currently available.\n"}},
		}
	}
	other := full()
	other["ping"] = []answer{{stdout: "1.01\n"}}
	tests := []struct {
		name    string
		service *service
		says    string
		asked   int
	}{
		{"Parsec is not reachable", &service{failing: "ping"}, "Parsec is not reachable: exit status 1: [ERROR] no", 1},
		{"another protocol", &service{answers: other}, `Parsec answers with protocol "1.01", this app speaks 1.0`, 1},
		{"no list", &service{answers: full(), failing: "list-keys"}, "Parsec does not list the keys: exit status 1: [ERROR] no", 2},
		{"no key", &service{answers: full(), failing: "create-ecc-key"}, "Parsec does not create the key 1250-key-7: exit status 1: [ERROR] no", 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := run(test.service)
			if err == nil || err.Error() != test.says {
				t.Errorf("error %v, want %q", err, test.says)
			}
			if len(test.service.asked) != test.asked {
				t.Errorf("asked %q", test.service.asked)
			}
		})
	}
}

func TestAnIdentityLooksLikeThatOfID(t *testing.T) {
	name := func(names map[int]string) func(int) string { return func(id int) string { return names[id] } }
	tests := []struct {
		name string
		who  identity
		want string
	}{
		{"the primary group is Parsec's", identity{uid: 1250, gid: 1206, groups: []int{1206}}, "uid=1250 gid=1206(parsec) groups=1206(parsec)"},
		{"no supplementary groups", identity{uid: 1250, gid: 1345}, "uid=1250 gid=1345 groups=1345"},
		{"a group twice", identity{uid: 0, gid: 0, groups: []int{5, 0, 5, 6}}, "uid=0(root) gid=0 groups=0,5,6"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.who.userName = name(map[int]string{0: "root"})
			test.who.groupName = name(map[int]string{1206: "parsec"})
			if got := test.who.String(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestTheToolGetsTheEndpointAlone(t *testing.T) {
	t.Setenv("SECRET", "value")
	path := filepath.Join(t.TempDir(), "parsec-tool")
	script := "#!/bin/sh\necho \"$1 ${PARSEC_SERVICE_ENDPOINT-unset} ${SECRET-unset}\"\n[ \"$1\" = ping ] || { echo first >&2; echo last >&2; exit 3; }\n"
	if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	for endpoint, want := range map[string]string{"": "ping unset unset\n", "unix:/s": "ping unix:/s unset\n"} {
		got, err := parsecTool{path, endpoint}.run(context.Background(), "ping")
		if err != nil || got.stdout != want {
			t.Errorf("answer %+v, %v", got, err)
		}
	}
	if _, err := (parsecTool{path, ""}).run(context.Background(), "sign"); err == nil || err.Error() != "parsec-tool sign: exit status 3: last" {
		t.Errorf("error %v", err)
	}
	if _, err := (parsecTool{path + "-gone", ""}).run(context.Background(), "ping"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}
