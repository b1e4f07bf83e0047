package main

import (
	"fmt"
	"slices"
	"strings"
)

const (
	stateFolder = "/run/apparmor-loader"
	nobody      = 65534
)

// loss is a right that the DaemonSet grants, and what comes of its absence.
type loss struct {
	right string
	take  func(c *container)
	// says is in the log. So it is in the answer of the probe, if that has no
	// words of its own.
	says, probe string
	// mode of the profile that the loader was to load.
	mode string
}

var losses = []loss{
	{
		right: "the capability MAC_ADMIN",
		take:  func(c *container) { c.Capabilities = nil },
		says:  "the loader: waiting: the capability MAC_ADMIN is missing: add it to the container's capabilities",
		mode:  absent,
	}, {
		right: "user 0",
		take:  func(c *container) { c.User, c.Group = nobody, nobody },
		says:  "the loader: waiting: the loader runs as user 65534: run it as user 0, the kernel takes profiles from no other",
		mode:  absent,
	}, {
		right: "the node's " + securityfs,
		take: func(c *container) {
			c.Volumes = slices.DeleteFunc(c.Volumes, func(v volume) bool { return v.Path == securityfs })
		},
		says: "the loader: waiting: /sys/kernel/security is empty: mount the node's securityfs there",
		mode: absent,
	}, {
		right: "writing to " + securityfs,
		take:  func(c *container) { c.volumeAt(securityfs).ReadOnly = true },
		says:  "wanted: failed: open /sys/kernel/security/apparmor/.load: read-only file system",
		mode:  absent,
	}, {
		right: "AppArmor Unconfined",
		take:  func(c *container) { c.Profile = runtimeProfile },
		says:  "the loader: waiting: the list of profiles is not readable: run as user 0 and not confined by AppArmor",
		mode:  absent,
	}, {
		right: "writing to the folder of its record",
		take:  func(c *container) { c.volumeAt(stateFolder).ReadOnly = true },
		says:  "the loader: waiting: the record cannot be kept in /run/apparmor-loader: openat state.json.lock: read-only file system",
		probe: "wanted: waiting: the kernel lacks it",
		mode:  absent,
	}, {
		right: "a folder of its record that only root writes to",
		take:  func(c *container) { c.volumeAt(stateFolder).RootOnly = false },
		says:  "the loader: waiting: /run/apparmor-loader must belong to user 0 and be writable for no other",
		mode:  absent,
	},
}

// oneRightLess runs the loader with one right less than its DaemonSet grants,
// once for each right.
func oneRightLess(r *report, granted container) {
	publish(map[string]string{"wanted": "profile wanted {\n}\n"})
	for at, loss := range losses {
		loader := granted.inPodOfItsOwn(loss.right)
		loader.volumeAt(stateFolder).Source += fmt.Sprintf("-%d", at)
		loss.ask(r, loader)
	}
}

func (l loss) ask(r *report, loader container) {
	l.take(&loader)
	running := loader.start()
	r.check("without "+l.right+": its log", running.awaits(l.says), l.says)
	answer := loader.probe()
	if l.probe == "" {
		l.probe = l.says
	}
	r.check("without "+l.right+": its probe", answer, l.probe)
	r.check("without "+l.right+": how its probe ends", answer, "exit status 1")
	r.equal("without "+l.right+": the profile", modeOf("wanted"), l.mode)
	r.check("without "+l.right+": the loader ends on SIGTERM", running.stop(), "exit status 0")
}

// inPodOfItsOwn shares none of the volumes that begin empty.
func (c container) inPodOfItsOwn(name string) container {
	c.Volumes = slices.Clone(c.Volumes)
	for at := range c.Volumes {
		if strings.HasPrefix(c.Volumes[at].Source, "/run/volumes/") {
			c.Volumes[at].Source += " of " + strings.ReplaceAll(name, "/", "-")
		}
	}
	return c
}

func (c *container) volumeAt(path string) *volume {
	return &c.Volumes[slices.IndexFunc(c.Volumes, func(v volume) bool { return v.Path == path })]
}
