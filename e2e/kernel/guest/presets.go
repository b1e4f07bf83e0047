package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// presetQuestion is a profile of the library, and what is tried under it.
type presetQuestion struct {
	Name       string `json:"name"`
	Text       string `json:"text"`
	Executable string `json:"executable"`
	// Files are there, and readable; Programs can be run.
	Files    []string     `json:"files"`
	Programs []string     `json:"programs"`
	Tries    []tryOutcome `json:"tries"`
}

// ask tries everything twice, as user 0 with every capability: without a
// profile all of it goes well, so that what is denied afterwards is denied by
// the profile alone.
func (q presetQuestion) ask(r *report) {
	r.check(q.Name+": the profile is loaded by hand", orDone(parse(q.Text)), done)
	must(q.furnish())
	stranger := exec.Command("/init", "sleep")
	must(stranger.Start())
	defer func() {
		must(stranger.Process.Kill())
		_ = stranger.Wait()
	}()

	r.equal(q.Name+": all that is tried, without a profile", q.denied(q.try(unconfined, stranger.Process.Pid)), "allowed")
	for at, outcome := range q.try(q.Name, stranger.Process.Pid) {
		r.equal(q.Name+": "+outcome.String(), outcome.Outcome, q.Tries[at].Outcome)
	}
}

func (q presetQuestion) root() string { return "/images/" + q.Name }

// furnish makes the image: everything that is tried on, and this program under
// the names that are run.
func (q presetQuestion) furnish() error {
	for _, folder := range []string{"/tmp", "/mnt", "/proc", "/sys", "/dev"} {
		if err := os.MkdirAll(q.root()+folder, 0o777); err != nil {
			return err
		}
	}
	for _, file := range q.Files {
		path := q.root() + file
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte("content of "+file), 0o644); err != nil {
			return err
		}
	}
	for _, program := range append([]string{q.Executable}, q.Programs...) {
		path := q.root() + program
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.Link("/init", path); err != nil {
			return err
		}
	}
	return nil
}

// try runs this program in place of the preset's.
func (q presetQuestion) try(profile string, stranger int) []tryOutcome {
	tries, err := json.Marshal(q.Tries)
	must(err)
	said := container{
		Image: q.Name, Hostname: q.Name, Command: []string{q.Executable, "try", fmt.Sprint(stranger), string(tries)},
		Folder: "/", Capabilities: everyCapability(), Profile: profile, HostProcesses: true,
	}.run()
	var outcomes []tryOutcome
	if err := json.Unmarshal([]byte(said), &outcomes); err != nil || len(outcomes) != len(q.Tries) {
		return []tryOutcome{{Do: "try", On: "anything", Outcome: strings.TrimSpace(said)}}
	}
	return outcomes
}

// denied lists what did not go well.
func (q presetQuestion) denied(outcomes []tryOutcome) string {
	var lines []string
	for _, outcome := range outcomes {
		if outcome.Outcome != allowed {
			lines = append(lines, outcome.String()+": "+outcome.Outcome)
		}
	}
	if len(lines) == 0 {
		return allowed
	}
	return strings.Join(lines, "; ")
}
