package main

import (
	"log"
	"net/http"
	"time"
)

// logRequests writes one line a request: never a query, a header or a body,
// and the path quoted, so that no request can forge a line.
func logRequests(logger *log.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		recorder := &statusRecorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(recorder, r)
		logger.Printf("%s %q %d %s %s", r.Method, r.URL.Path, recorder.status,
			time.Since(begin).Round(time.Microsecond), r.RemoteAddr)
	})
}

type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (r *statusRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}
