package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"syscall"
)

// report writes one line for each thing that happened, which the host reads:
// a word, and an object of JSON. All other lines are for people.
type report struct{ lines int }

type row struct {
	Asked    string `json:"asked"`
	Expected string `json:"expected"`
	Got      string `json:"got"`
}

type answer struct {
	Variant  string `json:"variant"`
	Endpoint string `json:"endpoint"`
	Status   int    `json:"status"`
	Body     string `json:"body"`
	Failure  string `json:"failure,omitempty"`
}

// part begins a table.
func (r *report) part(name string) {
	r.line("part", name)
	fmt.Printf("%s after %s s\n", name, strings.Fields(readFile("/proc/uptime"))[0])
}

// check holds when got contains want. It tells the line that does, or all.
func (r *report) check(asked, got, want string) {
	got = strings.TrimSpace(got)
	for line := range strings.Lines(got) {
		if strings.Contains(line, want) {
			line = strings.TrimSpace(line)
			r.line("row", row{asked, line, line})
			return
		}
	}
	r.line("row", row{asked, want, strings.ReplaceAll(got, "\n", "; ")})
}

// equal holds when both are the same.
func (r *report) equal(asked, got, want string) { r.line("row", row{asked, want, got}) }

func (r *report) answer(a answer) { r.line("answer", a) }

func (r *report) line(word string, content any) {
	r.lines++
	text, err := json.Marshal(content)
	must(err)
	fmt.Printf("@%s %s\n", word, text)
}

// end says how many lines there were, and what AppArmor denied. It waits until
// all is written: the console is slow, and what it still holds goes with the
// machine.
func (r *report) end() {
	fmt.Printf("@end %d\n", r.lines)
	const readAll = 3 // SYSLOG_ACTION_READ_ALL
	buffer := make([]byte, 1<<20)
	if size, err := syscall.Klogctl(readAll, buffer); err == nil {
		for line := range strings.Lines(string(buffer[:size])) {
			if strings.Contains(line, "DENIED") {
				fmt.Println("kernel:", strings.TrimSpace(line))
			}
		}
	}
	const sendBreak, drain = 0x5409, 1 // TCSBRK with an argument waits, as tcdrain(3) does
	_, _, _ = syscall.Syscall(syscall.SYS_IOCTL, os.Stdout.Fd(), sendBreak, drain)
}

// done stands for a work that says nothing.
const done = "done"

func orDone(problem string) string {
	if problem == "" {
		return done
	}
	return problem
}
