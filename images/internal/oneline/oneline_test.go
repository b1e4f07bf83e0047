package oneline

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestOf(t *testing.T) {
	for text, want := range map[string]string{
		"web: loaded: größer":        "web: loaded: größer",
		"a\nb\r\tc":                  `a\nb\r\tc`,
		"\x1b[2J\x7f":                `\x1b[2J\x7f`,
		"c1 \u0085 \u009b":           `c1 \u0085 \u009b`,
		"lines \u2028\u2029":         `lines \u2028\u2029`,
		"bidi \u202e\u2066\u200f":    `bidi \u202e\u2066\u200f`,
		"bom \ufeff, \u200b, \u00ad": `bom \ufeff, \u200b, \u00ad`,
		"not UTF-8 \xff\x80":         `not UTF-8 \xff\x80`,
		"replacement \ufffd":         "replacement \ufffd",
	} {
		if got := Of(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestOfCutsALongLine(t *testing.T) {
	got := Of(strings.Repeat("ö", 1<<20))
	if length := utf8.RuneCountInString(got); length != maxRunes+1 || !strings.HasSuffix(got, "…") {
		t.Errorf("%d characters", length)
	}
}

func TestSeveral(t *testing.T) {
	if got := Several([]string{"a", "b"}); got != "a\nb" {
		t.Errorf("got %q", got)
	}
	many := strings.Split(strings.Repeat("x\n", 999)+"x", "\n")
	if got := Several(many); strings.Count(got, "\n") != maxLines || !strings.HasSuffix(got, "\nand 950 more") {
		t.Errorf("got %q", got)
	}
}
