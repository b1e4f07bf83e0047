package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os/user"
	"strings"
	"testing"
	"time"
)

var files = map[string]string{
	"root.txt":      "You have read the root.txt file.",
	"user.txt":      "You have read the user.txt file.",
	"/proc/cpuinfo": "processor\t: 0",
}

func fakeMachine() machine {
	return machine{
		hostname: func() (string, error) { return "gateway-1", nil },
		uid:      65534,
		gid:      65533,
		lookupUser: func(uid string) (*user.User, error) {
			return &user.User{Uid: uid, Gid: "1", Username: "nobody"}, nil
		},
		readFile: func(name string) ([]byte, error) {
			content, ok := files[name]
			if !ok {
				return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
			}
			return []byte(content), nil
		},
	}
}

func failing(err error) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
}

func TestAnswers(t *testing.T) {
	unknownUser := fakeMachine()
	unknownUser.uid = 1250
	unknownUser.lookupUser = func(uid string) (*user.User, error) {
		return nil, fmt.Errorf("no user %s", uid)
	}
	noHostname := fakeMachine()
	noHostname.hostname = func() (string, error) { return "", errors.New("out of names") }
	denied, missing, broken := fakeMachine(), fakeMachine(), fakeMachine()
	denied.readFile = failing(fs.ErrPermission)
	missing.readFile = failing(fs.ErrNotExist)
	broken.readFile = failing(errors.New("input/output error"))

	tests := []struct {
		name    string
		machine machine
		method  string
		path    string
		status  int
		body    string
	}{
		{"the root path names the host", fakeMachine(), "GET", "/", 200, "You are querying host gateway-1\n"},
		{"hostname names the host", fakeMachine(), "GET", "/hostname", 200, "You are querying host gateway-1\n"},
		{"a missing hostname is an error of the server", noHostname, "GET", "/hostname", 500, "unable to get hostname: out of names\n"},
		{"getuser shows the group of the process, not that of its passwd entry", fakeMachine(), "GET", "/getuser", 200, "User: nobody\nUID: 65534\nGID: 65533\n"},
		{"an unknown user is shown by number", unknownUser, "GET", "/getuser", 200, "User: 1250\nUID: 1250\nGID: 65533\n"},
		{"rootfile reads root.txt", fakeMachine(), "GET", "/rootfile", 200, "You have read the root.txt file.\n"},
		{"userfile reads user.txt", fakeMachine(), "GET", "/userfile", 200, "You have read the user.txt file.\n"},
		{"procfile reads /proc/cpuinfo", fakeMachine(), "GET", "/procfile", 200, "processor\t: 0\n"},
		{"a denied file of root is forbidden", denied, "GET", "/rootfile", 403, "unable to open root.txt: open root.txt: permission denied\n"},
		{"a denied procfile names the right file", denied, "GET", "/procfile", 403, "unable to open /proc/cpuinfo: open /proc/cpuinfo: permission denied\n"},
		{"a missing file is not found", missing, "GET", "/userfile", 404, "unable to open user.txt: open user.txt: file does not exist\n"},
		{"any other failure is an error of the server", broken, "GET", "/userfile", 500, "unable to open user.txt: open user.txt: input/output error\n"},
		{"another method is refused", fakeMachine(), "POST", "/hostname", 405, "Method Not Allowed\n"},
		{"another path is not found", fakeMachine(), "GET", "/hostname/x", 404, "404 page not found\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			response := httptest.NewRecorder()
			newHandler(test.machine).ServeHTTP(response, httptest.NewRequest(test.method, test.path, nil))
			if response.Code != test.status {
				t.Errorf("status %d, want %d", response.Code, test.status)
			}
			if got := response.Body.String(); got != test.body {
				t.Errorf("body %q, want %q", got, test.body)
			}
		})
	}
}

func TestHeadAnswersWithoutABody(t *testing.T) {
	server := httptest.NewServer(newHandler(fakeMachine()))
	defer server.Close()
	response, err := http.Head(server.URL + "/rootfile")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != 200 || response.ContentLength != 33 || len(body) != 0 {
		t.Errorf("status %d, length %d, body %q", response.StatusCode, response.ContentLength, body)
	}
}

func TestALogLineHoldsNoQueryAndCannotBeForged(t *testing.T) {
	var lines bytes.Buffer
	handler := logRequests(log.New(&lines, "", 0), newHandler(fakeMachine()))
	request := httptest.NewRequest("GET", "/x%0Aforged?token=secret", nil)
	request.Header.Set("Authorization", "Bearer secret")
	handler.ServeHTTP(httptest.NewRecorder(), request)

	got := lines.String()
	if strings.Count(got, "\n") != 1 || !strings.HasPrefix(got, `GET "/x\nforged" 404 `) {
		t.Errorf("log %q", got)
	}
	if strings.Contains(got, "secret") {
		t.Errorf("log %q holds a secret", got)
	}
}

func TestAnOpenRequestIsFinishedAfterTheSignal(t *testing.T) {
	began, release := make(chan struct{}), make(chan struct{})
	m := fakeMachine()
	m.hostname = func() (string, error) {
		close(began)
		<-release
		return "gateway-1", nil
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, signal := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() { stopped <- serve(ctx, listener, newServer(newHandler(m), log.New(io.Discard, "", 0))) }()

	answered := make(chan string, 1)
	go func() {
		response, err := http.Get("http://" + listener.Addr().String() + "/hostname")
		if err != nil {
			answered <- err.Error()
			return
		}
		defer response.Body.Close()
		body, _ := io.ReadAll(response.Body)
		answered <- string(body)
	}()
	<-began
	signal()
	select {
	case err := <-stopped:
		t.Fatalf("stopped with a request open: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(release)
	if got := <-answered; got != "You are querying host gateway-1\n" {
		t.Errorf("answer %q", got)
	}
	if err := <-stopped; err != nil {
		t.Errorf("stopped with %v", err)
	}
}

func TestEveryPhaseOfAConnectionIsBounded(t *testing.T) {
	s := newServer(http.NotFoundHandler(), log.New(io.Discard, "", 0))
	for _, timeout := range []time.Duration{s.ReadHeaderTimeout, s.ReadTimeout, s.WriteTimeout, s.IdleTimeout} {
		if timeout <= 0 {
			t.Errorf("an unbounded phase: %+v", s)
		}
	}
}
