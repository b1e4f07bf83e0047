package installer

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// retiredFile lists the names to remove, one a line; the rest of a line after
// a "#" is a remark.
const retiredFile = "retired"

// maxSize is what a ConfigMap may hold, in bytes.
const maxSize = 1 << 20

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

// read looks at the folder of a ConfigMap volume: flat, each entry a link to
// the version that holds now.
func read(folder string) (wish, error) {
	w := wish{texts: map[string][]byte{}, problems: map[string]error{}}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return w, err
	}
	for _, entry := range entries {
		name := entry.Name()
		if strings.HasPrefix(name, ".") {
			continue // the volume's own, such as ..data
		}
		text, err := readFile(filepath.Join(folder, name))
		switch {
		case err != nil:
			w.problems[name] = err
		case name == retiredFile:
			w.retired = retiredNames(text)
		default:
			if err := check(name, text); err != nil {
				w.problems[name] = err
				continue
			}
			w.texts[name] = text
		}
	}
	return w, nil
}

func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no file")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if err == nil && len(text) > maxSize {
		err = fmt.Errorf("it has more than %d bytes", maxSize)
	}
	return text, err
}

// check refuses what no runtime would read as a profile.
func check(name string, text []byte) error {
	if !fileName.MatchString(name) {
		return errors.New(`its name must be of letters, digits, "_", "." and "-", and end in ".json"`)
	}
	var profile struct {
		DefaultAction string `json:"defaultAction"`
	}
	if err := json.Unmarshal(text, &profile); err != nil {
		return fmt.Errorf("it is no JSON object: %w", err)
	}
	if profile.DefaultAction == "" {
		return errors.New("it has no defaultAction")
	}
	return nil
}

func retiredNames(text []byte) []string {
	var names []string
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		line, _, _ := strings.Cut(lines.Text(), "#")
		if name := strings.TrimSpace(line); name != "" {
			names = append(names, name)
		}
	}
	return names
}
