package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

const (
	endpointVariable = "PARSEC_SERVICE_ENDPOINT"

	// patience is for a TPM that makes a key while others wait for it.
	patience = 60 * time.Second
)

// parsecTool is the program at a path. It gets the endpoint and nothing else
// of the environment.
type parsecTool struct{ path, endpoint string }

func (p parsecTool) run(ctx context.Context, args ...string) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	command := exec.CommandContext(ctx, p.path, args...)
	command.Env = []string{}
	if p.endpoint != "" {
		command.Env = append(command.Env, endpointVariable+"="+p.endpoint)
	}
	command.WaitDelay = time.Second
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()

	got := answer{stdout.String(), stderr.String()}
	exit := (*exec.ExitError)(nil)
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return got, fmt.Errorf("parsec-tool %s gave no answer within %s", args[0], patience)
	case ctx.Err() != nil:
		return got, fmt.Errorf("parsec-tool %s was stopped", args[0])
	case errors.As(err, &exit):
		return got, fmt.Errorf("parsec-tool %s: %s: %s", args[0], exit, lastLine(got.stderr))
	}
	return got, err
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
