package loader

import (
	"errors"
	"fmt"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/apparmor-loader/internal/plan"
	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/record"
)

// state is what the loader did, kept for the readiness probe and for the next
// start. A profile that is not in it belongs to somebody else.
type state struct {
	// Boot is the start of the node's kernel that the records are about: the
	// profiles are gone when the node starts again.
	Boot    string                 `json:"boot"`
	Records map[string]plan.Record `json:"records"`
	// Failures is why a profile was not loaded the last time.
	Failures map[string]failure `json:"failures"`
}

type failure struct {
	Word   word   `json:"word"`
	Detail string `json:"detail"`
}

const stateFile = "state.json"

// readState returns the state of this start of the kernel, empty if there is
// none yet. One that cannot be read is an error: without it the loader cannot
// tell its own profiles from those of others.
func readState(store *record.Store, boot string) (*state, error) {
	read := &state{}
	there, err := store.Read(read)
	if err != nil {
		return nil, fmt.Errorf("the record of what was loaded cannot be read: %w", err)
	}
	if there && (read.Records == nil || read.Failures == nil) {
		return nil, errors.New("the record of what was loaded is incomplete")
	}
	if !there || read.Boot != boot {
		return &state{Boot: boot, Records: map[string]plan.Record{}, Failures: map[string]failure{}}, nil
	}
	return read, nil
}
