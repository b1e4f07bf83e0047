package installer

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"

	"github.com/cdk8s-secure-edge/cdk8s-secure-edge/images/internal/configmap"
)

// retiredFile lists the names to remove.
const retiredFile = "retired"

var fileName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*\.json$`)

// wish is what a folder of profiles asks for.
type wish struct {
	// texts by file name
	texts map[string][]byte
	// retired are names to remove.
	retired []string
	// problems by file name
	problems map[string]error
}

// read looks at the volume of ConfigMaps.
func read(folder string) (wish, error) {
	files, err := configmap.Read(folder)
	if err != nil {
		return wish{}, err
	}
	w := wish{texts: map[string][]byte{}, problems: files.Problems}
	for name, text := range files.Content {
		if name == retiredFile {
			w.readRetired(text)
		} else if err := check(name, text); err != nil {
			w.problems[name] = err
		} else {
			w.texts[name] = text
		}
	}
	return w, nil
}

func (w *wish) readRetired(text []byte) {
	for _, name := range configmap.Names(text) {
		if err := CheckName(name); err != nil {
			w.problems[retiredFile] = errors.Join(w.problems[retiredFile], fmt.Errorf("%q: %w", name, err))
			continue
		}
		w.retired = append(w.retired, name)
	}
}

// CheckName accepts the name of a file in the folder itself.
func CheckName(name string) error {
	if !fileName.MatchString(name) {
		return errors.New(`the name of a file must be letters, digits, "_", "." and "-", and end in ".json"`)
	}
	return nil
}

// check rejects what no runtime would read as a profile.
func check(name string, text []byte) error {
	if err := CheckName(name); err != nil {
		return err
	}
	var profile struct {
		DefaultAction string `json:"defaultAction"`
	}
	if err := json.Unmarshal(text, &profile); err != nil {
		return fmt.Errorf("it is not a JSON object: %w", err)
	}
	if profile.DefaultAction == "" {
		return errors.New("it has no defaultAction")
	}
	return nil
}
