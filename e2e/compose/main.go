// Compose loads projects by the code of Docker Compose itself. A request is a line of JSON: {"files", "environment",
// "profiles"}; the answer is a line of JSON: {"project"} or {"error"}.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/sirupsen/logrus"
)

type request struct {
	Files       []string `json:"files"`
	Environment []string `json:"environment"`
	Profiles    []string `json:"profiles"`
}

type answer struct {
	Project json.RawMessage `json:"project,omitempty"`
	Error   string          `json:"error,omitempty"`
}

func main() {
	logrus.SetOutput(io.Discard)
	if err := serve(bufio.NewReader(os.Stdin), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(in *bufio.Reader, out io.Writer) error {
	decoder := json.NewDecoder(in)
	encoder := json.NewEncoder(out)
	for {
		var r request
		if err := decoder.Decode(&r); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := encoder.Encode(load(r)); err != nil {
			return err
		}
	}
}

// load loads a project as `docker compose` does. A panic of the loader is an error.
func load(r request) (a answer) {
	defer func() {
		if recovered := recover(); recovered != nil {
			a = answer{Error: fmt.Sprintf("panic: %v", recovered)}
		}
	}()
	options, err := cli.NewProjectOptions(r.Files,
		cli.WithEnv(r.Environment),
		cli.WithEnvFiles(),
		cli.WithDotEnv,
		cli.WithDefaultProfiles(r.Profiles...),
	)
	if err != nil {
		return answer{Error: err.Error()}
	}
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return answer{Error: err.Error()}
	}
	text, err := project.MarshalJSON()
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Project: text}
}
