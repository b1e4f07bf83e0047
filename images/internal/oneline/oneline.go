// Package oneline makes one harmless line of whatever a file name, a program
// or a ConfigMap holds.
package oneline

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxRunes is the longest line, in characters.
const maxRunes = 1000

// maxLines is the largest number of lines that are shown at once.
const maxLines = 50

// Of escapes what a terminal or a log would not show as itself: controls, line
// separators, characters that change the direction of text, invalid UTF-8. It
// cuts a long line.
func Of(text string) string {
	var line strings.Builder
	count := 0
	for at, r := range text {
		if count++; count > maxRunes {
			line.WriteString("…")
			break
		}
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(text[at:], string(utf8.RuneError)):
			line.WriteString(`\x`)
			line.WriteString(strconv.FormatUint(uint64(text[at])|0x100, 16)[1:])
		case strconv.IsPrint(r):
			line.WriteRune(r)
		default:
			quoted := strconv.QuoteRuneToASCII(r)
			line.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return line.String()
}

// Several joins lines. It leaves out those beyond a limit, and counts them.
func Several(lines []string) string {
	if more := len(lines) - maxLines; more > 0 {
		lines = append(slices.Clone(lines[:maxLines]), fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}
