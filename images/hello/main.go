// Command hello is a small web server that shows what the process behind it
// may see: its host, its user, a file of root, a file of its own and a file of
// the kernel. The hello-root and hello-user images run it.
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// drain is how long open requests may take after SIGTERM. It is shorter than
// the 30 seconds that Kubernetes grants before it kills.
const drain = 10 * time.Second

func main() {
	listen := flag.String("listen", ":8080", "address to listen on")
	flag.Parse()

	logger := log.New(os.Stdout, "", log.LstdFlags|log.LUTC)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()

	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		logger.Fatalf("unable to listen: %v", err)
	}
	logger.Printf("listening on %s", listener.Addr())
	if err := serve(ctx, listener, newServer(newHandler(thisMachine()), logger)); err != nil {
		logger.Fatalf("stopped: %v", err)
	}
	logger.Print("stopped")
}

// newServer bounds every phase of a connection, so that slow clients cannot
// hold it for ever.
func newServer(handler http.Handler, logger *log.Logger) *http.Server {
	return &http.Server{
		Handler:           logRequests(logger, handler),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          logger,
	}
}

// serve answers until ctx ends, then lets open requests finish.
func serve(ctx context.Context, listener net.Listener, server *http.Server) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	deadline, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	if err := server.Shutdown(deadline); err != nil {
		return errors.Join(err, server.Close())
	}
	return nil
}
