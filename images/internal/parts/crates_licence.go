package parts

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// cratesLicence gathers the licences of all crates that cargo unpacked below a
// folder, each text once, under the names of those that have it.
func cratesLicence(folder string) ([]byte, error) {
	// Sorted, so that the holders of a text are, too.
	crates, err := filepath.Glob(filepath.Join(folder, "*", "*"))
	if err != nil {
		return nil, err
	}
	holders := map[string][]string{}
	for _, crate := range crates {
		texts, err := licenceTexts(crate)
		if err != nil {
			return nil, err
		}
		for _, text := range texts {
			holders[text] = append(holders[text], filepath.Base(crate))
		}
	}
	texts := make([]string, 0, len(holders))
	for text := range holders {
		texts = append(texts, text)
	}
	slices.SortFunc(texts, func(one, other string) int {
		return strings.Compare(holders[one][0]+one, holders[other][0]+other)
	})

	var all bytes.Buffer
	all.WriteString("This program is linked from Rust's standard library, musl and the crates named here.\n" +
		"Rust's standard library: MIT or Apache-2.0, https://www.rust-lang.org/policies/licenses\n" +
		"musl: MIT, https://musl.libc.org\n")
	for _, text := range texts {
		fmt.Fprintf(&all, "\n%s\n\n%s\n", strings.Join(holders[text], ", "), strings.TrimSpace(text))
	}
	return all.Bytes(), nil
}

func licenceTexts(crate string) ([]string, error) {
	entries, err := os.ReadDir(crate)
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, entry := range entries {
		name := strings.ToUpper(entry.Name())
		if !entry.Type().IsRegular() || !slices.ContainsFunc([]string{"LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE"},
			func(beginning string) bool { return strings.HasPrefix(name, beginning) }) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(crate, entry.Name()))
		if err != nil {
			return nil, err
		}
		if !slices.Contains(texts, string(text)) {
			texts = append(texts, string(text))
		}
	}
	return texts, nil
}
