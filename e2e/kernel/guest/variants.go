package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
)

// variantQuestion is a server of the demo, and what it is asked.
type variantQuestion struct {
	Name      string    `json:"name"`
	Container container `json:"container"`
	Endpoints []string  `json:"endpoints"`
}

// ask runs the server as its manifest says, and hands its answers on as they
// are: the host judges them.
func (q variantQuestion) ask(r *report) {
	server := q.Container.start()
	_, said, _ := strings.Cut(server.awaits("listening on"), "listening on")
	r.check(q.Name+": the server listens on", said, ":8080")
	r.equal(q.Name+": user, capabilities, profile", server.rights(), q.Container.rights())
	for _, endpoint := range q.Endpoints {
		r.answer(get(q.Name, endpoint))
	}
	r.check(q.Name+": the server ends on SIGTERM", server.stop(), "exit status 0")
}

func get(variant, endpoint string) answer {
	response, err := http.Get("http://127.0.0.1:8080" + endpoint)
	if err != nil {
		return answer{Variant: variant, Endpoint: endpoint, Failure: err.Error()}
	}
	defer response.Body.Close()
	// A file of the kernel is long; its beginning tells which it is.
	body, err := io.ReadAll(io.LimitReader(response.Body, 512))
	if err != nil {
		return answer{Variant: variant, Endpoint: endpoint, Failure: err.Error()}
	}
	return answer{Variant: variant, Endpoint: endpoint, Status: response.StatusCode, Body: string(body)}
}

// rights are what the kernel has to say of a process of this container.
func (c container) rights() string {
	var effective uint64
	for _, number := range c.Capabilities {
		if c.User == 0 {
			effective |= 1 << number
		}
	}
	profile := c.Profile
	if profile != unconfined {
		profile += " (enforce)"
	}
	noNewPrivileges := map[bool]int{false: 0, true: 1}[c.NoNewPrivileges]
	return fmt.Sprintf("%s Uid:%d Gid:%d Groups: CapEff:%016x NoNewPrivs:%d", profile, c.User, c.Group, effective, noNewPrivileges)
}

// rights are what the kernel says.
func (r *running) rights() string {
	said := map[string]string{}
	for line := range strings.Lines(r.file("status")) {
		key, value, _ := strings.Cut(line, ":")
		first, _, _ := strings.Cut(strings.TrimSpace(value), "\t")
		said[key] = first
	}
	return fmt.Sprintf("%s Uid:%s Gid:%s Groups:%s CapEff:%s NoNewPrivs:%s", strings.TrimSpace(r.file("attr/current")),
		said["Uid"], said["Gid"], said["Groups"], said["CapEff"], said["NoNewPrivs"])
}
