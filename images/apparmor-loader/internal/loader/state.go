package loader

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/plan"
)

// state is what the loader did, kept for the readiness probe and for the next
// start. It may be lost at any time: profiles are then replaced by themselves.
type state struct {
	Records map[string]plan.Record `json:"records"`
	// Failures is why a profile could not be loaded the last time.
	Failures map[string]string `json:"failures"`
}

const stateFile = "state.json"

// readState returns an empty state beside an error.
func readState(folder string) (*state, error) {
	empty := &state{Records: map[string]plan.Record{}, Failures: map[string]string{}}
	content, err := os.ReadFile(filepath.Join(folder, stateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return empty, nil
	}
	if err != nil {
		return empty, err
	}
	read := &state{}
	if err := json.Unmarshal(content, read); err != nil {
		return empty, fmt.Errorf("%s: %w", stateFile, err)
	}
	if read.Records == nil || read.Failures == nil {
		return empty, fmt.Errorf("%s is incomplete", stateFile)
	}
	return read, nil
}

// write replaces the file in one step, because the probe may read at any time,
// and only when it is not what it should be.
func (s *state) write(folder string) error {
	content, err := json.Marshal(s)
	if err != nil {
		return err
	}
	path := filepath.Join(folder, stateFile)
	if there, err := os.ReadFile(path); err == nil && bytes.Equal(there, content) {
		return nil
	}
	if err := os.WriteFile(path+".partial", content, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".partial", path)
}

// forgetAllBut returns the names whose record went, sorted.
func (s *state) forgetAllBut(wanted plan.Wanted) []string {
	unwanted := func(name string) bool { _, kept := wanted[name]; return !kept }
	maps.DeleteFunc(s.Failures, func(name string, _ string) bool { return unwanted(name) })
	var gone []string
	maps.DeleteFunc(s.Records, func(name string, _ plan.Record) bool {
		if unwanted(name) {
			gone = append(gone, name)
			return true
		}
		return false
	})
	slices.Sort(gone)
	return gone
}
