package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// renderDockerfile writes the Dockerfile that gives an equal image. It adds an
// archive, not a folder, so that owners and modes do not depend on who builds.
func (i image) renderDockerfile() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Written by images/assemble. The context is the folder images/build/%s.\n", i.name)
	b.WriteString("FROM scratch\nARG TARGETARCH\nADD rootfs-${TARGETARCH}.tar /\n")
	if i.config.WorkingDir != "" {
		fmt.Fprintf(&b, "WORKDIR %s\n", i.config.WorkingDir)
	}
	for _, variable := range i.config.Env {
		fmt.Fprintf(&b, "ENV %s\n", variable)
	}
	for _, port := range i.config.ExposedPorts {
		fmt.Fprintf(&b, "EXPOSE %d\n", port)
	}
	if i.config.User != "" {
		fmt.Fprintf(&b, "USER %s\n", i.config.User)
	}
	fmt.Fprintf(&b, "ENTRYPOINT %s\n", execForm(i.config.Entrypoint))
	if len(i.config.Cmd) > 0 {
		fmt.Fprintf(&b, "CMD %s\n", execForm(i.config.Cmd))
	}
	return b.String()
}

func execForm(words []string) string {
	// Strings always encode.
	encoded, _ := json.Marshal(words)
	return strings.ReplaceAll(string(encoded), `","`, `", "`)
}
