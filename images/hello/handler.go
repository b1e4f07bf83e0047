package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/user"
	"strconv"
)

// machine is what the answers are made of.
type machine struct {
	hostname   func() (string, error)
	uid, gid   int
	lookupUser func(uid string) (*user.User, error)
	readFile   func(name string) ([]byte, error)
}

func thisMachine() machine {
	return machine{
		hostname:   os.Hostname,
		uid:        os.Getuid(),
		gid:        os.Getgid(),
		lookupUser: user.LookupId,
		readFile:   os.ReadFile,
	}
}

// newHandler serves GET and HEAD of the known paths. Another method is
// answered with 405, another path with 404.
func newHandler(m machine) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", m.serveHostname)
	mux.HandleFunc("GET /hostname", m.serveHostname)
	mux.HandleFunc("GET /getuser", m.serveUser)
	mux.HandleFunc("GET /rootfile", m.serveFile("root.txt"))
	mux.HandleFunc("GET /userfile", m.serveFile("user.txt"))
	mux.HandleFunc("GET /procfile", m.serveFile("/proc/cpuinfo"))
	return mux
}

func (m machine) serveHostname(w http.ResponseWriter, _ *http.Request) {
	name, err := m.hostname()
	if err != nil {
		respond(w, http.StatusInternalServerError, fmt.Sprintf("unable to get hostname: %v", err))
		return
	}
	respond(w, http.StatusOK, "You are querying host "+name)
}

func (m machine) serveUser(w http.ResponseWriter, _ *http.Request) {
	uid := strconv.Itoa(m.uid)
	name := uid // a user without an entry in /etc/passwd
	if u, err := m.lookupUser(uid); err == nil {
		name = u.Username
	}
	respond(w, http.StatusOK, fmt.Sprintf("User: %s\nUID: %s\nGID: %d", name, uid, m.gid))
}

// serveFile reads the file anew for each request, because the answer shows
// what is allowed at that moment.
func (m machine) serveFile(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		content, err := m.readFile(name)
		if err != nil {
			respond(w, statusOf(err), fmt.Sprintf("unable to open %s: %v", name, err))
			return
		}
		respond(w, http.StatusOK, string(content))
	}
}

func statusOf(err error) int {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return http.StatusForbidden
	case errors.Is(err, fs.ErrNotExist):
		return http.StatusNotFound
	default:
		return http.StatusInternalServerError
	}
}

func respond(w http.ResponseWriter, status int, text string) {
	header := w.Header()
	header.Set("Content-Type", "text/plain; charset=utf-8")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Length", strconv.Itoa(len(text)+1))
	w.WriteHeader(status)
	// A client that went away is no error of the server.
	_, _ = io.WriteString(w, text+"\n")
}
